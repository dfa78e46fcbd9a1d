"""Invented weeks for tests of the printed forms."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime

from feedback.reports.rules.building import Counts, Details, Labels, Member, build
from feedback.reports.rules.numbers import Scope, ScopeKind, WeekNumbers
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


def numbers(seed: int = 1, units: int = 1, *, sample: bool = False) -> WeekNumbers:
    """A week of one unit, or of an area with several."""
    dice = random.Random(seed)
    members = [member(dice, i + 1) for i in range(units)]
    kind = ScopeKind.UNIT if units == 1 else ScopeKind.AREA
    name = "Xã Mẫu Một" if units == 1 else "Địa bàn mẫu"
    return build(
        week=WEEK,
        scope=Scope(kind, 1, "90001", name, sample),
        members=members,
        details=details(dice, pooled(m.now.answers for m in members)),
        labels=LABELS,
        as_of=AS_OF,
        cut_off=CUT_OFF,
    )
