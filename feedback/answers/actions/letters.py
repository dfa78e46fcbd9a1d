"""Telling the right people that a serious comment or answers kept apart wait: no word of them, nor the unit's name."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from feedback.answers.queries.readers import Reader, find_unit_above
from feedback.outbox.actions import enqueue, hand_over
from feedback.outbox.queries import find_work_id

LETTER = "letter"
NO_READER = "answers.no_reader"
NO_DECIDER = "answers.no_decider"
PAGE = "/gop-y/nghiem-trong"
SUBJECT = "Có góp ý cần ông/bà đọc"
TEXT = """Kính gửi {name},

Hệ thống vừa nhận một lời nhắn của người dân nói đến chuyện nghiêm trọng.
Thư này không ghi nội dung. Ông/bà đăng nhập để đọc tại:

{link}

Đơn vị bị nói đến không được báo và không đọc được lời nhắn này.
"""
APART_PAGE = "/may-tinh-bang/cach-ly"
APART_SUBJECT = "Có phiếu để riêng chờ ông/bà quyết định"
APART_TEXT = """Kính gửi {name},

Hệ thống đã để riêng phiếu đánh giá gửi về từ máy tính bảng vì chưa thể tính ngay.
Phiếu vẫn còn nguyên và chờ thanh tra quyết định tính hay từ chối tại:

{link}

Mỗi đơn vị báo nhiều nhất một thư cho một ngày. Thư này không ghi nội dung phiếu.
"""


def tell_reader(session: Session, *, comment: str, reader: Reader, now: datetime, url: str) -> bool:
    """Put the letter in, once per comment and account. Whether it is new. It belongs to no unit's outbox."""
    text = TEXT.format(name=reader.person_name, link=f"{url}{PAGE}")
    return _tell(session, f"serious/{comment}/{reader.account_id}", reader, SUBJECT, text, now)


def tell_decider(session: Session, *, unit_id: int, day: date, reader: Reader, now: datetime, url: str) -> bool:
    """Put the letter in, once per unit, day of arrival and account. Whether it is new."""
    text = APART_TEXT.format(name=reader.person_name, link=f"{url}{APART_PAGE}")
    return _tell(session, f"quarantine/{unit_id}/{day}/{reader.account_id}", reader, APART_SUBJECT, text, now)


def _tell(session: Session, subject: str, reader: Reader, title: str, text: str, now: datetime) -> bool:
    if find_work_id(session, LETTER, subject) is not None:
        return False
    payload = {"to": reader.email, "to_name": reader.person_name, "subject": title, "text": text}
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


def ask_for_decider(session: Session, *, unit_id: int, day: date, now: datetime) -> bool:
    """No inspector has an address: the unit above is asked to name one, once per unit and week. Whether it is new."""
    year, week, _ = day.isocalendar()
    return hand_over(
        session,
        kind=NO_DECIDER,
        subject=f"{unit_id}/{year}-W{week:02d}",
        unit_id=find_unit_above(session, unit_id) or unit_id,
        for_role="leader",
        title="Có phiếu để riêng nhưng chưa có thanh tra nào nhận thư",
        detail=(
            "Phiếu từ máy tính bảng chờ thanh tra quyết định. Xin giao vai trò thanh tra cho một người có địa chỉ thư."
        ),
        link="/tai-khoan",
        now=now,
    )
