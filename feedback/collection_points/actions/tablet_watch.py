"""Noticing a tablet that has fallen silent, once per silence."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from feedback.collection_points.actions.tablet_requests import SILENT_TASK
from feedback.collection_points.queries import tablets as queries
from feedback.collection_points.rules.tablet_time import is_silent
from feedback.collection_points.rules.tablets import SILENCE, TabletState
from feedback.foundation.words import moment
from feedback.outbox.actions import hand_over
from feedback.working_calendar.queries import calendar_for


def find_silent(session: Session, now: datetime) -> list[UUID]:
    """Tablets in use that were not heard for two hours of their unit's office hours and are not known as silent."""
    return [
        tablet.id
        for tablet in queries.list_active(session)
        if tablet.silent_since is None
        and tablet.last_seen_at is not None
        and is_silent(calendar_for(session, tablet.unit_id), tablet.last_seen_at, now, SILENCE)
    ]


def tell_silent(session: Session, *, tablet_ids: Collection[UUID], now: datetime) -> int:
    """A task for each unit's desk; how many are new. One that was heard in the meantime is left alone."""
    told = 0
    for tablet in queries.list_held(session, tablet_ids):
        seen = tablet.last_seen_at
        if tablet.state != TabletState.ACTIVE or tablet.silent_since is not None or seen is None:
            continue
        if not is_silent(calendar_for(session, tablet.unit_id), seen, now, SILENCE):
            continue
        tablet.silent_since = seen
        told += hand_over(
            session,
            kind=SILENT_TASK,
            subject=f"{tablet.id}/{seen.isoformat()}",
            unit_id=tablet.unit_id,
            title=f"Máy tính bảng {tablet.name} im lặng hơn hai giờ làm việc",
            detail=(
                f"Lần liên lạc cuối {moment(seen)}. Xin kiểm tra nguồn điện, mạng và màn hình của máy. Phiếu đã chấm "
                "vẫn nằm trong máy và tự gửi về khi có mạng: không xóa dữ liệu, không gỡ ứng dụng."
            ),
            now=now,
        )
    session.flush()
    return told
