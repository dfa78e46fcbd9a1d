"""An approved paper is taken back only by a new numbered paper that names it; the first stays byte for byte."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from feedback.apologies import actions
from feedback.apologies.queries.deliveries import UPLOAD_TASK
from feedback.apologies.rules import MARK_LATE, Kind, State
from feedback.foundation.errors import Conflict, Forbidden, Invalid
from feedback.outbox.queries import get_document
from tests.apologies.conftest import MORNING, NEW_DUE, REPAIR, WHY, World, person
from tests.apologies.signing import Office


def paper(world: World, notice: int) -> bytes:
    with world.store.database.read() as session:
        document = world.line(notice).document_id
        assert document is not None
        return get_document(session, document, world.store.sealer).content


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_the_first_is_in_force_until_the_head_approves_the_withdrawal(world: World) -> None:
    first = world.publish(world.approved())
    before = paper(world, first)
    back = world.take_back(first)
    assert (world.line(first).state, world.line(back).state) == (State.PUBLISHED, State.AWAITING)
    assert world.approve(back) == 2
    line = world.line(first)
    assert (line.state, line.withdrawn_by_id, line.number) == (State.WITHDRAWN, back, 1)
    assert paper(world, first) == before


def test_the_withdrawal_names_the_first_by_number_and_day_with_its_reason(world: World) -> None:
    first = world.approved(applicant={"name": "Hồ Thị Mẫu"})
    back = world.take_back(first)
    world.approve(back, MORNING + timedelta(days=1))
    text = words(paper(world, back))
    for said in ("PHIẾU THU HỒI", "Số: 02/PXL", "Phiếu số 01/PXL ngày 20 tháng 11 năm 2026", WHY, "Hồ Thị Mẫu"):
        assert said in text
    assert world.line(back).sent_in_time is None


def test_it_is_handed_over_like_a_notice_and_the_first_need_no_longer_be(world: World) -> None:
    first = world.approved()
    back = world.take_back(first)
    world.approve(back)
    (task,) = world.tasks("apologies.print")
    assert task.subject == str(back)
    world.publish(back)
    world.tick_off(back)
    assert world.line(back).delivered_at is not None


def test_a_withdrawal_is_no_second_date_and_does_not_hide_the_overrun(world: World) -> None:
    first = world.approved()
    record = world.line(first).record_id
    world.approve(world.take_back(first))
    assert world.follow(NEW_DUE, record) == ["nothing"]
    assert world.follow(NEW_DUE + timedelta(hours=20), record) == ["escalate"]


def test_what_cannot_be_taken_back(world: World) -> None:
    first = world.approved()
    with pytest.raises(Invalid, match="chưa rõ"):
        world.take_back(first, why="Vì lý do khách quan")
    with pytest.raises(Conflict, match="đã duyệt"):
        world.take_back(world.expect_late(world.file()))
    back = world.take_back(first)
    with pytest.raises(Conflict, match="Đã có phiếu thu hồi"):
        world.take_back(first)
    world.approve(back)
    with pytest.raises(Conflict, match="còn hiệu lực"):
        world.take_back(first)
    with pytest.raises(Conflict, match="không thu hồi được"):
        world.take_back(back)


def test_a_stranger_and_an_old_page_take_nothing_back(world: World) -> None:
    first = world.approved()

    def attempt(unit: int, version: int) -> None:
        who = person(unit, frozenset({MARK_LATE}))
        world.run(
            lambda session: actions.draft_withdrawal(
                session, actor=who, now=MORNING, notice_id=first, version=version, why=WHY
            )
        )

    with pytest.raises(Forbidden):
        attempt(world.province, world.line(first).version)
    with pytest.raises(Conflict, match="vừa thay đổi"):
        attempt(world.commune, world.line(first).version - 1)


def test_a_draft_given_up_takes_no_number_and_may_be_written_again(world: World) -> None:
    first = world.approved()
    back = world.take_back(first)
    cancel(world, back)
    assert world.line(back).state == State.CANCELLED
    assert world.line(first).state == State.APPROVED
    assert world.take_back(first) == back
    assert world.approve(back) == 2


def test_a_notice_about_lateness_is_not_given_up_by_hand(world: World) -> None:
    with pytest.raises(Conflict, match="không hủy bằng tay"):
        cancel(world, world.expect_late(world.file()))


def test_a_letter_about_a_fault_can_be_taken_back_as_well(world: World) -> None:
    letter = world.fault_letter(world.file())
    world.approve(world.take_back(letter))
    assert world.line(letter).state == State.WITHDRAWN
    again = world.add_fault(world.line(letter).record_id, Kind.WRONG_RESULT, "kết quả ghi sai năm sinh")
    world.decide(again, decision=REPAIR)
    assert world.approve(again) == 3


def cancel(world: World, notice: int) -> None:
    version = world.line(notice).version
    world.run(
        lambda session: actions.cancel_draft(
            session, actor=person(world.commune), now=MORNING, notice_id=notice, version=version
        )
    )


def test_nobody_is_still_asked_to_sign_or_send_what_was_taken_back(world: World) -> None:
    office = Office(world, "upload")
    office.register()
    first = office.prepared()
    office.approve(first)
    assert len(world.tasks(UPLOAD_TASK)) == 1
    world.approve(world.take_back(first))
    assert str(first) not in [task.subject for task in world.tasks(UPLOAD_TASK)]
