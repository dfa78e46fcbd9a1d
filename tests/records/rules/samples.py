"""Small values for the rules: cells, rows, procedures, a calendar."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from feedback.foundation.spreadsheets.cells import Cell, Kind, Row, number_text
from feedback.procedures.rules import Catalogue, ProcedureFacts
from feedback.records.rules import Applicant, Facts, Stamp, State, read_text
from feedback.working_calendar.rules import LimitKind, SpecialDay, TimeLimit, WorkCalendar

AS_OF = datetime.fromisoformat("2026-11-20T17:00+07:00")
MARRIAGE = ProcedureFacts(
    1, "1.004873", "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân", "Hộ tịch", TimeLimit(LimitKind.WORKING_DAYS, 3)
)
BIRTH = ProcedureFacts(2, "1.001193", "Thủ tục đăng ký khai sinh", "Hộ tịch", TimeLimit(LimitKind.SAME_DAY))
LAND = ProcedureFacts(
    3, "2.000720", "Đăng ký thay đổi nội dung đăng ký hộ kinh doanh", "Hộ kinh doanh", TimeLimit(LimitKind.NONE)
)
CATALOGUE = Catalogue([MARRIAGE, BIRTH, LAND])
CALENDAR = WorkCalendar(
    [2026],
    [
        SpecialDay(date(2026, 8, 22), True, pair=date(2026, 8, 31)),
        SpecialDay(date(2026, 8, 31), False),
        SpecialDay(date(2026, 9, 1), False),
        SpecialDay(date(2026, 9, 2), False),
        SpecialDay(date(2026, 11, 24), False, provisional=True),
    ],
)


def text(value: str, *, formula: bool = False) -> Cell:
    return Cell(Kind.TEXT, value, formula=formula)


def number(value: float) -> Cell:
    return Cell(Kind.NUMBER, number_text(value), value)


def row(at: int, *values: Any, hidden: bool = False) -> Row:
    """A row of texts (str), numbers (float) or cells, from column 1; None leaves a cell out."""
    cells = {}
    for column, value in enumerate(values, 1):
        if value is not None:
            cells[column] = (
                value if isinstance(value, Cell) else text(value) if isinstance(value, str) else number(value)
            )
    return Row(at, cells, hidden)


def at(written: str) -> Stamp:
    found = read_text(written)
    assert found is not None
    return found


def facts(**more: Any) -> Facts:
    values: dict[str, Any] = {
        "code": "H50.41.01-261116-0001",
        "procedure": MARRIAGE,
        "received": at("16/11/2026 09:00"),
        "due": at("19/11/2026 09:00"),
        "finished": None,
        "returned": None,
        "state": State.RECEIVED,
        "status_text": "",
        "solving_text": "",
        "receiving_text": "",
        "applicant": Applicant(name="Nguyễn Văn Mẫu"),
    }
    return Facts(**values | more)
