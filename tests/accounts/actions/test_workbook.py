"""Loading the whole workbook, all of it or nothing."""

from datetime import date

import pytest
from sqlalchemy import func, select

from feedback.accounts.actions import Undone, load_workbook
from feedback.accounts.queries import list_accounts
from feedback.accounts.rules import Role
from feedback.accounts.rules.workbook import SHEETS, read
from feedback.accounts.tables import Account
from feedback.audit.queries import NoteFilter, list_notes
from feedback.foundation.actors import SYSTEM, Actor
from feedback.foundation.errors import Forbidden
from feedback.organisation.tables import Desk, Officer
from tests.factories import Factory

TODAY = date(2026, 11, 20)


def reading(**sheets):
    titles = {sheet.key: sheet for sheet in SHEETS}
    return read(
        {
            titles[key].title: [(1, [column.title for column in titles[key].columns]), *enumerate(rows, 2)]
            for key, rows in sheets.items()
        }
    )


GOOD = {
    "desks": [("90001", "Một cửa", "", "")],
    "people": [("vidu.nv", "Nguyễn Văn Ví Dụ", "vidu@example.vn", "90001", "Một cửa", "Công chức")],
    "roles": [("vidu.nv", "cán bộ", "90001", ""), ("vidu.nv", "người đứng đầu", "90001", "")],
}


def load(session, now, *, keep=True, actor=SYSTEM, **sheets):
    return load_workbook(
        session, actor=actor, now=now, day=TODAY, reading=reading(**sheets), name="to-chuc.xlsx", keep=keep
    )


def the_account(session) -> Account:
    return session.scalars(select(Account)).one()


@pytest.fixture
def commune(make):
    return make.unit("Xã Mẫu", code="90001")


def test_people_get_accounts_and_roles_and_a_reload_changes_nothing(session, now, commune):
    first = load(session, now, **GOOD)
    session.flush()
    (line,) = list_accounts(session)
    assert (line.login, line.has_password) == ("vidu.nv", False)
    assert {grant.words for grant in line.grants} == {"cán bộ", "người đứng đầu"}
    uniquifier = the_account(session).fs_uniquifier
    again = load(session, now, **GOOD)
    assert {change.outcome for change in first.changes} == {"new"}
    assert {change.outcome for change in again.changes} == {"unchanged"}
    assert the_account(session).fs_uniquifier == uniquifier
    assert session.scalar(select(func.count()).select_from(Officer)) == 1


def test_a_changed_name_reaches_officer_and_account(session, now, commune):
    load(session, now, **GOOD)
    changed = load(session, now, people=[("vidu.nv", "Nguyễn Thị Ví Dụ", "vidu@example.vn", "90001", "Một cửa", "")])
    assert [change.outcome for change in changed.changes] == ["changed"]
    assert the_account(session).person_name == "Nguyễn Thị Ví Dụ"


def test_the_load_is_noted_with_what_it_did(session, now, commune):
    load(session, now, **GOOD)
    session.flush()
    (note,) = list_notes(session, NoteFilter(unit_ids=None, verb="organisation.load"))
    assert note.detail["counts"] == {"new": 4}


@pytest.mark.parametrize(
    ("sheets", "words"),
    [
        ({"roles": [("khong.co", "cán bộ", "90001", "")]}, "chưa có khong.co"),
        ({"roles": [("vidu.nv", "cán bộ", "", "")]}, "phải gắn với một nơi"),
        ({"roles": [("vidu.nv", "lãnh đạo", "", "DB9")]}, "không có địa bàn mã DB9"),
        ({"people": [("có dấu", "A", "", "90001", "", "")]}, "Tên đăng nhập gồm"),
        ({"people": [("abc", "A", "", "90009", "", "")]}, "Không có đơn vị mã 90009"),
        ({"people": [("abc", "A", "", "90001", "Bàn lạ", "")]}, "chưa có bàn"),
    ],
)
def test_a_wrong_row_undoes_the_whole_load_and_says_what_to_do(session, now, commune, sheets, words):
    load(session, now, **GOOD)
    with pytest.raises(Undone) as undone:
        load(session, now, **{**sheets, "addresses": [("90001", "Thôn Mẫu", "", "")]})
    assert words in undone.value.loaded.errors[0].message


def test_only_who_manages_accounts_everywhere_loads(session, now, commune):
    with pytest.raises(Forbidden):
        load(session, now, actor=Actor("ai đó", account_id=1), **GOOD)


def test_a_preview_and_a_load_with_an_error_leave_nothing_behind(database, now):
    database.run(lambda session: Factory(session).unit("Xã Mẫu", code="90001").id)
    wrong = {**GOOD, "roles": [("vidu.nv", "cán bộ", "90001", ""), ("ai.do", "cán bộ", "90001", "")]}
    for keep, sheets in ((False, GOOD), (True, wrong)):
        with pytest.raises(Undone):
            database.run(lambda session, keep=keep, sheets=sheets: load(session, now, keep=keep, **sheets))
    with database.read() as session:
        counts = [session.scalar(select(func.count()).select_from(table)) for table in (Account, Desk, Officer)]
    assert counts == [0, 0, 0]


def test_a_preview_has_the_fingerprint_of_the_load(database, now):
    database.run(lambda session: Factory(session).unit("Xã Mẫu", code="90001").id)
    with pytest.raises(Undone) as undone:
        database.run(lambda session: load(session, now, keep=False, **GOOD))
    assert undone.value.loaded.fingerprint == database.run(lambda session: load(session, now, **GOOD)).fingerprint


def test_a_leader_of_an_area_comes_from_the_sheet(session, make, now, commune):
    area = make.area(commune)
    load(session, now, **{**GOOD, "roles": [("vidu.nv", "lãnh đạo", "", area.code)]})
    session.flush()
    (line,) = list_accounts(session)
    assert (line.grants[0].role, line.grants[0].area_id) == (Role.LEADER, area.id)
