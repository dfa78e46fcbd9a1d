"""What leaves at approval: with the approval or not at all, sealed, to whom it concerns."""

from uuid import UUID

import pytest

from feedback.apologies.documents import approve_notice
from feedback.foundation.errors import Conflict
from feedback.outbox.queries import get_document
from tests.apologies.conftest import MORNING, World, person

CITIZEN = {"name": "Nguyễn Thị Mẫu", "identity": "045000000001", "email": "mau@example.vn"}


def test_a_refused_approval_leaves_no_letter_no_task_and_no_paper(world: World) -> None:
    notice = world.expect_late(world.file(applicant=CITIZEN))
    world.decide(notice)
    with pytest.raises(Conflict):
        approve_notice(world.store, actor=person(world.commune), now=MORNING, notice_id=notice, version=99)
    assert (world.letters(), world.tasks("apologies.print"), world.line(notice).document_id) == ([], [], None)


def test_the_letter_carries_the_information_copy_not_the_paper_for_signing(world: World) -> None:
    notice = world.approved(applicant=CITIZEN)
    (letter,) = world.letters()
    with world.store.database.read() as session:
        copy = get_document(session, UUID(letter.document_ids[0]), world.store.sealer)
    assert "bản thông tin" in copy.name
    assert UUID(letter.document_ids[0]) != world.line(notice).document_id
