"""The stamp: a small page set by typst, because the signing library's own text misprints Vietnamese."""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from feedback.foundation.clock import to_local
from feedback.foundation.documents import compile_pdf
from feedback.foundation.errors import Invalid

TEMPLATE = "signature_stamp"
MAGIC = b"\x89PNG\r\n\x1a\n"
LARGEST, LONGEST_SIDE, SHORTEST_SIDE = 300 * 1024, 2400, 60
GREY_ALPHA, COLOUR_ALPHA = 4, 6
SMALLEST_SEAL, LARGEST_SEAL = 20.0, 50.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where the stamp stands: page from 1, the rest in points from the page's upper left corner."""

    page: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the stamp says: who signs, for which unit, when (aware). Pictures: checked PNG; `seal_mm` its true width."""

    signer: str
    unit: str
    at: datetime
    signature: bytes = b""
    seal: bytes = b""
    seal_mm: float = 36.0

    @property
    def lines(self) -> tuple[str, str, str]:
        return (f"Ký bởi: {self.signer}", f"Cơ quan: {self.unit}", f"Thời gian ký: {iso_time(self.at)}")


def iso_time(moment: datetime) -> str:
    """2026-11-20T10:05:00+07:00: ISO 8601 in Vietnamese time, as NĐ 30/2020 phụ lục I asks."""
    return to_local(moment).isoformat(timespec="seconds")


def stamp_pdf(stamp: Stamp, place: Place) -> bytes:
    """The stamp as a page of exactly that size."""
    data = {
        "title": "Chữ ký số",
        "width": round(place.width, 2),
        "height": round(place.height, 2),
        "lines": list(stamp.lines),
        "signature": _picture(stamp.signature, f"Chữ ký của {stamp.signer}"),
        "seal": _picture(stamp.seal, f"Con dấu của {stamp.unit}") if stamp.seal else None,
    }
    if stamp.seal:
        data["seal"] |= {"mm": stamp.seal_mm}
    return compile_pdf(TEMPLATE, data, timestamp=stamp.at)


def _picture(png: bytes, alt: str) -> Any:
    if not png:
        return None
    width, height = _size(png)
    source = b64encode(png).decode()
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{source}"/></svg>'
    )
    return {"svg": svg, "alt": alt}


def _size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def check_png(content: bytes) -> bytes:
    """The picture, if it is a whole PNG with a transparent ground, of sensible size; else Invalid says what to do."""
    if len(content) > LARGEST:
        raise Invalid("Tệp ảnh lớn hơn 300 kB. Hãy cắt sát hình, giảm kích thước rồi tải lại.")
    if not content.startswith(MAGIC) or len(content) < len(MAGIC) + 25:
        raise Invalid("Tệp này không phải ảnh PNG. Hãy lưu ảnh dạng PNG nền trong suốt rồi tải lại.")
    kinds = _chunks(content)
    width, height = _size(content)
    if min(width, height) < SHORTEST_SIDE or max(width, height) > LONGEST_SIDE:
        raise Invalid(f"Ảnh rộng {width}, cao {height} điểm ảnh. Mỗi cạnh cần từ {SHORTEST_SIDE} đến {LONGEST_SIDE}.")
    if content[25] not in (GREY_ALPHA, COLOUR_ALPHA) and b"tRNS" not in kinds:
        raise Invalid("Ảnh không có nền trong suốt. Hãy xóa nền (NĐ 30/2020 Phụ lục I), lưu dạng PNG rồi tải lại.")
    return content


def _chunks(content: bytes) -> set[bytes]:
    """The kinds of its chunks, each with its checksum right and the last one the end of the file."""
    broken = Invalid("Ảnh PNG này bị hỏng hoặc có dữ liệu thừa. Hãy mở rồi lưu lại ảnh dạng PNG và tải lên lần nữa.")
    kinds: list[bytes] = []
    at = len(MAGIC)
    while at + 12 <= len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        body, end = content[at + 4 : at + 8 + length], at + 12 + length
        if end > len(content) or zlib.crc32(body) != struct.unpack(">I", content[end - 4 : end])[0]:
            raise broken
        kinds.append(body[:4])
        at = end
    if at != len(content) or kinds[0] != b"IHDR" or kinds[-1] != b"IEND" or b"IDAT" not in kinds or b"acTL" in kinds:
        raise broken
    return set(kinds)


def check_seal_size(millimetres: float) -> float:
    """The true diameter of a seal; Invalid outside what seals have."""
    if not SMALLEST_SEAL <= millimetres <= LARGEST_SEAL:
        raise Invalid(f"Đường kính con dấu ghi bằng mi-li-mét, từ {SMALLEST_SEAL:.0f} đến {LARGEST_SEAL:.0f}.")
    return millimetres
