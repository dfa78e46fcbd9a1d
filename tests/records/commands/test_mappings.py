from __future__ import annotations

import json

import pytest

from feedback.foundation.actors import SYSTEM
from feedback.foundation.spreadsheets import open_book
from feedback.records.actions.mappings import look_at, save_mapping
from feedback.records.rules import DateOrder, Role
from tests.records.reference import AS_OF

NAME = "Một cửa tỉnh"
STRANGE = "Số BN;Mã TT;Ngày nộp;Phải trả\nH50.41.03-260705-0001;1.004873;05/07/2026 08:30;08/07/2026\n".encode()
TITLES = ("Số BN", "Mã TT", "Ngày nộp", "Phải trả")
ROLES = {"so bn": Role.CODE, "ma tt": Role.PROCEDURE_CODE, "ngay nop": Role.RECEIVED, "phai tra": Role.DUE}
OPTIONS = ("--unit", "19429", "--as-of", "2026-11-20T17:00")


@pytest.fixture
def strange(tmp_path):
    path = tmp_path / "la.csv"
    path.write_bytes(STRANGE)
    return path


def save(database, content=STRANGE, **other):
    def work(session):
        said = {"name": NAME, "unit_id": None, "roles": ROLES, "order": DateOrder.DAY_FIRST, "statuses": {}, **other}
        return save_mapping(session, actor=SYSTEM, now=AS_OF, looked=look_at(session, open_book(content)), **said)

    return database.run(work)


def test_a_file_of_strange_titles_is_refused_until_its_columns_are_known(run, database, strange):
    code, _, told = run("import-records", strange, *OPTIONS)
    assert code == 1
    assert "chỉ ra các cột" in told
    save(database)
    code, out, _ = run("import-records", strange, *OPTIONS, "--json")
    told = json.loads(out)
    assert (code, told["accepted"], told["mapping"]["name"]) == (0, 1, NAME)
    assert "Đọc cột theo mẫu “Một cửa tỉnh”, phiên bản 1." in run("import-records", strange, *OPTIONS)[1]


def test_a_named_software_is_read_even_with_one_more_column(run, database, tmp_path):
    save(database)
    more = tmp_path / "them.csv"
    more.write_bytes(STRANGE.replace("Phải trả".encode(), "Phải trả;Ghi chú thêm".encode()))
    assert run("import-records", more, *OPTIONS)[0] == 1
    code, out, _ = run("import-records", more, *OPTIONS, "--mapping", "MỘT CỬA TỈNH", "--json")
    assert (code, json.loads(out)["accepted"]) == (0, 1)
    code, _, told = run("import-records", more, *OPTIONS, "--mapping", "Khác")
    assert code == 1
    assert "Đang có: “Một cửa tỉnh”." in told


def test_the_same_bytes_read_with_other_words_are_taken_again(run, database, strange):
    save(database)
    run("import-records", strange, *OPTIONS)
    save(database, roles={key: role for key, role in ROLES.items() if role is not Role.DUE})
    assert json.loads(run("import-records", strange, *OPTIONS, "--json")[1])["mapping"]["version"] == 2
    assert json.loads(run("import-records", strange, *OPTIONS, "--json")[1])["unchanged"] == 1


def test_saved_columns_are_listed_shown_and_given_up(run, database, strange):
    assert run("import-mappings")[1] == "Chưa có mẫu cột nào.\n"
    save(database)
    assert "Một cửa tỉnh, phiên bản 1: đang dùng" in run("import-mappings")[1]
    assert "“Số BN” → Mã hồ sơ" in run("import-mappings", NAME)[1]
    shown = json.loads(run("import-mappings", NAME, "--json")[1])
    assert shown[0]["columns"] == {title: role.value for title, role in zip(TITLES, ROLES.values(), strict=True)}
    assert "không dùng từ" in run("import-mappings", NAME, "--forget")[1]
    assert run("import-records", strange, *OPTIONS)[0] == 1
    for wrong in (("Khác",), ("--forget",), (NAME, "--forget")):
        assert run("import-mappings", *wrong)[0] == 1


def test_a_large_file_of_strange_titles_does_not_wait_at_the_command_but_says_where_to_tell(
    run, database, strange, monkeypatch
):
    monkeypatch.setattr("feedback.records.actions.SMALL", 10)
    code, out, told = run("import-records", strange, *OPTIONS)
    assert (code, out) == (1, "")
    for words in ("tải lên ở trang Nhập sổ theo dõi", "chạy lại lệnh này", "--mapping TÊN"):
        assert words in told
    save(database)
    code, out, _ = run("import-records", strange, *OPTIONS, "--json")
    assert (code, json.loads(out)["accepted"]) == (0, 1)


