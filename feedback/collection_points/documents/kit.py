"""The kit of codes as one PDF: a list to hand it out by, stands, stickers, lines for the appointment slip."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any

from feedback.collection_points.rules import Point, address_of, shown_address
from feedback.collection_points.rules.marks import check_mark, shown_mark
from feedback.foundation import words
from feedback.foundation.documents import compile_pdf, qr_svg
from feedback.foundation.errors import Invalid

BREAKS = re.compile(r"(?<=\.)|(?=/)")
"""Where an address that is too long for a line may be broken: after a dot, before a slash."""
HYPHENS = re.compile(r"(?=-)")
"""And before a hyphen, so that nobody takes it for one of the printer's: only in a part that fills a line alone."""
LONG = 36
CHECK_PAGE = "/diem-thu-thap/kiem-tra"


class Part(StrEnum):
    """What a kit may hold, in the order in which it is printed for each unit."""

    LIST = "list"
    STANDS = "stands"
    STICKERS = "stickers"
    STRIPS = "strips"


PART_WORDS = {
    Part.LIST: "danh sách giao mã (A4)",
    Part.STANDS: "bảng đứng (A5)",
    Part.STICKERS: "nhãn dán kính (A6)",
    Part.STRIPS: "dòng cho giấy hẹn (A4)",
}
EVERYTHING = tuple(Part)
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Printing:
    """What is the same on every page: the site's address, the key of the check marks, whether all of it is a sample."""

    base_url: str
    key: bytes
    sample: bool
    now: datetime

    def mark(self, point: Point) -> str:
        return shown_mark(check_mark(self.key, point.token, point.version))


def kit_pdf(
    points: Sequence[Point],
    printing: Printing,
    *,
    title: str = "Bộ mã QR",
    parts: Collection[Part] = EVERYTHING,
    tell: Tell = lambda _done, _whole: None,
) -> bytes:
    """The kit of these points, unit by unit in their order. Invalid without points.

    `tell(done, whole)` hears of each counter drawn; setting the pages comes after the last one.
    """
    if not points:
        raise Invalid("Đơn vị này chưa có quầy nào. Xin nạp quầy bằng tệp tổ chức (/to-chuc/nap) rồi in lại.")
    drawn = list(_drawn(points, printing, tell))
    units = [list(group) for _, group in groupby(zip(points, drawn, strict=True), key=lambda pair: pair[0].unit_id)]
    return compile_pdf(
        "qr_kit",
        {
            "title": title,
            "kinds": [part.value for part in Part if part in parts],
            "sample": printing.sample,
            "printed": words.day(printing.now),
            "counters": len(points),
            "check": _without_scheme(printing.base_url) + CHECK_PAGE,
            "units": [{"name": group[0][0].unit_name, "counters": [it for _, it in group]} for group in units],
        },
        timestamp=printing.now,
    )


def page_count(points: Sequence[Point], parts: Collection[Part]) -> dict[Part, int]:
    """How many pages each part has: one per counter, one list per unit (more where its counters need more)."""
    units = len({point.unit_id for point in points})
    return {part: units if part is Part.LIST else len(points) for part in Part if part in parts}


def _drawn(points: Sequence[Point], printing: Printing, tell: Tell) -> Iterator[dict[str, Any]]:
    for number, point in enumerate(points, start=1):
        yield _counter(point, printing)
        tell(number, len(points))


def _counter(point: Point, printing: Printing) -> dict[str, Any]:
    """Codes that stand at a counter for years are printed to bear the loss of 30 %; on a slip squares must stay big."""
    address = shown_address(printing.base_url, point.token)
    url = address_of(printing.base_url, point.token)
    return {
        "unit": point.unit_name,
        "desk": point.desk_name,
        "counter": point.counter_name,
        "version": point.version,
        "mark": printing.mark(point),
        "address": address,
        "pieces": _pieces(address),
        "strong": qr_svg(url, "H"),
        "light": qr_svg(url, "Q"),
    }


def _pieces(address: str) -> list[str]:
    whole = [piece for piece in BREAKS.split(address) if piece]
    return [part for piece in whole for part in (HYPHENS.split(piece) if len(piece) > LONG else [piece])]


def _without_scheme(url: str) -> str:
    return url.removeprefix("https://").removeprefix("http://")
