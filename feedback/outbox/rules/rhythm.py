"""How often a job has its turn, and which turns lie between two moments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

LOCAL = timezone(timedelta(hours=7), "+07")
# Việt Nam has had no daylight saving since 1975: a fixed offset keeps the rules free of the zone database.
BEGUN = "begun"
"""The name of the row that says since when a job is on the timetable: nothing before it was ever missed."""


JOB_WORDS = {
    "weekly": "Báo cáo tuần",
    "warnings": "Thư báo hồ sơ mỗi sáng",
    "morning_lists": "Danh sách buổi sáng",
    "sweep_imports": "Dọn các lần nhập không xác nhận",
    "forget_codes": "Quên hồ sơ của mã một lần đã hết hạn",
    "forget_raw_comments": "Xóa bản gốc của lời nhắn",
    "forget_call_backs": "Xóa số điện thoại xin gọi lại",
    "remind_checks": "Nhắc kiểm mã QR",
    "swapped_stands": "Dò bảng mã đặt nhầm",
}
"""What people call the jobs that have turns, where one went wrong."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One turn: its name (the key in the database) and the moment from which it may run."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Each day at a local time, or each week on one weekday (0 = Monday) at a local time."""

    at: time
    weekday: int | None = None

    def slots(self, after: datetime, until: datetime) -> list[Slot]:
        """The turns with after < at ≤ until, in order; named 2026-11-20, or 2026-W46 after the week that ended."""
        return [slot for day in self._days(after, until) if after < (slot := self._slot(day)).at <= until]

    def _days(self, after: datetime, until: datetime) -> Iterator[date]:
        day, last = after.astimezone(LOCAL).date(), until.astimezone(LOCAL).date()
        while day <= last:
            if self.weekday is None or day.weekday() == self.weekday:
                yield day
            day += timedelta(days=1)

    def _slot(self, day: date) -> Slot:
        return Slot(self._name(day), datetime.combine(day, self.at, tzinfo=LOCAL))

    def _name(self, day: date) -> str:
        if self.weekday is None:
            return day.isoformat()
        ended = (day - timedelta(days=7)).isocalendar()
        return f"{ended.year}-W{ended.week:02d}"

    def words(self) -> str:
        """The rhythm in Vietnamese: "mỗi ngày lúc 06:30", "thứ Hai hằng tuần lúc 07:00"."""
        names = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
        when = "mỗi ngày" if self.weekday is None else f"{names[self.weekday]} hằng tuần"
        return f"{when} lúc {self.at:%H:%M}"
