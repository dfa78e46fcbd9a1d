from __future__ import annotations

import json
import re

from tests.records.reference import DATA, expected

A, C, H, G = (
    DATA / name
    for name in ("A_so-theo-doi-BM06.xlsx", "C_so-theo-doi-lon-xon.xlsx", "H_khong-co-ho-so.xlsx", "G_cp1258.csv")
)
AS_OF = ("--as-of", "2026-11-20T17:00")


def test_an_import_prints_its_counts_and_every_row(run):
    code, out, _ = run("import-records", C, *AS_OF, "--json")
    told = json.loads(out)
    assert code == 3
    keys = ("file", "accepted", "accepted_with_warning", "rejected", "ignored", "unchanged", "changed")
    assert [told[key] for key in keys] == [C.name, 256, 15, 20, 28, 0, 0]
    assert len(told["rows"]) == 304
    assert told["rows"][42] == {"row": 43, "outcome": "rejected", "code": "", "reasons": ["missing_record_code"]}
    code, out, _ = run("records", *AS_OF, "--json", "--file", C.name)
    told = json.loads(out)
    assert (code, told["counts"], told["counts_by_date"]) == (
        0,
        expected(C.name)["counts"],
        expected(C.name)["counts_by_date"],
    )
    code, out, _ = run("retry-rejected")
    assert (code, out) == (0, "Chưa có dòng nào nhận được thêm.\n")


def test_words_name_the_row_and_the_column(run):
    code, out, _ = run("import-records", C, *AS_OF)
    assert code == 3
    assert "Dòng 43 – từ chối – không có mã: Cột “Mã hồ sơ”: để trống." in out
    assert "Dòng 104 – bỏ qua: dòng nhóm." in out


def test_late_files_by_what_presses_and_by_unit(run):
    assert run("import-records", A, *AS_OF)[0] == 0
    code, out, _ = run("late", *AS_OF, "--json")
    told = json.loads(out)
    assert (code, told["counts"]["overdue"]) == (0, expected(A.name)["counts"]["open_overdue"])
    assert set(told["overdue"][0]) >= {"code", "due", "late", "late_working_minutes", "apology_limit"}
    assert "name" not in told["overdue"][0]
    code, out, _ = run("late", *AS_OF, "--unit", "19597")
    assert (code, out.splitlines()[0]) == (0, "Quá hạn: 0")
    code, out, _ = run("records", *AS_OF, "--unit", "19702@2026-01-01")
    assert "Đang giải quyết, quá hạn: 19" in out


def test_people_read_times_as_people_write_them(run):
    run("import-records", A, *AS_OF)
    assert re.search(r"hẹn \d\d:\d\d ngày \d\d/\d\d/2026 – trễ", run("late", *AS_OF)[1])
    assert run("records", *AS_OF)[1].startswith("Tính đến 17:00 ngày 20/11/2026: 300 hồ sơ.")


def test_an_export_without_records_is_no_error(run):
    code, out, _ = run("import-records", H, *AS_OF)
    assert (code, "không có hồ sơ nào" in out) == (0, True)


def test_refusals_go_to_stderr_with_exit_code_one(run, tmp_path):
    unreadable = tmp_path / "la.csv"
    unreadable.write_bytes(b"STT;Ma\n1;\xb9\xd3\xc0\n")
    code, out, err = run("import-records", unreadable, "--json")
    assert (code, out) == (1, "")
    assert "UTF-8" in err


def test_converted_letters_are_shown_before_and_after(run):
    out = run("import-records", G, "--unit", "19597", *AS_OF)[1]
    assert "Tệp ghi bằng Windows-1258, đã đổi sang Unicode: “STT;MaÞ hôÌ sõ" in out
    assert "đọc là “STT;Mã hồ sơ" in out


def test_a_file_too_large_and_an_unknown_unit_are_refused(run, tmp_path, monkeypatch):
    assert run("import-records", A, "--unit", "99999")[0] == 1
    assert run("records", "--file", "khong-co.csv")[0] == 1
    monkeypatch.setattr("feedback.records.actions.spooling.MAX_LARGE", 3 * 1024 * 1024)
    big = tmp_path / "big.csv"
    with big.open("wb") as file:
        file.truncate(4 * 1024 * 1024)
    code, _, err = run("import-records", big)
    assert (code, "300 MB" in err) == (1, True)


def test_due_shows_the_moment_and_why(run):
    code, out, _ = run("due", "--procedure", "1.004873", "--received", "2026-08-21T16:10", "--json")
    told = json.loads(out)
    assert (code, told["due"]) == (0, "2026-08-25T16:10")
    assert any("làm bù cho thứ Hai 31/8" in line for line in told["explanation"])
    assert (
        "Hạn trả kết quả"
        in run("due", "--procedure", "1.004873", "--received", "2026-08-21T16:10", "--unit", "19702")[1]
    )
    code, _, err = run("due", "--procedure", "1.004873", "--received", "2031-01-02T08:00")
    assert (code, "2031" in err) == (1, True)
    assert run("due", "--procedure", "9.9", "--received", "2026-08-21T16:10")[0] == 1
    assert run("due", "--procedure", "1.004873", "--received", "mai")[0] == 2
