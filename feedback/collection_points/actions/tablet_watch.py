"""Noticing a tablet that has fallen silent, once per silence."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from feedback.collection_points.actions.tablet_requests import SILENT_TASK
from feedback.collection_points.queries import tablets as queries
from feedback.collection_points.rules.tablet_time import is_silent
from feedback.collection_points.rules.tablets import LOOK, SILENCE, TabletState
from feedback.foundation.words import moment
from feedback.outbox.actions import hand_over
from feedback.working_calendar.queries import calendar_for, calendars_for


def find_silent(session: Session, now: datetime) -> list[UUID]:
    """Tablets in use that were not heard for two hours of their unit's office hours and are not known as silent."""
    heard = [
        (tablet, tablet.last_seen_at)
        for tablet in queries.list_active(session)
        if tablet.silent_since is None and tablet.last_seen_at is not None
    ]
    calendars = calendars_for(session, {tablet.unit_id for tablet, _ in heard})
    return [tablet.id for tablet, seen in heard if is_silent(calendars[tablet.unit_id], seen, now, SILENCE)]


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
            title=f"Máy tính bảng {tablet.name} ({queries.place_of(session, tablet)}) im lặng hơn hai giờ làm việc",
            detail=(
                f"Lần liên lạc cuối {moment(seen)}. Xin đến chỗ máy xem còn điện, còn mạng và còn mở trang đánh giá "
                f"không. {LOOK} Phiếu đã chấm vẫn nằm trong máy và tự gửi về khi có mạng: không xóa dữ liệu, không gỡ "
                "ứng dụng. Máy liên lạc lại thì việc này tự khép; máy hỏng hoặc mất thì báo người quản trị thu hồi máy."
            ),
            now=now,
        )
    session.flush()
    return told
