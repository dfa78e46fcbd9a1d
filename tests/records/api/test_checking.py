"""What is wrong with JSON is said by row and field, in Vietnamese, whatever it is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from feedback.accounts.api import WrongShape
from feedback.records.api.checking import MOST_ERRORS, OTHER, check, check_query
from feedback.records.api.shapes import BatchSent, RecordsQuery
from tests.architecture.test_words import ENGLISH

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=20), inner, max_size=3),
    max_leaves=10,
)


def wrong(value: Any, shape: Any = BatchSent) -> list[dict[str, Any]]:
    with pytest.raises(WrongShape) as found:
        check(shape, value)
    return found.value.errors


@pytest.mark.parametrize(
    ("value", "row", "field", "words"),
    [
        ({}, None, "rows", "Thiếu"),
        ({"rows": []}, None, "rows", "ít nhất 1"),
        ({"rows": [{}] * 1001}, None, "rows", "Nhiều hơn 1.000"),
        ({"rows": {}}, None, "rows", "danh sách"),
        ({"rows": [{}, 5]}, 2, "rows", "đối tượng"),
        ({"rows": [{}, {}, {"code": 5}]}, 3, "rows.code", "ngoặc kép"),
        ({"rows": [{"ma": "x"}]}, 1, "rows.ma", "Trường lạ"),
        ({"rows": [{"status": "x" * 501}]}, 1, "rows.status", "500"),
        ({"rows": [{"applicant": {"phone": 900}}]}, 1, "rows.applicant.phone", "ngoặc kép"),
        ({"rows": [{"supplements": [{"asked_at": "20/11/2026"}]}]}, 1, "rows.supplements.0.asked_at", "múi giờ"),
        ({"rows": [{"code": "\ud800"}]}, 1, "rows.code", "hỏng"),
        ({"rows": [{}], "as_of": "0001-01-01T00:00:00Z"}, None, "as_of", "1990"),
    ],
)
def test_each_fault_is_named_with_its_row_its_field_and_what_to_do(
    value: Any, row: int | None, field: str, words: str
) -> None:
    (error,) = wrong(value)
    assert (error.get("row"), error["field"]) == (row, field)
    assert words in error["message"]


def test_an_address_is_checked_alike() -> None:
    assert [each["field"] for each in wrong({"limit": "0", "x": "1", "state": "xong"}, RecordsQuery)] == [
        "state",
        "limit",
        "x",
    ]


def test_no_more_is_listed_than_somebody_reads() -> None:
    assert len(wrong({"rows": [{"code": 5}] * 200})) == MOST_ERRORS


@given(json_values)
def test_whatever_comes_is_taken_or_refused_with_vietnamese_words(value: Any) -> None:
    for sent in (value, {"rows": value}, {"rows": [value]}):
        for error in _refused(sent):
            assert error["message"] != OTHER, error
            assert not ENGLISH.search(error["message"])
            error["field"].encode()


def _refused(value: Any) -> list[dict[str, Any]]:
    """What is wrong with it; nothing where it was taken."""
    try:
        check(BatchSent, value)
    except WrongShape as refusal:
        return refusal.errors or [{"message": OTHER, "field": ""}]
    return []


def test_a_name_given_twice_in_an_address_is_refused_not_guessed() -> None:
    with pytest.raises(WrongShape) as found:
        check_query(RecordsQuery, MultiDict([("limit", "5"), ("limit", "900"), ("cursor", "1")]))
    assert [each["field"] for each in found.value.errors] == ["limit"]
    assert check_query(RecordsQuery, MultiDict([("limit", "5")])).limit == 5
