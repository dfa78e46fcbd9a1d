"""Short messages about a date the calendar moved: by the way apologies go, beside the letter and the task at the desk.

No message ends the task: while a person has not handed the paper over, one that failed is there for all to see.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from feedback.apologies.queries import get_line, get_notice
from feedback.apologies.queries.calendar_messages import CALENDAR_MESSAGE, find_channels, is_told_still
from feedback.apologies.queries.deliveries import find_phone
from feedback.apologies.rules.delivery import WAY_TITLES, Way, next_channel
from feedback.foundation.sealing import Sealer
from feedback.outbox.actions import enqueue


def write_message(
    session: Session, *, now: datetime, decision_id: int, notice_id: int, sealer: Sealer, channels: Sequence[str]
) -> bool:
    """Put a message on its way where the file has a mobile number, or one by the next channel when those before failed.

    Whether there is a new one. Only once per channel, file and decision; nothing once the word is no longer true.
    """
    notice = get_notice(session, notice_id)
    subject = f"{decision_id}/{notice.record_id}"
    channel = next_channel(channels, find_channels(session, [subject])[subject])
    if channel is None or notice.new_due_at is None or notice.new_due_at <= now:
        return False
    if not is_told_still(session, notice, decision_id) or not find_phone(session, sealer, notice):
        return False
    code = get_line(session, notice.id).code
    enqueue(
        session,
        kind=CALENDAR_MESSAGE,
        subject=f"{subject}/{channel}",
        unit_id=notice.unit_id,
        payload={
            "title": f"{WAY_TITLES[Way(channel)]}: điều chỉnh ngày hẹn, hồ sơ {code}",
            "notice_id": notice.id,
            "decision_id": decision_id,
        },
        now=now,
    )
    return True
