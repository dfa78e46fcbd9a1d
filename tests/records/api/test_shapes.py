"""Moments and numbers as programs write them; a row's texts by role."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from feedback.records.api.shapes import ReferenceQuery, RowSent, read_moment
from feedback.records.rules import Role


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-20T08:15:00+07:00", datetime(2026, 11, 20, 1, 15, tzinfo=UTC)),
        ("2026-11-20T01:15Z", datetime(2026, 11, 20, 1, 15, tzinfo=UTC)),
        ("2026-11-20t01:15:30.5z", datetime(2026, 11, 20, 1, 15, 30, 500_000, tzinfo=UTC)),
        ("2026-06-30T23:59:60Z", datetime(2026, 6, 30, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_with_its_offset(text: str, moment: datetime) -> None:
    assert read_moment(text) == moment


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-20T08:15:00",
        "2026-02-30T08:15:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "",
        5,
        None,
    ],
)
def test_what_is_no_moment_with_an_offset_is_refused(value: object) -> None:
    with pytest.raises(PydanticCustomError):
        read_moment(value)


@given(st.integers(631_238_400, 7_257_945_600), st.integers(-14 * 60, 14 * 60))
def test_every_moment_of_a_register_comes_back_as_it_was(seconds: int, offset: int) -> None:
    zone = timezone(timedelta(minutes=offset))
    assert read_moment(datetime.fromtimestamp(seconds, zone).isoformat()).timestamp() == seconds


@pytest.mark.parametrize("text", ["1e3", "+5", " 5", "5.0", "٣", "0x5", "99999999999", ""])
def test_a_number_in_an_address_is_digits(text: str) -> None:
    assert ReferenceQuery.model_validate({"limit": "1000", "cursor": "5"}).cursor == 5
    with pytest.raises(ValidationError):
        ReferenceQuery.model_validate({"cursor": text})


def test_a_row_has_a_text_for_every_column_a_register_has() -> None:
    row = RowSent.model_validate({"code": "H1", "applicant": {"name": "Trần Thị Mẫu"}, "due": None})
    texts = row.texts()
    assert set(texts) == set(Role) - {Role.NUMBER, Role.FIELD}
    assert (texts[Role.CODE], texts[Role.APPLICANT], texts[Role.DUE]) == ("H1", "Trần Thị Mẫu", "")
