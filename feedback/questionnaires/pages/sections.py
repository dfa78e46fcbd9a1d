"""Prompts under the headings of the pages on which a visitor meets them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

HEADINGS = (
    ("Trang đầu: năm khuôn mặt", ("overall", "levels")),
    ("4 xin, 4 luôn", ("courtesy",)),
    ("Từng nội dung", ("detail", "factors", "items")),
    ("Đúng hẹn", ("late",)),
    ("Lời nhắn, gọi lại, cảm ơn", ("comment", "callback", "thanks")),
    ("Máy tính bảng", ("tablet",)),
)


@dataclass(frozen=True, slots=True)
class Section:
    number: int
    heading: str
    keys: tuple[str, ...]


def sections_of(keys: Iterable[str]) -> list[Section]:
    """The headings that have prompts, each with its keys in the order given."""
    given = list(keys)
    found = []
    for number, (heading, starts) in enumerate(HEADINGS, 1):
        here = tuple(key for key in given if key.partition(".")[0] in starts)
        if here:
            found.append(Section(number, heading, here))
    return found
