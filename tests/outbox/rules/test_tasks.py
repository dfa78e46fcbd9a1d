"""Tasks that end only with their deed, and tasks of several units."""

from dataclasses import dataclass

from feedback.apologies.actions.drafting import SIGN_TASK
from feedback.apologies.actions.morning import TASK
from feedback.apologies.queries.deliveries import UPLOAD_TASK
from feedback.outbox.rules.tasks import ENDS_WITH_ITS_DEED, by_place, ends_with_its_deed


def test_approving_signing_elsewhere_and_the_morning_list_cannot_be_ticked_off_by_hand() -> None:
    assert {SIGN_TASK, UPLOAD_TASK, TASK} == ENDS_WITH_ITS_DEED


def test_printing_a_notice_is_ticked_off_by_hand() -> None:
    assert not ends_with_its_deed("apologies.print")


@dataclass(frozen=True)
class Told:
    unit_id: int
    for_role: str = "officer"


def test_what_is_for_leaders_comes_first_then_unit_by_unit_in_the_order_of_their_first() -> None:
    second, first, above = Told(2), Told(1, "head"), Told(1, "leader")
    assert by_place([second, first, above, second]) == [(None, [above]), (2, [second, second]), (1, [first])]
    assert by_place([first]) == [(1, [first])]
    assert by_place([]) == []
