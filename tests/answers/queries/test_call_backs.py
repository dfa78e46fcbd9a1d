"""Wishes are read by unit with half a number; nothing that reads them knows a sheet, and nothing counts them by day."""

from __future__ import annotations

import ast
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from feedback.answers.actions.call_backs import ask_call_back, withdraw
from feedback.answers.queries import call_backs as queries
from feedback.answers.rules.call_backs import Contact
from feedback.answers.tables import CallBack, Comment, Sheet
from feedback.foundation.clock import local_day
from feedback.foundation.errors import NotFound
from feedback.foundation.sealing import Sealer
from tests.answers.samples import Place, a_counter
from tests.architecture.source import sources


@pytest.fixture
def places(session: Session, now: datetime, sealer: Sealer) -> list[Place]:
    found = [a_counter(session, now), a_counter(session, now, token="zzzzzzz2", name="Xã Mẫu Hai")]
    for number, place in enumerate(found, 1):
        contact = Contact(f"090512345{number}", "Hoa", "chiều")
        wish = {"call_id": UUID(int=number), "unit_id": place.unit_id, "contact": contact, "consent": "x"}
        ask_call_back(session, sealer=sealer, now=now, **wish)
    return found


def test_a_head_sees_half_a_number_of_the_own_unit(session: Session, places: list[Place], sealer: Sealer):
    (line,) = queries.list_call_backs(session, {places[0].unit_id}, sealer)
    assert (line.number, line.name, line.when, line.unit_name) == ("09xx xxx 451", "Hoa", "chiều", "Xã Mẫu Một")
    assert queries.get_number(session, line.id, sealer) == "0905123451"
    assert queries.count_open(session, {places[0].unit_id}) == 1
    assert queries.count_open(session, None) == 2
    assert queries.list_call_backs(session, set(), sealer) == []


def test_a_settled_wish_has_no_number(session: Session, places: list[Place], sealer: Sealer, now: datetime):
    withdraw(session, call_id=UUID(int=1), now=now)
    (line,) = queries.list_call_backs(session, {places[0].unit_id}, sealer)
    assert (line.state, line.number, line.name) == ("withdrawn", "", "")
    with pytest.raises(NotFound):
        queries.get_number(session, line.id, sealer)


def test_a_key_that_is_gone_does_not_shut_the_list(session: Session, places: list[Place]):
    (line, _) = queries.list_call_backs(session, None, Sealer(b"x" * 32))
    assert line.number == ""


def test_a_wish_belongs_to_its_unit(session: Session, places: list[Place]):
    assert queries.get_call_back_unit(session, UUID(int=2)) == places[1].unit_id
    with pytest.raises(NotFound):
        queries.get_call_back_unit(session, UUID(int=9))


def test_places_with_a_counter_can_be_asked(session: Session, places: list[Place], now: datetime):
    assert {name for _, name in queries.list_places(session, local_day(now))} == {"Xã Mẫu Một", "Xã Mẫu Hai"}


def test_a_wish_shares_nothing_with_a_sheet_but_unit_and_day():
    """No key leads from one to the other: what both have is the unit and a day of a different name."""
    wish = set(CallBack.__table__.c.keys())
    assert wish & set(Sheet.__table__.c.keys()) == {"unit_id", "id"}
    assert wish & set(Comment.__table__.c.keys()) == {"unit_id", "id", "sealed"}
    others = {key.column.table.name for column in CallBack.__table__.c for key in column.foreign_keys}
    assert others == {"unit"}


def modules_reading(*names: str) -> list[str]:
    """Modules outside the tables that know all of these row classes."""
    found = []
    for source in sources():
        known = {node.id for node in ast.walk(source.tree) if isinstance(node, ast.Name)}
        known |= {
            alias.name for node in ast.walk(source.tree) if isinstance(node, ast.ImportFrom) for alias in node.names
        }
        if set(names) <= known and source.role != "tables":
            found.append(source.name)
    return found


def test_no_module_knows_both_a_wish_and_a_sheet_or_a_comment():
    own = ["feedback/answers/actions/call_backs.py", "feedback/answers/queries/call_backs.py"]
    assert modules_reading("CallBack") == own
    assert modules_reading("CallBack", "Sheet") == []
    assert modules_reading("CallBack", "Comment") == []


def test_no_report_or_export_counts_wishes():
    """A count by day beside the day's answers could point at one; so none is made, and the slices above read none."""
    above = [source for source in sources() if source.slice in {"reports", "apologies", "demo"}]
    assert above
    assert [source.name for source in above if "call_back" in source.text and "verbs" not in source.name] == []
    counting = next(source for source in sources() if source.name == "feedback/answers/queries/call_backs.py")
    assert "group_by" not in counting.text
