"""Requests for papers: which are refused."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from feedback.foundation.errors import Invalid
from feedback.records.rules.supplements import (
    Kind,
    Origin,
    Supplement,
    SupplementFacts,
    asked_in_time,
    believe,
    check_before_result,
    check_told,
    waiting_kind,
)
from tests.records.rules.samples import AS_OF, CALENDAR, at

RECEIVED = at("16/11/2026 09:00")
HOUR = timedelta(hours=1)


def moment(text: str) -> datetime:
    return at(text).at


def test_a_request_in_its_order_is_taken_with_a_clean_note():
    told = SupplementFacts(moment("17/11/2026 09:00"), moment("19/11/2026 09:00"), "  bản sao   giấy khai sinh ")
    assert check_told(told, RECEIVED, AS_OF).note == "bản sao giấy khai sinh"


def test_a_request_on_the_day_of_a_receipt_without_its_hour_is_taken():
    told = SupplementFacts(moment("16/11/2026 07:30"))
    assert check_told(told, at("16/11/2026"), AS_OF) == told


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (SupplementFacts(RECEIVED.at - HOUR), "trước lúc tiếp nhận"),
        (SupplementFacts(AS_OF + HOUR), "tương lai"),
        (SupplementFacts(RECEIVED.at, AS_OF + HOUR), "tương lai"),
        (SupplementFacts(RECEIVED.at + HOUR, RECEIVED.at), "trước lúc yêu cầu"),
        (SupplementFacts(RECEIVED.at, None, "gọi 0912 345 678"), "số điện thoại"),
        (SupplementFacts(RECEIVED.at, None, "x" * 501), "dài quá 500"),
    ],
)
def test_what_cannot_be_is_refused_and_named(told: SupplementFacts, words: str):
    with pytest.raises(Invalid, match=words):
        check_told(told, RECEIVED, AS_OF)


def wait(asked: str, answered: str | None, origin: Origin, kind: Kind = Kind.SUPPLEMENT) -> Supplement:
    return Supplement(moment(asked), moment(answered) if answered else None, origin, kind)


def test_the_same_wait_told_by_two_is_one_request_as_the_more_trusted_told_it():
    exact = wait("17/11/2026 09:00", "19/11/2026 09:00", Origin.SOURCE)
    seen = wait("17/11/2026 17:00", "20/11/2026 17:00", Origin.IMPORT)
    assert believe([seen, exact]) == ((exact,), 1)


def test_waits_one_after_another_are_two_requests_and_a_payment_is_none():
    first = wait("16/11/2026 10:00", "16/11/2026 15:00", Origin.DESK)
    second = wait("17/11/2026 09:00", None, Origin.IMPORT)
    paid = wait("18/11/2026 09:00", "18/11/2026 10:00", Origin.SOURCE, Kind.PAYMENT)
    assert believe([first, paid]).requests == 1
    assert believe([second, first]) == ((first, second), 2)
    assert believe([second, first]).open == second


def test_a_request_nobody_closed_ends_where_imports_saw_the_file_go_on():
    told = wait("17/11/2026 09:00", None, Origin.DESK)
    seen = wait("17/11/2026 17:00", "20/11/2026 17:00", Origin.IMPORT)
    (kept,) = believe([told, seen]).supplements
    assert (kept.asked_at, kept.answered_at, kept.answer_inferred) == (told.asked_at, seen.answered_at, True)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("Chờ nộp nghĩa vụ tài chính", Kind.PAYMENT),
        ("Yêu cầu thanh toán", Kind.PAYMENT),
        ("Chờ bổ sung", Kind.SUPPLEMENT),
        ("", Kind.SUPPLEMENT),
    ],
)
def test_waiting_for_money_is_told_from_waiting_for_papers(status: str, kind: Kind):
    assert waiting_kind(status) is kind


@pytest.mark.parametrize(
    ("asked", "in_time"), [("16/11/2026 09:00", True), ("19/11/2026 16:59", True), ("20/11/2026 07:00", False)]
)
def test_papers_are_asked_for_within_three_working_days_of_receipt(asked: str, in_time: bool):
    assert asked_in_time(RECEIVED, moment(asked), CALENDAR) is in_time


@pytest.mark.parametrize("received", ["14/11/2026 09:00", "15/11/2026", "13/11/2026 18:00", "13/11/2026 09:00"])
def test_the_day_of_receipt_is_not_counted_whether_the_office_was_open_or_not(received: str):
    """BLDS 2015 Đ147.2: received on Friday, Saturday or Sunday, Monday is the first of the three days."""
    assert asked_in_time(at(received), moment("18/11/2026 16:59"), CALENDAR)
    assert not asked_in_time(at(received), moment("19/11/2026 07:00"), CALENDAR)


def test_the_answer_to_a_later_request_ends_an_earlier_one_nobody_closed():
    first = wait("16/11/2026 10:00", None, Origin.DESK)
    second = wait("18/11/2026 10:00", "19/11/2026 10:00", Origin.DESK)
    believed = believe([first, second])
    assert believed.open is None
    assert believed.requests == 2
    assert [each.answered_at for each in believed.supplements] == [second.answered_at] * 2
    assert [each.answer_shared for each in believed.supplements] == [True, False]
    third = wait("20/11/2026 10:00", None, Origin.DESK)
    assert believe([first, second, third]).open == third


def test_a_payment_answers_no_request_for_papers():
    asked = wait("16/11/2026 10:00", None, Origin.DESK)
    paid = wait("18/11/2026 10:00", "19/11/2026 10:00", Origin.DESK, Kind.PAYMENT)
    assert believe([asked, paid]).open == asked


@pytest.mark.parametrize("told", [("20/11/2026 09:00", None), ("18/11/2026 09:00", "20/11/2026 09:00")])
def test_after_the_result_nobody_enters_a_request_or_an_answer_by_hand(told: tuple[str, str | None]):
    facts = SupplementFacts(moment(told[0]), moment(told[1]) if told[1] else None)
    with pytest.raises(Invalid, match="đã có kết quả"):
        check_before_result(facts, at("19/11/2026 16:00"))
    check_before_result(facts, at("20/11/2026"))
    check_before_result(facts, None)
