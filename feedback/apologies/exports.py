"""The wall poster of a unit: this month's apologies as the public list shows them, for everybody who waits there."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from typing import Any

from feedback.apologies import queries
from feedback.apologies.documents import survey_base
from feedback.apologies.queries import PublicLine, PublicUnit
from feedback.apologies.rules import signing_name
from feedback.foundation import words
from feedback.foundation.clock import local_day, to_local
from feedback.foundation.documents import compile_pdf, qr_svg
from feedback.foundation.engine import Store
from feedback.foundation.errors import Invalid
from feedback.organisation.queries import find_head, get_unit, get_unit_at

TEMPLATE = "apology_wall"
SIZES = ("A4", "A3")
PUBLIC_PAGE = "/cong-khai/xin-loi"


def wall_pdf(store: Store, unit_code: str, size: str, now: datetime) -> bytes:
    """The poster of the unit of that code for the month of `now`. NotFound without such a unit, Invalid for a size."""
    if size not in SIZES:
        raise Invalid("Khổ giấy của bảng tin là A4 hoặc A3.")
    base = survey_base(store)
    with store.database.read() as session:
        today = local_day(now)
        unit = get_unit(session, get_unit_at(session, unit_code, today).id)
        found = queries.find_month(session, unit.id, today)
        head = find_head(session, unit.id, today)
        none_at_all = found is None and not queries.has_apologised(session, unit.id, today)
        data = _data(found, none_at_all=none_at_all, now=now) | {
            "size": size.lower(),
            "unit": signing_name(unit.name).upper(),
            "head": f"{head.title} {head.person_name}" if head else "",
            "sample": "DỮ LIỆU MẪU" if unit.is_sample else "",
            "url": f"{base}{PUBLIC_PAGE}" if base else "",
        }
    return _set(json.dumps(data, ensure_ascii=False, sort_keys=True), local_day(now).isoformat())


@lru_cache(maxsize=64)
def _set(data: str, day: str) -> bytes:
    """Anybody may ask for a poster again and again: the same one is set once a day."""
    told = json.loads(data)
    told["qr"] = qr_svg(told["url"]) if told["url"] else ""
    return compile_pdf(TEMPLATE, told, timestamp=datetime.fromisoformat(f"{day}T00:00:00+07:00"))


def _data(found: PublicUnit | None, *, none_at_all: bool, now: datetime) -> dict[str, Any]:
    local = to_local(now)
    return {
        "month": f"THÁNG {local.month:02d}/{local.year}",
        "month_words": f"tháng {local.month:02d}/{local.year}",
        "until": words.day(now),
        "total": found.total if found else 0,
        "removed": words.number(found.removed) if found and found.removed else "",
        "answering": found.head if found else "",
        "lines": [_line(line) for line in found.lines] if found else [],
        "counted": [[field, words.number(count)] for field, count in found.counted] if found else [],
        "none_at_all": none_at_all,
    }


def _line(line: PublicLine) -> list[str]:
    """Field, week, what went wrong, kind of reason: the columns of the public page."""
    late = f"{words.number(line.days)} ngày làm việc" if line.days is not None else "—"
    wrong = line.fault or late
    if line.second:
        wrong += " (quá cả ngày hẹn mới)"
    reason = line.reason or "—"
    if line.withdrawn_by:
        reason += f" (đã thu hồi bằng phiếu số {line.withdrawn_by})"
    return [line.field, f"Tuần {line.week[6:]}/{line.week[:4]}", wrong, reason]
