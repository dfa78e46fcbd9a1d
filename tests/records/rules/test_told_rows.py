"""A file told by a program as the row a register would hold."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.foundation.spreadsheets.cells import Kind
from feedback.records.rules import Role
from feedback.records.rules.raw import pack, unpack
from feedback.records.rules.supplements import SupplementFacts
from feedback.records.rules.told_rows import ToldRow, ToldStep, found_of, pack_way, told_again


def test_texts_become_text_cells_and_empty_ones_none() -> None:
    found = found_of(7, {Role.CODE: "H50", Role.DUE: " ", Role.STATUS: "đang xử lý"})
    assert (found.number, found.line, found.hidden, found.has_procedure_code) == (7, None, False, True)
    assert {role: (cell.kind, cell.text) for role, cell in found.cells.items()} == {
        Role.CODE: (Kind.TEXT, "H50"),
        Role.STATUS: (Kind.TEXT, "đang xử lý"),
    }
    assert sorted(found.row.cells.values(), key=lambda cell: cell.text) == sorted(
        found.cells.values(), key=lambda cell: cell.text
    )


@pytest.mark.parametrize(
    "text",
    [
        "2026-07-01T04:05:00Z",
        "2026-06-30T23:30-05:00",
        "2026-07-01T00:00:00Z",
        "20260701T040500Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-14:00",
        "2024-02-29T23:00:00+00:00",
        "hôm qua",
    ],
)
def test_a_time_is_left_to_the_reader_of_registers(text: str) -> None:
    """Read once before, the first year of a program's calendar was a missing day here and a wrong one in a file."""
    assert found_of(1, {Role.RECEIVED: text}).cells[Role.RECEIVED].text == text


def test_what_happened_on_the_way_is_kept_and_told_again() -> None:
    at = datetime(2026, 11, 20, 8, 15, tzinfo=UTC)
    row = ToldRow(
        {Role.CODE: "H50"},
        (SupplementFacts(at, None, "giấy"), SupplementFacts(at, at)),
        (ToldStep("90001", at, None, at), ToldStep("Xã Bên", at, at, None)),
    )
    assert told_again(found_of(1, row.texts), json.loads(json.dumps(pack_way(row)))) == row
    assert pack_way(ToldRow(row.texts)) == {}


@given(st.dictionaries(st.sampled_from(Role), st.text(max_size=30)), st.integers(1, 1000))
def test_a_told_row_is_kept_and_read_again_as_it_was(texts: dict[Role, str], number: int) -> None:
    found = found_of(number, texts)
    assert unpack(pack(found, None)) == found
