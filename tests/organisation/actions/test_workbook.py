"""Loading the organisation's sheets."""

from datetime import date

import pytest

from feedback.organisation.actions import Ledger, load_sheets
from feedback.organisation.queries import (
    find_counter,
    get_area,
    get_head,
    get_setting,
    get_unit,
    get_unit_at,
    list_area_units,
    list_prefixes,
)
from feedback.organisation.rules import Outcome
from feedback.organisation.rules.sheets import read_workbook
from feedback.organisation.rules.workbook import ORGANISATION_SHEETS

TODAY = date(2026, 11, 20)


def book(**sheets):
    """`units=[(…), …]` by the sheet's key, cells in column order, as the rows of a workbook."""
    titles = {sheet.key: sheet for sheet in ORGANISATION_SHEETS}
    return {
        titles[key].title: [(1, [column.title for column in titles[key].columns]), *enumerate(rows, 2)]
        for key, rows in sheets.items()
    }


def load(session, **sheets):
    reading = read_workbook(ORGANISATION_SHEETS, book(**sheets), [])
    assert not reading.problems
    ledger = Ledger(session)
    load_sheets(ledger, reading.lines, day=TODAY)
    session.flush()
    return [(change.row, change.outcome, change.message) for change in ledger.changes]


def outcomes(told):
    return [outcome for _, outcome, _ in told]


@pytest.fixture
def commune(make):
    return make.unit("Xã Mẫu", code="90001", parent=make.unit("Tỉnh Mẫu", code="90000", level="province"))


EVERYTHING = {
    "units": [("SO-01", "Sở Mẫu", "sở", "90000", "", ""), ("CN-01", "Chi nhánh Mẫu", "chi nhánh", "SO-01", "", "")],
    "heads": [("90001", "Nguyễn Văn Mẫu", "Chủ tịch", "mau@example.vn", "01/07/2025", "")],
    "desks": [("90001", "Một cửa", "Thôn Mẫu", "0233 000 000")],
    "counters": [("Q1", "90001", "Một cửa", "Quầy 1", "")],
    "areas": [("DB1", "Địa bàn mẫu", "90001", "")],
    "prefixes": [("h50.99.01", "90001", "QĐ mẫu")],
    "addresses": [("90001", "Thôn Mẫu, xã Mẫu", "0233 111 111", "")],
}


def test_everything_loads_once_and_a_reload_changes_nothing(session, commune):
    assert set(outcomes(load(session, **EVERYTHING))) == {Outcome.NEW, Outcome.CHANGED}
    branch = get_unit_at(session, "CN-01", TODAY)
    assert (branch.level, get_unit(session, branch.parent_id or 0).code) == ("agency", "SO-01")
    assert get_head(session, commune.id, TODAY).email == "mau@example.vn"
    counter = find_counter(session, commune.id, "Q1")
    assert counter is not None
    assert counter.name == "Quầy 1"
    assert list_prefixes(session) == {"H50.99.01": commune.id}
    assert get_unit(session, commune.id).address == "Thôn Mẫu, xã Mẫu"
    assert get_setting(session, commune.id, "phone", "") == "0233 111 111"
    assert set(outcomes(load(session, **EVERYTHING))) == {Outcome.UNCHANGED}


def test_a_renamed_agency_shows_as_renamed(session, commune):
    load(session, units=EVERYTHING["units"])
    told = load(session, units=[("SO-01", "Sở Mẫu Mới", "sở", "90000", "", "")])
    assert outcomes(told) == [Outcome.RENAMED]


def test_a_new_head_is_a_new_row_and_the_old_one_stays(session, commune):
    load(session, heads=EVERYTHING["heads"])
    load(session, heads=[("90001", "Lê Thị Mẫu", "Chủ tịch", "", "01/03/2026", "")])
    assert get_head(session, commune.id, TODAY).person_name == "Lê Thị Mẫu"
    assert get_head(session, commune.id, date(2026, 1, 1)).person_name == "Nguyễn Văn Mẫu"


def test_the_sheet_is_the_whole_list_of_an_area(session, make, commune):
    make.unit("Xã Khác", code="90002")
    load(session, areas=EVERYTHING["areas"])
    told = load(session, areas=[("DB1", "Địa bàn mẫu", "90002", "")])
    assert [unit.code for unit in list_area_units(session, get_area(session, "DB1").id)] == ["90002"]
    assert outcomes(told) == [Outcome.UNCHANGED, Outcome.NEW, Outcome.CHANGED]


@pytest.mark.parametrize(
    ("sheets", "words"),
    [
        ({"heads": [("99999", "A", "B", "", "01/07/2025", "")]}, "Cột “Mã đơn vị”: Không có đơn vị mã 99999"),
        ({"heads": [("90001", "A", "B", "", "01/07/2025", "01/01/2025")]}, "trước ngày bắt đầu"),
        ({"units": [("S1", "Sở", "sở", "90000", "01/07/2026", "01/07/2025")]}, "trước ngày bắt đầu"),
        ({"prefixes": [("H1.1", "90001", ""), ("h1.1", "90000", "")]}, "Dòng 2 cũng ghi mục này"),
        ({"counters": [("Q1", "90001", "", "Một", ""), ("Q1", "90001", "", "Hai", "")]}, "Dòng 2 cũng ghi mục này"),
        ({"units": [("90001", "Sở", "sở", "90000", "", "")]}, "mã 90001 là của Xã Mẫu"),
        ({"counters": [("Q1", "90001", "Bàn lạ", "Quầy", "")]}, "chưa có bàn “Bàn lạ”"),
        ({"areas": [("D", "Một", "90001", ""), ("D", "Hai", "90000", "")]}, "khác với dòng trên"),
    ],
)
def test_a_wrong_row_names_its_column_and_what_to_do(session, commune, sheets, words):
    told = load(session, **sheets)
    errors = [message for _, outcome, message in told if outcome is Outcome.ERROR]
    assert len(errors) == 1
    assert words in errors[0]


def test_an_old_unit_is_named_by_its_day(session, make, commune):
    make.unit("Huyện Mẫu", code="470", level="district", generation="old", valid_from=None, valid_to=date(2025, 6, 30))
    assert outcomes(load(session, prefixes=[("000.31.07.H50", "470@2025-06-30", "")])) == [Outcome.NEW]
