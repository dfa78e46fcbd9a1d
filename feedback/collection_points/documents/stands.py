"""The printed stands: one A5 page per counter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from feedback.collection_points.rules import Point, address_of, shown_address
from feedback.foundation.documents import compile_pdf, qr_svg
from feedback.foundation.errors import Invalid


def stands_pdf(points: Sequence[Point], *, base_url: str, sample: bool, now: datetime) -> bytes:
    """PDF with one A5 stand per point, in this order. `sample` prints “MẪU” on each. Invalid without points."""
    if not points:
        raise Invalid("Đơn vị này chưa có quầy nào. Xin nạp quầy bằng file tổ chức (/to-chuc/nap) rồi in lại.")
    stands = [_stand(point, base_url) for point in points]
    return compile_pdf("qr_stand", {"stands": stands, "sample": sample}, timestamp=now)


def _stand(point: Point, base_url: str) -> dict[str, Any]:
    return {
        "unit": point.unit_name,
        "desk": point.desk_name,
        "counter": point.counter_name,
        "version": point.version,
        "address": shown_address(base_url, point.token),
        "qr": qr_svg(address_of(base_url, point.token)),
    }
