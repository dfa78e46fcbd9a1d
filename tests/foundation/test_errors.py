"""Refusals: one family, each with its status and title."""

from __future__ import annotations

import pytest

from feedback.foundation.errors import Busy, Conflict, Forbidden, Gone, Invalid, NotFound, Refused, SignInNeeded

STATUS = {
    Refused: 422,
    Invalid: 422,
    NotFound: 404,
    Gone: 410,
    SignInNeeded: 401,
    Forbidden: 403,
    Conflict: 409,
    Busy: 503,
}


@pytest.mark.parametrize("kind", STATUS)
def test_a_refusal_carries_its_sentence_title_and_status(kind: type[Refused]) -> None:
    refusal = kind("Chưa có lịch năm 2030; hãy nạp lịch trước.")
    assert isinstance(refusal, Refused)
    assert str(refusal) == refusal.message == "Chưa có lịch năm 2030; hãy nạp lịch trước."
    assert refusal.status == STATUS[kind]
    assert refusal.title
