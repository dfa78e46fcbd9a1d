"""Requests to complete a file's papers: what is told of them, whom to believe, and what is refused.

NĐ 61/2018/NĐ-CP Điều 19.4: a request comes within 03 working days of receipt. QĐ 766/QĐ-TTg mục 2.1: the time of one
request is taken off, more than one counts as late.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from feedback.foundation.errors import Invalid
from feedback.foundation.text import clean, fold
from feedback.records.rules.stamps import Stamp, before
from feedback.working_calendar.rules import (
    Counting,
    DuePolicy,
    LimitKind,
    TimeLimit,
    WorkCalendar,
    day_of,
    due_at,
    minute_of,
)

ASK_WITHIN = TimeLimit(LimitKind.WORKING_DAYS, 3)
"""From receipt, within which papers may be asked for: NĐ 61/2018 Đ19.4."""
WHOLE_DAYS = DuePolicy(counting=Counting.END_OF_LAST_DAY)
"""However a unit counts its dues, what the law allows the office itself is counted by the civil code."""
LONGEST_NOTE = 500
_NUMBER = re.compile(r"\d(?:[ .-]?\d){8,}")
"""Nine digits and more are a telephone or an identity number."""
_PAYMENT = re.compile(r"\b(?:nghia vu tai chinh|nvtc|thanh toan|nop (?:phi|le phi|thue|tien))\b")


class Origin(StrEnum):
    """Who told us, the most trusted first."""

    SOURCE = "source"
    DESK = "desk"
    IMPORT = "import"


ORIGIN_WORDS = {
    Origin.SOURCE: "phần mềm một cửa gửi",
    Origin.DESK: "cán bộ ghi tay",
    Origin.IMPORT: "theo lần nhập",
}


class Kind(StrEnum):
    """What is waited for. A payment stops the clock as well, yet it is no request to complete the papers."""

    SUPPLEMENT = "supplement"
    PAYMENT = "payment"


KIND_WORDS = {Kind.SUPPLEMENT: "Yêu cầu bổ sung", Kind.PAYMENT: "Chờ nộp nghĩa vụ tài chính"}


@dataclass(frozen=True, slots=True)
class SupplementFacts:
    """A request as a source or a desk tells it: moments aware; `note` says what was asked for, nothing personal."""

    asked_at: datetime
    answered_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Supplement:
    """A time of waiting for the applicant. Of `IMPORT` both ends are only as exact as the imports lie apart.

    `answer_shared`: nobody wrote its own answer down; it ended with the answer to a later request. `told_at`: when a
    desk first wrote it down.
    """

    asked_at: datetime
    answered_at: datetime | None
    origin: Origin
    kind: Kind = Kind.SUPPLEMENT
    note: str = ""
    answer_inferred: bool = False
    answer_shared: bool = False
    told_at: datetime | None = None

    def came_after(self, due: Stamp) -> bool:
        """Whether it was asked, or a desk wrote it down, only when that due had run out: late stays late."""
        return any(before(due, Stamp(at, True)) for at in (self.asked_at, self.told_at) if at is not None)

    def overlaps(self, other: Supplement) -> bool:
        return not (_ended(self, other.asked_at) or _ended(other, self.asked_at))


class Believed(NamedTuple):
    """What holds of all that was told: the times of waiting in order, and how often papers were asked for."""

    supplements: tuple[Supplement, ...]
    requests: int

    @property
    def open(self) -> Supplement | None:
        """The first one nobody has answered yet."""
        return next((each for each in self.supplements if each.answered_at is None), None)


def waiting_kind(status_text: str) -> Kind:
    """What a file waits for, by the words of its status."""
    return Kind.PAYMENT if _PAYMENT.search(fold(status_text)) else Kind.SUPPLEMENT


def believe(told: Iterable[Supplement]) -> Believed:
    """Of times of waiting that overlap, only those of the more trusted origin: they are the same request told twice.

    A request told as open ends where imports saw the file go on, or with the first answer to a later one: whoever
    forgot to write an answer down does not stop the clock for good.
    """
    everything = sorted(told, key=lambda each: (each.asked_at, each.answered_at is None))
    kept: list[Supplement] = []
    for origin in Origin:
        stronger = tuple(kept)
        for each in (one for one in everything if one.origin is origin):
            doubles = [index for index, other in enumerate(stronger) if each.overlaps(other)]
            if not doubles:
                kept.append(each)
            elif origin is Origin.IMPORT and each.answered_at is not None:
                for index in doubles:
                    if kept[index].answered_at is None:
                        kept[index] = replace(kept[index], answered_at=each.answered_at, answer_inferred=True)
    kept.sort(key=lambda each: each.asked_at)
    kept = _ended_by_later(kept)
    return Believed(tuple(kept), sum(each.kind is Kind.SUPPLEMENT for each in kept))


def _ended_by_later(kept: list[Supplement]) -> list[Supplement]:
    """The same, in order of asking, where an answer to a later request answers the open ones before it as well."""
    ended: list[Supplement] = []
    answer: datetime | None = None
    for each in reversed(kept):
        asked_for_papers = each.kind is Kind.SUPPLEMENT
        shared = asked_for_papers and each.answered_at is None and answer is not None
        ended.append(replace(each, answered_at=answer, answer_shared=True) if shared else each)
        if asked_for_papers and each.answered_at is not None:
            answer = each.answered_at
    return ended[::-1]


def asked_in_time(received: Stamp, asked_at: datetime, calendar: WorkCalendar) -> bool:
    """Whether papers were asked for within three working days of receipt.

    The day of receipt is not counted, a day off no less than a worked one (BLDS 2015 Đ147.2: from the day next to it):
    what was received on a Saturday is asked about by Wednesday.
    """
    last = due_at(ASK_WITHIN, received.at, calendar, WHOLE_DAYS)
    return last is not None and day_of(minute_of(asked_at)) <= day_of(minute_of(last.at))


def check_told(told: SupplementFacts, received: Stamp, now: datetime) -> SupplementFacts:
    """The same with its note cleaned. Invalid where times contradict each other, or the note holds a number."""
    if before(Stamp(told.asked_at, True), received):
        raise Invalid("Lúc yêu cầu bổ sung không thể trước lúc tiếp nhận hồ sơ. Xin xem lại ngày giờ.")
    if told.asked_at > now or (told.answered_at is not None and told.answered_at > now):
        raise Invalid("Lúc yêu cầu và lúc bổ sung xong không thể ở tương lai. Xin ghi lúc đã xảy ra.")
    if told.answered_at is not None and told.answered_at < told.asked_at:
        raise Invalid("Lúc bổ sung xong không thể trước lúc yêu cầu. Xin xem lại ngày giờ.")
    note = clean(told.note)
    if len(note) > LONGEST_NOTE:
        raise Invalid(f"Nội dung yêu cầu dài quá {LONGEST_NOTE} chữ. Xin ghi ngắn lại: cần bổ sung giấy tờ gì.")
    if _NUMBER.search(note):
        raise Invalid(
            "Nội dung yêu cầu có số giống số điện thoại hoặc số định danh. Xin chỉ ghi tên giấy tờ cần bổ sung."
        )
    return SupplementFacts(told.asked_at, told.answered_at, note)


def check_before_result(told: SupplementFacts, finished: Stamp | None) -> None:
    """Invalid where a desk would have papers asked for or handed in after the file had its result."""
    if finished is None:
        return
    if before(finished, Stamp(told.answered_at or told.asked_at, True)):
        raise Invalid(
            "Hồ sơ đã có kết quả trước lúc ông/bà ghi: sau khi có kết quả không còn yêu cầu bổ sung. "
            "Xin xem lại ngày giờ trên phiếu yêu cầu."
        )


def _ended(supplement: Supplement, moment: datetime) -> bool:
    return supplement.answered_at is not None and supplement.answered_at <= moment
