"""Digits in a text, cut into runs of groups that stand together: "0905.123 456", "không chín không năm …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from feedback.answers.rules.lettering import ACCENT

_WORD_DIGITS = {
    "khong": "0",
    "mot": "1",
    "hai": "2",
    "ba": "3",
    "bon": "4",
    "tu": "4",
    "nam": "5",
    "lam": "5",
    "sau": "6",
    "bay": "7",
    "tam": "8",
    "chin": "9",
}
_WORDS = "|".join(_WORD_DIGITS)
_TOKEN = re.compile(
    rf"(?:(?<![a-z])|(?<=sdt))o{{1,2}}(?=\d\d|\d[\doil]{{6}})(?:\d|[oil]{{1,2}}(?=\d))+(?:o{{1,3}}(?![a-z]))?"
    rf"|\d(?:\d|[oil]{{1,2}}(?=\d)|{ACCENT}(?=\d))*(?:o{{1,3}}(?![a-z]))?"
    rf"|(?:(?<![a-z0-9])|(?<=sdt))(?:{_WORDS})(?=nh[ea](?![a-z])|(?![a-z0-9]))"
)
_BETWEEN = re.compile(rf"[ .\-_,/()+*~|:;\n{ACCENT}]{{1,3}}")
_AS_DIGITS = str.maketrans({"o": "0", "i": "1", "l": "1", ACCENT: ""})
FEW_WORDS = 2


@dataclass(frozen=True, slots=True)
class Group:
    """Digits written together, and where."""

    start: int
    end: int
    digits: str
    in_words: bool = False


def runs_of(plain: str, taken: list[tuple[int, int]]) -> Iterator[list[Group]]:
    """Groups that stand close together, in order; nothing inside the places that are `taken`."""
    run: list[Group] = []
    borders = iter(sorted(taken))
    border = next(borders, None)
    for found in _TOKEN.finditer(plain):
        while border is not None and border[1] <= found.start():
            yield from _sound(run)
            run, border = [], next(borders, None)
        if border is not None and border[0] < found.end():
            continue
        if run and not _BETWEEN.fullmatch(plain, run[-1].end, found.start()):
            yield from _sound(run)
            run = []
        run.append(_group(found))
    yield from _sound(run)


def _group(found: re.Match[str]) -> Group:
    written = found.group()
    if written in _WORD_DIGITS:
        return Group(found.start(), found.end(), _WORD_DIGITS[written], in_words=True)
    return Group(found.start(), found.end(), written.translate(_AS_DIGITS))


def _sound(run: list[Group]) -> Iterator[list[Group]]:
    """A single number word among digits ("năm 2026", "123 không") is a word: it ends the run."""
    if sum(group.in_words for group in run) >= FEW_WORDS:
        yield run
        return
    part: list[Group] = []
    for group in run:
        if group.in_words:
            yield part
            part = []
        else:
            part.append(group)
    yield part
