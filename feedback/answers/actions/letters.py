"""Telling the right people that a serious comment waits: without a word of it, and without the unit's name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from feedback.answers.queries.readers import Reader, find_unit_above
from feedback.outbox.actions import enqueue, hand_over
from feedback.outbox.queries import find_work_id

LETTER = "letter"
NO_READER = "answers.no_reader"
PAGE = "/gop-y/nghiem-trong"
SUBJECT = "Có góp ý cần ông/bà đọc"
TEXT = """Kính gửi {name},

Hệ thống vừa nhận một lời nhắn của người dân nói đến chuyện nghiêm trọng.
Thư này không ghi nội dung. Ông/bà đăng nhập để đọc tại:

{link}

Đơn vị bị nói đến không được báo và không đọc được lời nhắn này.
"""


def tell_reader(session: Session, *, comment: str, reader: Reader, now: datetime, url: str) -> bool:
    """Put the letter in, once per comment and account. Whether it is new. It belongs to no unit's outbox."""
    subject = f"serious/{comment}/{reader.account_id}"
    if find_work_id(session, LETTER, subject) is not None:
        return False
    payload = {
        "to": reader.email,
        "to_name": reader.person_name,
        "subject": SUBJECT,
        "text": TEXT.format(name=reader.person_name, link=f"{url}{PAGE}"),
    }
    enqueue(session, kind=LETTER, subject=subject, now=now, payload=payload)
    return True


def ask_for_reader(session: Session, *, comment: str, unit_id: int, now: datetime) -> bool:
    """Nobody above can be written to: the unit above is asked to name somebody, once per comment. Whether it is new."""
    above = find_unit_above(session, unit_id)
    if above is None:
        return False
    return hand_over(
        session,
        kind=NO_READER,
        subject=comment,
        unit_id=above,
        for_role="leader",
        title="Có góp ý nghiêm trọng nhưng chưa có thanh tra hoặc lãnh đạo nào nhận thư",
        detail="Xin giao vai trò thanh tra hoặc lãnh đạo cho một người có địa chỉ thư, để người đó đọc.",
        link="/tai-khoan",
        now=now,
    )
