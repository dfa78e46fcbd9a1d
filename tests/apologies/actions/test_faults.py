"""The other apologies: one letter per file, with what went wrong, why, and how it is put right."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from feedback.apologies import actions, queries
from feedback.apologies.rules import Kind, State
from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import Conflict, Forbidden, Invalid
from feedback.outbox.queries import get_document
from feedback.records.actions.supplements import tell_supplements
from feedback.records.rules.supplements import SupplementFacts
from tests.apologies.concurrency import at_once
from tests.apologies.conftest import DECISION, MORNING, OLD, REPAIR, World, person

DAY = timedelta(days=1)
HAPPENED = "bản chính giấy khai sinh nộp ngày 02/11"


def test_a_second_fault_is_added_to_the_open_letter(world: World) -> None:
    record = world.file()
    letter = world.add_fault(record, Kind.LOST_PAPERS, HAPPENED)
    world.decide(letter, decision=REPAIR)
    assert world.add_fault(record, Kind.WRONG_RESULT, "trích lục ghi sai năm sinh") == letter
    assert world.line(letter).state == State.DRAFTED
    world.decide(letter, decision=REPAIR)
    assert world.approve(letter) == 1
    text = words(world, letter)
    assert f"(1) làm mất, thất lạc giấy tờ trong hồ sơ: {HAPPENED}; (2) kết quả đã trả có sai sót" in text
    assert "THƯ XIN LỖI" in text
    assert REPAIR.remedy in text


def test_the_head_cannot_approve_a_letter_that_got_another_fault_meanwhile(world: World) -> None:
    record = world.file()
    letter = world.add_fault(record, Kind.LOST_PAPERS, HAPPENED)
    world.decide(letter, decision=REPAIR)
    seen = world.line(letter).version
    world.add_fault(record, Kind.DAMAGED_PAPERS, "bản đồ trích đo bị ướt")
    with pytest.raises(Conflict):
        world.approve(letter, version=seen)


def test_after_the_letter_is_approved_a_new_fault_begins_a_new_one(world: World) -> None:
    record = world.file()
    first = world.fault_letter(record)
    second = world.add_fault(record, Kind.LOST_PAPERS, "bản sao hộ chiếu")
    assert second != first
    assert [world.line(each).turn for each in (first, second)] == [11, 12]


def test_a_letter_stands_beside_the_notice_about_lateness_in_one_book(world: World) -> None:
    record = world.file()
    notice = world.expect_late(record)
    letter = world.add_fault(record, Kind.LOST_PAPERS, HAPPENED)
    world.decide(notice, decision=DECISION)
    world.decide(letter, decision=REPAIR)
    assert (world.approve(letter), world.approve(notice)) == (1, 2)
    assert world.line(letter).sent_in_time is None
    assert len(world.tasks("apologies.redate")) == 1


def test_without_reason_or_remedy_no_letter_leaves(world: World) -> None:
    letter = world.add_fault(world.file(), Kind.LOST_PAPERS, HAPPENED)
    with pytest.raises(Conflict):
        world.approve(letter)
    with pytest.raises(Invalid, match="Biện pháp khắc phục"):
        world.decide(letter, decision=DECISION)


def test_a_file_without_a_due_moment_can_be_apologised_for(world: World) -> None:
    world.fault_letter(world.file(stated_due_at=None, computed_due_at=None))


@pytest.mark.parametrize(
    ("kind", "happened"), [(Kind.LATE, HAPPENED), (Kind.WRONG_RESULT, "sai"), (Kind.WRONG_RESULT, "")]
)
def test_other_kinds_and_empty_words_are_refused(world: World, kind: Kind, happened: str) -> None:
    with pytest.raises(Invalid):
        world.add_fault(world.file(), kind, happened)


def test_the_same_fault_twice_and_a_stranger_are_refused(world: World) -> None:
    record = world.file()
    world.add_fault(record, Kind.LOST_PAPERS, HAPPENED)
    with pytest.raises(Conflict, match="đã nêu lỗi này"):
        world.add_fault(record, Kind.LOST_PAPERS, HAPPENED)
    with pytest.raises(Forbidden):
        world.run(
            lambda session: actions.add_fault(
                session,
                actor=person(world.province),
                now=MORNING,
                record_id=record,
                kind=Kind.LOST_PAPERS,
                happened=HAPPENED,
            )
        )


def test_two_at_the_desk_write_one_letter(world: World) -> None:
    record = world.file()
    kinds = (Kind.LOST_PAPERS, Kind.DAMAGED_PAPERS, Kind.WRONG_RESULT, Kind.REPEATED_SUPPLEMENT)
    letters = at_once(lambda number: world.add_fault(record, kinds[number], HAPPENED), len(kinds))
    assert len(set(letters)) == 1
    with world.store.database.read() as session:
        assert {each.kind for each in queries.list_faults(session, letters[0])} == set(kinds)


def test_a_file_asked_for_papers_twice_is_suggested_once(world: World) -> None:
    record, other = world.file(), world.file()
    told = [SupplementFacts(OLD + DAY, OLD + 2 * DAY, "bản vẽ"), SupplementFacts(OLD + 3 * DAY, None, "đơn")]
    for each, facts in ((record, told), (other, told[:1])):
        world.run(
            lambda session, each=each, facts=facts: tell_supplements(
                session, actor=SYSTEM, now=MORNING, record_id=each, told=facts
            )
        )
    assert world.run(lambda session: actions.suggest_letters(session, now=MORNING)) == 1
    assert world.run(lambda session: actions.suggest_letters(session, now=MORNING)) == 0
    (task,) = world.tasks("apologies.asked_twice")
    assert task.link == f"/xin-loi/ho-so/{record}/loi"
    world.add_fault(record, Kind.REPEATED_SUPPLEMENT, "yêu cầu nộp lại bản vẽ đã có")
    with world.store.database.read() as session:
        assert queries.list_asked_twice(session) == []


def words(world: World, notice: int) -> str:
    with world.store.database.read() as session:
        document = world.line(notice).document_id
        assert document is not None
        content = get_document(session, document, world.store.sealer).content
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())
