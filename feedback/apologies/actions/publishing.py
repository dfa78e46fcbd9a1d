"""Taking a line off the public list before its time."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from feedback.apologies.queries import get_notice
from feedback.apologies.rules import SIGN_APOLOGIES
from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.clock import local_day
from feedback.foundation.errors import Forbidden, Invalid
from feedback.foundation.text import clean


def withdraw_from_public(session: Session, *, actor: Actor, now: datetime, notice_id: int, why: str) -> None:
    """The line disappears from the public list today (somebody could be recognised); the notice itself stays."""
    notice = get_notice(session, notice_id)
    if not actor.may(SIGN_APOLOGIES, notice.unit_id):
        raise Forbidden("Chỉ người đứng đầu đơn vị được gỡ dòng công khai này.")
    if len(clean(why)) < 10:
        raise Invalid("Hãy ghi lý do gỡ, ít nhất một câu ngắn. Lý do được lưu trong nhật ký.")
    notice.published_until = local_day(now) - timedelta(days=1)
    note(
        session,
        actor=actor,
        now=now,
        verb="apology.unpublish",
        object_kind="apology",
        object_id=notice.id,
        unit_id=notice.unit_id,
        detail={"why": clean(why)},
    )
