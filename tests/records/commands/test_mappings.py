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
