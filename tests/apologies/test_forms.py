"""What people send, read without guessing."""

from datetime import date, time

import pytest
from werkzeug.datastructures import ImmutableMultiDict

from feedback.apologies.forms import Typed, read_decision, read_ids, read_unit, read_version, stored, typed
from feedback.foundation.clock import at_local
from feedback.foundation.errors import Invalid

NEW = at_local(date(2026, 11, 30), time(16, 0))


def test_a_decision_is_read_in_local_time() -> None:
    decision = read_decision(Typed("workload", "Lý do", "2026-11-30", "16:00"))
    assert (decision.reason_class, decision.reason_text, decision.new_due) == ("workload", "Lý do", NEW)


@pytest.mark.parametrize(
    ("day", "at", "words"), [("", "16:00", "ngày"), ("30/11", "16:00", "ngày"), ("2026-11-30", "", "giờ")]
)
def test_what_cannot_be_read_is_refused_in_words(day: str, at: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        read_decision(Typed("workload", "x", day, at))


def test_the_form_remembers_what_was_typed_and_what_was_stored() -> None:
    assert typed(ImmutableMultiDict({"nhom": "a", "ly_do": "b", "ngay": "c", "gio": "d"})) == Typed("a", "b", "c", "d")
    assert stored("a", "b", NEW) == Typed("a", "b", "2026-11-30", "16:00")
    assert stored("", "", None) == Typed()


def test_ids_are_numbers_and_nothing_else() -> None:
    form = ImmutableMultiDict([("ho_so", "1"), ("ho_so", "x"), ("ho_so", "2"), ("ho_so", "-3"), ("ho_so", "４")])
    assert read_ids(form, "ho_so") == [1, 2]


def test_a_form_without_version_or_unit_is_refused() -> None:
    for read in (read_version, read_unit):
        with pytest.raises(Invalid, match="tải lại trang"):
            read(ImmutableMultiDict({"ban": "x", "don_vi": ""}))
    assert read_version(ImmutableMultiDict({"ban": "3"})) == 3
    assert read_unit(ImmutableMultiDict({"don_vi": "4"})) == 4