# ── columns told on the command line ──────────────────────────────────────────────────────────────────────────────────

HANDED_IN = (
    "STT;Mã hồ sơ;Mã TTHC;Chủ hồ sơ;Ngày nộp;Ngày hẹn trả\n"
    "1;H50.41.03-260705-0001;1.004873;Nguyễn Thị Thử;05/07/2026 08:30;08/07/2026\n"
).encode()
TOLD = ("--mapping", NAME, "--column", "Ngày nộp=Tiếp nhận")


@pytest.fixture
def handed_in(tmp_path):
    path = tmp_path / "nop.csv"
    path.write_bytes("SỔ CỦA XÃ\n".encode() + HANDED_IN)
    return path


def test_the_day_of_handing_in_counts_as_the_receipt_only_once_somebody_says_so(run, handed_in):
    code, _, told = run("import-records", handed_in, *OPTIONS)
    assert code == 1
    assert "Tệp không có cột “Ngày tiếp nhận”" in told
    assert "Trong tệp có: “Ngày nộp”." in told
    code, out, said = run("import-records", handed_in, *OPTIONS, *TOLD)
    assert code == 0, said
    assert "Đã ghi nhớ cách đọc cột của “Một cửa tỉnh” (phiên bản 1); ngày là ngày/tháng/năm." in said
    assert "Ngày tiếp nhận được lấy từ cột “Ngày nộp”" in out
    code, out, _ = run("import-records", handed_in, *OPTIONS, "--json")
    assert (code, json.loads(out)["unchanged"], json.loads(out)["mapping"]["version"]) == (0, 1, 1)
    assert "“Ngày nộp” → Tiếp nhận" in run("import-mappings", NAME)[1]


def test_columns_told_on_the_command_line_join_what_the_titles_say_and_what_was_said(run, strange):
    columns = ("Số BN=Mã hồ sơ", "mã tt=procedure_code", "NGÀY NỘP=Tiếp nhận")
    told = [part for column in columns for part in ("--column", column)]
    assert json.loads(run("import-records", strange, *OPTIONS, "--mapping", NAME, *told, "--json")[1])["accepted"] == 1
    shown = json.loads(run("import-mappings", NAME, "--json")[1])
    assert shown[0]["columns"] == {"Số BN": "code", "Mã TT": "procedure_code", "Ngày nộp": "received"}
    again = ("--mapping", NAME, "--column", "Phải trả=Hẹn trả")
    assert json.loads(run("import-records", strange, *OPTIONS, *again, "--json")[1])["mapping"]["version"] == 2
    shown = json.loads(run("import-mappings", NAME, "--json")[1])
    assert {"Số BN": "code", "Phải trả": "due"}.items() <= shown[-1]["columns"].items() | shown[0]["columns"].items()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (("--column", "Ngày nộp=Tiếp nhận"), "--mapping TÊN"),
        (("--mapping", NAME, "--column", "Ngày nộp"), "ghi “tiêu đề=là cột”"),
        (("--mapping", NAME, "--column", "Ngày nộp=Nộp"), "Các loại cột: Số thứ tự, Mã hồ sơ"),
        (("--mapping", NAME, "--column", "Ngày đưa=Tiếp nhận"), "Các cột của tệp: “STT”, “Mã hồ sơ”"),
    ],
)
def test_a_column_told_wrongly_is_refused_with_what_to_write(run, handed_in, told, words):
    code, _, said = run("import-records", handed_in, *OPTIONS, *told)
    assert code == 1
    assert words in said


def test_days_in_columns_nobody_uses_are_told(run, tmp_path):
    path = tmp_path / "xong.csv"
    path.write_bytes(HANDED_IN.replace("Ngày nộp".encode(), "Ngày tiếp nhận".encode()).replace(
        "Ngày hẹn trả".encode(), "Ngày giải quyết".encode()))  # fmt: skip
    code, out, _ = run("import-records", path, *OPTIONS)
    assert code == 0
    assert "Cột ngày chưa dùng: Ngày giải quyết." in out
    assert json.loads(run("import-records", path, *OPTIONS, "--json")[1])["unused_columns"] == ["Ngày giải quyết"]
