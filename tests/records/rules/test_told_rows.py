"""A file told by a program as the row a register would hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.foundation.spreadsheets.cells import Kind
from feedback.records.rules import Role, read_text
from feedback.records.rules.raw import pack, unpack
from feedback.records.rules.told_rows import found_of, local_text


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
    ("told", "local"),
    [
        ("2026-07-01T04:05:00Z", "2026-07-01 11:05:00"),
        ("2026-07-01T11:05:00+07:00", "2026-07-01 11:05:00"),
        ("2026-06-30T23:30-05:00", "2026-07-01 11:30:00"),
        ("2026-07-01T11:05", "2026-07-01T11:05"),
        ("01/07/2026 11:05", "01/07/2026 11:05"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
        ("hôm qua", "hôm qua"),
    ],
)
def test_a_moment_with_an_offset_is_the_same_moment_in_viet_nam(told: str, local: str) -> None:
    assert local_text(told) == local


def test_only_times_are_moved() -> None:
    found = found_of(1, {Role.STATUS: "2026-07-01T04:05:00Z", Role.RECEIVED: "2026-07-01T04:05:00Z"})
    assert found.cells[Role.STATUS].text == "2026-07-01T04:05:00Z"
    assert read_text(found.cells[Role.RECEIVED].text).local_iso == "2026-07-01T11:05"  # type: ignore[union-attr]


@given(st.dictionaries(st.sampled_from(Role), st.text(max_size=30)), st.integers(1, 1000))
def test_a_told_row_is_kept_and_read_again_as_it_was(texts: dict[Role, str], number: int) -> None:
    found = found_of(number, texts)
    assert unpack(pack(found, None)) == found
