"""A comment, read once when it comes: masked, marked, its topics, and whether it must go past the desk it is about."""

from __future__ import annotations

from dataclasses import dataclass

from feedback.answers.rules.masking import mask
from feedback.answers.rules.names import find_marks
from feedback.answers.rules.serious import find_serious
from feedback.answers.rules.topics import find_topics

HIDDEN_BY_A_PERSON = "[đã che]"
"""Stands where a person hid what was marked."""


@dataclass(frozen=True, slots=True)
class MaskedComment:
    """What is kept of a comment besides its sealed words."""

    masked: str
    marks: list[list[int | str]]
    topics: list[str]
    serious: list[str]


def read_comment(text: str) -> MaskedComment:
    """Takes NFC. Topics come from the words as written: what stands for a hidden number is no topic."""
    masked = mask(text)
    marks: list[list[int | str]] = [[mark.start, mark.end, mark.kind] for mark in find_marks(masked)]
    return MaskedComment(masked, marks, find_topics(text), find_serious(text))


def hide_mark(masked: str, marks: list[list[int | str]], number: int) -> tuple[str, list[list[int | str]]]:
    """The text with the marked place hidden for ever, and the other marks where they stand now."""
    start, end, _kind = spot_of(marks, number)
    moved = len(HIDDEN_BY_A_PERSON) - (end - start)
    others = [_shifted(mark, start, moved) for index, mark in enumerate(marks) if index != number]
    return f"{masked[:start]}{HIDDEN_BY_A_PERSON}{masked[end:]}", others


def _shifted(mark: list[int | str], start: int, moved: int) -> list[int | str]:
    first, last, kind = int(mark[0]), int(mark[1]), mark[2]
    return [first + moved, last + moved, kind] if first > start else [first, last, kind]


def spot_of(marks: list[list[int | str]], number: int) -> tuple[int, int, str]:
    """Start, end and kind of a mark."""
    start, end, kind = marks[number]
    return int(start), int(end), str(kind)


def pieces(masked: str, marks: list[list[int | str]]) -> list[tuple[str, int | None, str]]:
    """The text cut at its marks for showing: (words, number of the mark or None, kind)."""
    cut: list[tuple[str, int | None, str]] = []
    last = 0
    for number in sorted(range(len(marks)), key=lambda each: int(marks[each][0])):
        start, end, kind = int(marks[number][0]), int(marks[number][1]), str(marks[number][2])
        if last <= start < end <= len(masked):
            cut += [(masked[last:start], None, ""), (masked[start:end], number, kind)]
            last = end
    return [each for each in [*cut, (masked[last:], None, "")] if each[0]]
