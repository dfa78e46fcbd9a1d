"""Groups of digits that stand together make a run."""

from __future__ import annotations

from feedback.answers.rules.digit_runs import runs_of


def runs(text: str, taken: list[tuple[int, int]] | None = None) -> list[list[str]]:
    return [[group.digits for group in run] for run in runs_of(text, taken or []) if run]


def test_signs_hold_a_run_together_and_words_end_it():
    assert runs("0905.123 - 456 va 12/3 xong") == [["0905", "123", "456"], ["12", "3"]]


def test_letters_that_stand_for_digits_are_digits():
    assert runs("o9o5123456 1l2") == [["0905123456", "112"]]


def test_digits_in_words_count_only_in_company():
    assert runs("nam 2026 thi khong ai") == [["2026"]]
    assert runs("khong chin 05") == [["0", "9", "05"]]


def test_a_place_that_is_taken_ends_a_run():
    assert runs("12 34 56", [(3, 5)]) == [["12"], ["56"]]
