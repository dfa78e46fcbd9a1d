"""Invented weeks for tests of the printed forms."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from feedback.reports.rules.building import Counts, Labels, Member, build
from feedback.reports.rules.numbers import Scope, ScopeKind, WeekNumbers
from feedback.reports.rules.parts import Details
from feedback.reports.rules.tablets import Halls, LateArrival, SwapLine, TabletDay, TabletLine
from feedback.reports.rules.weeks import Week
from feedback.scoring.rules.rates import OnTime
from feedback.scoring.rules.shares import Share, YesNo, pooled

WEEK = Week(2026, 46)
AS_OF = datetime(2026, 11, 15, 17, 0, tzinfo=UTC)
CUT_OFF = datetime(2026, 11, 16, 0, 0, tzinfo=UTC)

LABELS = Labels(
    courtesies={
        "xin_chao": "Xin chào",
        "xin_loi": "Xin lỗi",
        "xin_cam_on": "Xin cảm ơn",
        "xin_phep": "Xin phép",
        "luon_mim_cuoi": "Luôn mỉm cười",
        "luon_nhe_nhang": "Luôn nhẹ nhàng",
        "luon_lang_nghe": "Luôn lắng nghe",
        "luon_giup_do": "Luôn giúp đỡ",
    },
    factors={
        "access": "Tiếp cận dịch vụ",
        "procedure": "Thủ tục hành chính",
        "officer": "Công chức",
        "result": "Kết quả giải quyết",
        "complaint": "Tiếp nhận, giải quyết phản ánh, kiến nghị",
    },
    channels={"qr": "Mã QR tại quầy", "tablet": "Máy tính bảng"},
)


def share(dice: random.Random, most: int) -> Share:
    n = dice.choice((0, dice.randint(1, 12), dice.randint(10, 40), dice.randint(0, most)))
    return Share(dice.randint(0, n), n)


def counts(dice: random.Random, most: int = 300) -> Counts:
    owed = dice.randint(0, 9)
    in_time = dice.randint(0, owed)
    answers = share(dice, most)
    return Counts(
        answers=answers,
        by_channel={"qr": answers.n // 2, "tablet": answers.n - answers.n // 2},
        flagged=dice.randint(0, 5),
        transactions=dice.randint(0, 3 * most),
        on_time=OnTime(*(dice.randint(0, most) for _ in range(4))),
        no_due=dice.randint(0, 9),
        computed_in_time=dice.randint(0, 9),
        computed_late=dice.randint(0, 9),
        aside=dice.randint(0, 9),
        owed=owed,
        in_time=in_time,
        sent_late=dice.randint(0, owed - in_time),
    )


def member(dice: random.Random, number: int) -> Member:
    past = tuple(counts(dice) for _ in range(4))
    answers = pooled(each.answers for each in past)
    return Member(
        unit_id=number,
        code=f"9000{number}",
        name=f"Xã Mẫu {number}",
        now=counts(dice),
        before=replace(counts(dice), answers=answers),
        past=past,
    )


def details(dice: random.Random, answers: Share) -> Details:
    first = dice.randint(0, answers.n)
    good = dice.randint(max(0, answers.part - (answers.n - first)), min(first, answers.part))
    return Details(
        channels={"qr": Share(good, first), "tablet": Share(answers.part - good, answers.n - first)},
        courtesies={
            key: YesNo(dice.randint(0, 90), dice.randint(0, 20), dice.randint(0, 9)) for key in LABELS.courtesies
        },
        factors={key: share(dice, 200) for key in LABELS.factors},
    )


def halls(dice: random.Random, members: Sequence[Member]) -> Halls:
    """Tablets, late answers and a swap, each in some of the units."""
    days = [WEEK.monday + timedelta(days=i) for i in range(5)]
    tablets = [
        TabletLine(
            tablet=f"tablet-{each.unit_id}",
            unit_id=each.unit_id,
            unit_name=each.name,
            name=f"K{each.unit_id:02}",
            ending="" if dice.random() < 0.7 else "lần liên lạc cuối 16:05 ngày 12/11/2026",
            days=tuple(tablet_day(dice, day) for day in days),
        )
        for each in members
        if dice.random() < 0.8
    ]
    late = [LateArrival(t.tablet, t.unit_id, t.unit_name, t.name, days[0] - timedelta(days=3), 4) for t in tablets[:2]]
    first = members[0]
    swap = SwapLine(first.unit_id, first.name, "Quầy số 1", "Quầy số 2", (days[1], days[2]), 1234, dice.random() < 0.5)
    return Halls(tuple(tablets), tuple(late), (swap,))


def tablet_day(dice: random.Random, day: date) -> TabletDay:
    received, waiting, lost = dice.randint(0, 2000), dice.choice((0, 0, 3)), dice.choice((0, 0, 1, 7))
    return TabletDay(
        day=day,
        recorded=received + waiting + lost,
        received=received,
        apart=dice.choice((0, 0, 2)),
        waiting=waiting,
        lost=lost,
        missing=((received + 1, received + lost),) if lost else (),
        silent_minutes=dice.choice((0, 45, 135)),
    )


def numbers(seed: int = 1, units: int = 1, *, sample: bool = False) -> WeekNumbers:
    """A week of one unit, or of an area with several."""
    dice = random.Random(seed)
    members = [member(dice, i + 1) for i in range(units)]
    kind = ScopeKind.UNIT if units == 1 else ScopeKind.AREA
    name = "Xã Mẫu Một" if units == 1 else "Địa bàn mẫu"
    counted = build(
        week=WEEK,
        scope=Scope(kind, 1, "90001", name, sample),
        members=members,
        details=details(dice, pooled(m.now.answers for m in members)),
        labels=LABELS,
        as_of=AS_OF,
        cut_off=CUT_OFF,
    )
    return replace(counted, halls=halls(dice, members))
