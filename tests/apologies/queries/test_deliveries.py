"""How far each way has come, read from the rows."""

from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from feedback.apologies.queries import read_notice
from feedback.apologies.queries.deliveries import (
    MAIL,
    MESSAGE,
    PRINT_TASK,
    is_denied,
    stage_of,
    way_of,
)
from feedback.apologies.queries.history import list_history
from feedback.apologies.rules.delivery import Stage, Way
from feedback.foundation.gateway import Receipt
from feedback.outbox.actions import take_receipts
from tests.apologies.actions.test_delivering import (
    CITIZEN,
    HOUR,
    MINUTE,
    connect,
    deliver,
    electronic_is_enough,
    follow,
    message,
    tick,
)
from tests.apologies.conftest import MORNING, World
from tests.fake_gateway import gateway_served


@pytest.mark.parametrize(
    ("kind", "state", "receipt", "stage"),
    [
        (MAIL, "due", "", Stage.WAITING),
        (MAIL, "sending", "", Stage.WAITING),
        (MAIL, "sent", "", Stage.ARRIVED),
        (MAIL, "failed", "", Stage.FAILED),
        (MAIL, "done", "", Stage.FAILED),
        (MESSAGE, "sent", "", Stage.TAKEN),
        (MESSAGE, "sent", "delivered", Stage.ARRIVED),
        (MESSAGE, "failed", "failed", Stage.FAILED),
    ],
)
def test_a_letter_arrives_when_taken_and_a_message_when_its_receipt_says(
    kind: str, state: str, receipt: str, stage: Stage
) -> None:
    item: Any = SimpleNamespace(kind=kind, state=state, receipt=receipt, subject="7/sms")
    assert stage_of(item) == stage
    assert way_of(item) == (Way.EMAIL if kind == MAIL else Way.SMS)


def test_arrived_and_later_not_arrived_stand_both_in_the_history_until_a_person_hands_it_over(world: World) -> None:
    electronic_is_enough(world)

    def denied(notice_id: int) -> bool:
        with world.store.database.read() as session:
            return is_denied(session, read_notice(session, notice_id))

    with gateway_served() as gateway:
        connect(world, gateway)
        notice = world.approved(applicant=CITIZEN)
        follow(world)
        deliver(world)
        identity = message(world, notice).message_id or ""
        gateway.becomes(identity, "delivered", MORNING + MINUTE)
        follow(world, MORNING + 5 * MINUTE)
        assert not denied(notice)
        late = Receipt(identity, "failed", MORNING + HOUR, "nhầm máy")
        world.run(partial(take_receipts, receipts=[late], now=late.at))
        follow(world, MORNING + 2 * HOUR)
    assert denied(notice)
    with world.store.database.read() as session:
        said = [line.what for line in list_history(session, world.store.sealer, read_notice(session, notice))]
    arrived, failed = (next(at for at, what in enumerate(said) if words in what) for words in ("đã tới", "không tới"))
    assert arrived < failed
    tick(world, world.tasks(PRINT_TASK)[0].id, MORNING + 3 * HOUR)
    assert not denied(notice)
