"""Tasks that end only with their deed."""

from feedback.apologies.actions.drafting import SIGN_TASK
from feedback.apologies.actions.morning import TASK
from feedback.apologies.queries.deliveries import UPLOAD_TASK
from feedback.outbox.rules.tasks import ENDS_WITH_ITS_DEED, ends_with_its_deed


def test_approving_signing_elsewhere_and_the_morning_list_cannot_be_ticked_off_by_hand() -> None:
    assert {SIGN_TASK, UPLOAD_TASK, TASK} == ENDS_WITH_ITS_DEED


def test_printing_a_notice_is_ticked_off_by_hand() -> None:
    assert not ends_with_its_deed("apologies.print")
