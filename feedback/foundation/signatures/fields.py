"""What a signing program may put onto a paper beside the signature: a field that hides nothing and runs nothing.

A signature's field may be added by the program that signs, and its picture is whatever that program draws: a white
field over the promised date would be a correct signature. The library lets it pass, so it is looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil, floor
from typing import Any

from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader

from feedback.foundation.documents import compile_png
from feedback.foundation.errors import Invalid

TEMPLATE = "region"
ROOM_AROUND = 32.0
"""Points above and below the place of signing: a seal of 36 mm, larger than the place, touches title and name there."""
DEEPEST = 4
RUNS = ("/A", "/AA")
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
"""A picture that is only compared with another one needs no date of its own."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from the page's lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def is_empty(self) -> bool:
        return self.left >= self.right or self.bottom >= self.top

    def inside(self, other: Box) -> Box:
        """What of it lies in the other; empty where they do not meet."""
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )

    def without(self, other: Box) -> Iterator[Box]:
        """What of it lies outside the other, as up to four rectangles."""
        common = self.inside(other)
        if common.is_empty:
            yield self
            return
        pieces = (
            Box(self.left, common.top, self.right, self.top),
            Box(self.left, self.bottom, self.right, common.bottom),
            Box(self.left, common.bottom, common.left, common.top),
            Box(common.right, common.bottom, self.right, common.top),
        )
        yield from (piece for piece in pieces if not piece.is_empty)


def check_added_fields(signed: PdfFileReader, original: PdfFileReader, paper: bytes) -> None:
    """Invalid when a field that `paper`, the original, does not have runs something or stands on the notice's words.

    A field may stand on bare paper anywhere, and in the room around the place of signing, where a seal belongs.
    """
    for field in _added(_fields(signed), _fields(original)):
        _check_runs_nothing(field.get_object(), 0)
    for page in range(int(original.root["/Pages"]["/Count"])):
        before, after = _annotations(original, page), _annotations(signed, page)
        rooms = [_room(each.get_object()) for each in before]
        sheet = _box(original.find_page_for_modification(page)[0].get_object()["/MediaBox"])  # type: ignore[no-untyped-call]
        for added in _added(after, before):
            box = _box(_value(added.get_object(), "/Rect", (0, 0, 0, 0))).inside(sheet)
            if not box.is_empty and _hides(paper, page, sheet, _outside(box, rooms)):
                raise Invalid(
                    "Ô chữ ký hoặc con dấu trong tệp che chữ của phiếu. Hãy tải phiếu về lần nữa, đặt ô vào khoảng "
                    "trống giữa chức danh và họ tên người ký (hoặc chỗ giấy trắng khác) rồi ký lại."
                )


def _added(now: list[Any], before: list[Any]) -> list[Any]:
    known = {each.idnum for each in before if isinstance(each, IndirectObject)}
    return [each for each in now if not (isinstance(each, IndirectObject) and each.idnum in known)]


def _fields(reader: PdfFileReader) -> list[Any]:
    return list(_value(_value(reader.root, "/AcroForm", {}), "/Fields", ()))


def _annotations(reader: PdfFileReader, page: int) -> list[Any]:
    content = reader.find_page_for_modification(page)[0].get_object()  # type: ignore[no-untyped-call]
    return list(_value(content, "/Annots", ()))


def _value(dictionary: Any, key: str, missing: Any) -> Any:
    """What stands there itself; the library's `get` would give the reference to it."""
    return dictionary[key] if key in dictionary else missing  # noqa: SIM401


def _check_runs_nothing(field: Any, depth: int) -> None:
    if any(key in field for key in RUNS) or depth > DEEPEST:
        raise Invalid(
            "Ô chữ ký trong tệp kèm lệnh tự chạy khi mở hoặc bấm vào, nên không nhận. "
            "Hãy tải phiếu về lần nữa và ký bằng công cụ ký văn bản, không thêm gì khác."
        )
    for each in _value(field, "/Kids", ()):
        _check_runs_nothing(each.get_object(), depth + 1)


def _box(numbers: Any) -> Box:
    left, bottom, right, top = (float(each) for each in numbers)
    return Box(min(left, right), min(bottom, top), max(left, right), max(bottom, top))


def _room(field: Any) -> Box:
    place = _box(field["/Rect"])
    return Box(place.left, place.bottom - ROOM_AROUND, place.right, place.top + ROOM_AROUND)


def _outside(box: Box, rooms: list[Box]) -> list[Box]:
    pieces = [box]
    for room in rooms:
        pieces = [rest for piece in pieces for rest in piece.without(room)]
    return pieces


def _hides(paper: bytes, page: int, sheet: Box, pieces: list[Box]) -> bool:
    return any(_picture(paper, page, sheet, piece) != _picture(b"", page, sheet, piece) for piece in pieces)


def _picture(paper: bytes, page: int, sheet: Box, piece: Box) -> bytes:
    """The piece of that page, in whole points so that no sliver is lost; without a paper as where nothing stands."""
    left, top = floor(piece.left - sheet.left), floor(sheet.top - piece.top)
    data = {
        "pdf": list(paper),
        "page": page + 1,
        "page_width": sheet.right - sheet.left,
        "page_height": sheet.top - sheet.bottom,
        "left": left,
        "top": top,
        "width": ceil(piece.right - sheet.left) - left,
        "height": ceil(sheet.top - piece.bottom) - top,
    }
    return compile_png(TEMPLATE, data, timestamp=ALWAYS)
