from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from feedback.apologies.rules.escalation import MOST, Raised, letter_of, why_raised
from tests.records.rules.samples import CALENDAR, at
from tests.working_calendar.calendars import SATURDAY

LIMIT = at("20/11/2026 17:00").at
BEFORE = at("20/11/2026 07:00").at


def why(created: datetime, now: datetime, days: int = 3) -> str:
    return why_raised(created_at=created, limit_at=LIMIT, now=now, days=days, calendar=CALENDAR)


def test_the_very_minute_of_the_limit_is_still_in_time():
    assert why(BEFORE, LIMIT) == ""
    assert "chậm nhất 17:00 ngày 20/11/2026" in why(BEFORE, LIMIT + timedelta(minutes=1))


def test_a_draft_made_long_before_its_limit_has_until_then():
    early = at("09/11/2026 08:00").at
    assert why(early, LIMIT) == "", "it has waited nine working days, and need not have left yet"
    assert "chậm nhất 17:00 ngày 20/11/2026" in why(early, LIMIT + timedelta(minutes=1))


def test_a_draft_made_after_the_limit_waits_its_days():
    late = at("23/11/2026 08:00").at
    assert why(late, at("26/11/2026 07:59").at, 2) == ""
    told = why(late, at("26/11/2026 08:00").at, 2)
    assert "đã chờ 2 ngày làm việc (mức báo cấp trên: 2 ngày làm việc)" in told, "the 24th is a day off"


def test_a_half_day_is_a_working_day_of_waiting_too():
    friday, tuesday = at("20/11/2026 17:30").at, at("25/11/2026 07:30").at
    more = {"limit_at": at("19/11/2026 17:00").at, "days": 2, "calendar": SATURDAY}
    assert why_raised(created_at=friday, now=tuesday - timedelta(minutes=1), **more) == ""
    assert "đã chờ 2 ngày làm việc" in why_raised(created_at=friday, now=tuesday, **more)


@given(st.integers(1, 200), st.integers(1, 10))
def test_once_it_must_be_told_it_must_be_told_at_any_later_time(hours: int, days: int):
    """Whatever the job missed while it was down, it finds afterwards."""
    for created in (BEFORE, LIMIT + timedelta(hours=20)):
        first = bool(why(created, created + timedelta(hours=hours), days))
        assert not first or why(created, created + timedelta(hours=hours + 5), days)


def test_a_letter_names_every_notice_with_its_page_up_to_twenty():
    raised = [Raised(number, "Xã Mẫu", f"H50.41.01-261102-{number:04d}", "lý do.") for number in range(1, MOST + 4)]
    subject, text = letter_of(raised[:1], "https://mau.example")
    assert subject == "Phiếu xin lỗi hồ sơ H50.41.01-261102-0001 chưa được duyệt đúng hạn"
    assert "https://mau.example/xin-loi/1\n" in text
    subject, text = letter_of(raised, "https://mau.example")
    assert subject.startswith("23 phiếu xin lỗi")
    assert text.count("\n- ") == MOST
    assert "và 3 phiếu nữa" in text
