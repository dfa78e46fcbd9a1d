"""The sample's answers, handed in through the same verb as a citizen's tap."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from feedback.answers.actions import add_answers, add_comment, hand_in
from feedback.answers.rules.keys import SheetKey, receipt_for, sheet_id
from feedback.answers.rules.sheets import Channel, OpenedSheet
from feedback.demo.rules import PlannedAnswer
from feedback.foundation.clock import LOCAL
from feedback.foundation.engine import Store
from feedback.questionnaires.rules import Questionnaire

GROUP = 100


def hand_in_all(
    store: Store,
    planned: list[PlannedAnswer],
    *,
    units: dict[str, int],
    counters: dict[int, list[int]],
    questionnaire: Questionnaire,
    version_id: int,
) -> None:
    """All of them, a hundred to a transaction. `counters`: unit id → its counters' ids."""
    for start in range(0, len(planned), GROUP):
        group = planned[start : start + GROUP]
        store.database.run(
            partial(
                _hand_in_group,
                store=store,
                group=group,
                units=units,
                counters=counters,
                questionnaire=questionnaire,
                version_id=version_id,
            )
        )


def _hand_in_group(
    session: Session,
    *,
    store: Store,
    group: Iterable[PlannedAnswer],
    units: dict[str, int],
    counters: dict[int, list[int]],
    questionnaire: Questionnaire,
    version_id: int,
) -> None:
    secret = store.sealer.derive("sample")
    for answer in group:
        random = Random(answer.seed)
        at = answer.at.replace(tzinfo=LOCAL)
        key = SheetKey(random.randbytes(12), at - timedelta(seconds=random.randrange(5, 40)))
        unit_id = units[answer.commune.code]
        sheet = OpenedSheet(
            id=sheet_id(secret, key),
            unit_id=unit_id,
            counter_id=counters[unit_id][answer.counter],
            channel=Channel.QR,
            version_id=version_id,
            receipt=receipt_for(secret, key),
            block=random.randrange(len(questionnaire.blocks)),
            lang="vi",
            opened_at=key.opened_at,
        )
        hand_in(session, sheet=sheet, overall=answer.overall, now=at)
        if answer.corrected:
            hand_in(session, sheet=sheet, overall=answer.corrected, now=at + timedelta(minutes=1))
        _further_pages(session, store, answer, sheet, questionnaire, random)


def _further_pages(
    session: Session,
    store: Store,
    answer: PlannedAnswer,
    sheet: OpenedSheet,
    questionnaire: Questionnaire,
    random: Random,
) -> None:
    """As many of the optional pages as this person had patience for."""
    now = answer.at.replace(tzinfo=LOCAL) + timedelta(minutes=1)
    place: dict[str, int | UUID] = {"unit_id": sheet.unit_id, "sheet_id": sheet.id}
    if answer.pages > 0:
        add_answers(session, answers=_courtesy(answer, questionnaire, random), now=now, **place)  # type: ignore[arg-type]
    if answer.pages > 1:
        add_answers(session, answers=_factors(answer, sheet, questionnaire, random), now=now, **place)  # type: ignore[arg-type]
    if answer.pages > 2:
        add_answers(session, answers={"late": answer.was_late}, now=now, **place)  # type: ignore[arg-type]
    if answer.comment:
        add_comment(session, sealer=store.sealer, comment=answer.comment, now=now, **place)  # type: ignore[arg-type]


def _courtesy(answer: PlannedAnswer, questionnaire: Questionnaire, random: Random) -> dict[str, str]:
    yes = 0.93 if answer.overall >= 4 else 0.55
    return {
        item.key: random.choices(("yes", "no", "unsure"), (yes, 1 - yes, 0.08))[0]
        for item in questionnaire.courtesy_items
    }


def _factors(answer: PlannedAnswer, sheet: OpenedSheet, questionnaire: Questionnaire, random: Random) -> dict[str, int]:
    """Around the overall face, one up or down."""
    return {
        key: min(5, max(1, answer.overall + random.choice((-1, 0, 0, 0, 1))))
        for key in questionnaire.blocks[sheet.block]
    }
