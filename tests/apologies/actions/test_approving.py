"""The head's decision: everything or nothing, the number without gap or twin, two heads cannot both approve."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from feedback.answers.queries.codes import kept_hash
from feedback.answers.rules.codes import shown_code
from feedback.answers.tables import OneTimeCode
from feedback.apologies import actions, queries
from feedback.apologies.documents import approve_notice
from feedback.apologies.rules import MARK_LATE, State
from feedback.apologies.tables import NumberBook
from feedback.audit.tables import AuditNote
from feedback.foundation.clock import at_local
from feedback.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from feedback.organisation.tables import Head
from feedback.outbox.queries import get_document
from tests.apologies.conftest import DECISION, LIMIT, MORNING, NEW_DUE, World, person

CITIZEN = {"name": "Nguyễn Thị Mẫu", "identity": "045000000001", "email": "mau@example.vn"}


def paper_of(world: World, notice_id: int) -> str:
    document = world.line(notice_id).document_id
    assert document is not None
    with world.store.database.read() as session:
        content = get_document(session, document, world.store.sealer).content
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_approval_takes_number_one_and_prints_it(world: World) -> None:
    notice = world.approved(applicant=CITIZEN)
    line = world.line(notice)
    assert (line.state, line.number, line.year, line.sent_in_time) == (State.APPROVED, 1, 2026, True)
    text = paper_of(world, notice)
    assert "Số: 01/PXL" in text
    assert "Nguyễn Thị Mẫu" in text
    assert "ngày 30 tháng 11 năm 2026" in text


def codes_of(world: World) -> list[OneTimeCode]:
    with world.store.database.read() as session:
        return list(session.scalars(select(OneTimeCode)))


def reachable(world: World) -> None:
    """The website has an address that citizens can open: papers carry codes."""
    world.store.settings = world.store.settings.model_copy(update={"public_url": "https://danhgia.example.gov.vn"})


def test_approval_makes_the_code_on_the_paper_count_and_only_then_does_it_know_the_file(world: World) -> None:
    reachable(world)
    notice = world.expect_late(world.file())
    world.decide(notice)
    assert codes_of(world) == []
    world.approve(notice)
    (code,) = codes_of(world)
    with world.store.database.read() as session:
        token = queries.survey_token(world.store.sealer, queries.read_notice(session, notice))
    assert code.hash == kept_hash(world.store.sealer, token)
    assert (code.kind, code.stage, code.used, code.record_id) == (
        "apology",
        "after_apology",
        False,
        world.line(notice).record_id,
    )
    assert (code.unit_id, code.day, code.expires_on) == (world.commune, date(2026, 11, 20), date(2027, 1, 19))
    assert "danhgia.example.gov.vn/h/ " + shown_code(token) in paper_of(world, notice)


def test_a_refused_approval_and_an_address_nobody_can_open_leave_no_code(world: World) -> None:
    world.approved()
    reachable(world)
    notice = world.expect_late(world.file())
    world.decide(notice)
    with pytest.raises(Conflict):
        world.approve(notice, version=99)
    assert codes_of(world) == []


def test_numbers_go_on_within_the_year_and_begin_again_in_january(world: World) -> None:
    world.approved()
    second = world.approved()
    later = at_local(date(2027, 1, 5), time(8, 0))
    due = at_local(date(2027, 1, 7), time(16, 0))
    third = world.expect_late(world.file(stated_due_at=due), later)
    world.decide(third, later, replace(DECISION, new_due=at_local(date(2027, 1, 12), time(16, 0))))
    world.approve(third, later)
    assert [world.line(each).number for each in (second, third)] == [2, 1]


def test_a_notice_approved_after_its_limit_counts_as_sent_late(world: World) -> None:
    late = world.approved(now=LIMIT + timedelta(minutes=1))
    assert world.line(late).sent_in_time is False


def test_eight_heads_at_once_leave_no_gap_and_no_twin(world: World) -> None:
    notices = [world.expect_late(world.file(applicant=CITIZEN)) for _ in range(8)]
    for notice in notices:
        world.decide(notice)
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(world.approve, notices))
    assert sorted(numbers) == list(range(1, 9))
    for notice, number in zip(notices, numbers, strict=True):
        assert f"Số: {number:02d}/PXL" in paper_of(world, notice)


def test_two_heads_cannot_both_approve_the_same_notice(world: World) -> None:
    notice = world.expect_late(world.file(applicant=CITIZEN))
    world.decide(notice)
    version = world.line(notice).version

    def try_it(_: int) -> str:
        try:
            return str(world.approve(notice, version=version))
        except Conflict:
            return "conflict"

    with ThreadPoolExecutor(8) as pool:
        results = sorted(pool.map(try_it, range(8)))
    assert results == ["1"] + ["conflict"] * 7
    assert len(world.letters()) == 1
    assert len(world.tasks("apologies.print")) == 1


def test_a_head_who_saw_an_older_version_is_told_so(world: World) -> None:
    notice = world.expect_late(world.file())
    world.decide(notice)
    seen = world.line(notice).version
    world.decide(notice, decision=replace(DECISION, reason_class="verification"))
    with pytest.raises(Conflict, match="vừa sửa"):
        world.approve(notice, version=seen)
    assert world.line(notice).state == State.AWAITING


def test_an_approval_that_fails_gives_its_number_back(world: World) -> None:
    notice = world.expect_late(world.file())
    world.decide(notice)
    stranger = person(world.province)
    with pytest.raises(Forbidden):
        approve_notice(world.store, actor=stranger, now=MORNING, notice_id=notice, version=world.line(notice).version)
    assert world.approve(notice) == 1


def test_who_may_only_prepare_cannot_approve(world: World) -> None:
    notice = world.expect_late(world.file())
    world.decide(notice)
    officer = person(world.commune, frozenset({MARK_LATE}))
    with pytest.raises(Forbidden):
        approve_notice(world.store, actor=officer, now=MORNING, notice_id=notice, version=world.line(notice).version)


def test_without_reason_and_date_nothing_can_be_approved(world: World) -> None:
    notice = world.expect_late(world.file())
    with pytest.raises(Conflict, match="chưa có lý do"):
        world.approve(notice)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reason_text": "Vì lý do khách quan"}, "chưa rõ"),
        ({"reason_text": ""}, "chưa rõ"),
        ({"reason_class": "whatever"}, "nhóm lý do"),
        ({"new_due": at_local(date(2026, 11, 24), time(9, 0))}, "không phải giờ làm việc"),
        ({"new_due": at_local(date(2026, 11, 23), time(16, 0))}, "sau giờ hẹn cũ"),
    ],
)
def test_a_vague_reason_or_an_impossible_date_is_refused(world: World, change: dict, words: str) -> None:
    notice = world.expect_late(world.file())
    with pytest.raises(Invalid, match=words):
        world.decide(notice, decision=replace(DECISION, **change))
    assert world.line(notice).state == State.DRAFTED


def test_a_unit_without_a_head_is_told_what_to_do_and_loses_nothing(world: World) -> None:
    notice = world.expect_late(world.file())
    world.decide(notice)
    world.run(lambda session: session.query(Head).delete())
    with pytest.raises(NotFound, match="Chưa có người đứng đầu"):
        world.approve(notice)
    assert world.line(notice).state == State.AWAITING
    assert world.run(lambda session: actions.ask_for_heads(session, now=MORNING)) == 1
    assert world.run(lambda session: actions.ask_for_heads(session, now=MORNING)) == 0
    assert [task.unit_id for task in world.tasks("apologies.no_head")] == [world.province]


def test_both_desks_get_their_task_and_the_heads_is_done(world: World) -> None:
    world.approved()
    assert "trao tại quầy" in world.tasks("apologies.print")[0].title
    assert "điều chỉnh ngày hẹn" in world.tasks("apologies.redate")[0].title
    assert world.tasks("apologies.sign") == []


def test_the_receiving_desk_is_told_even_when_another_unit_solves(world: World) -> None:
    world.approved(receiving_unit_id=world.province)
    assert world.tasks("apologies.redate")[0].unit_id == world.province
    assert world.tasks("apologies.print")[0].unit_id == world.commune


def test_a_letter_leaves_only_where_the_file_gave_an_address(world: World) -> None:
    world.approved(applicant={"name": "Hồ Văn Mẫu"})
    assert world.letters() == []
    world.approved(applicant=CITIZEN)
    (letter,) = world.letters()
    assert "mau@example.vn" not in str(letter.payload)
    assert len(letter.document_ids) == 1


def test_the_paper_rests_encrypted(world: World) -> None:
    notice = world.approved(applicant=CITIZEN)

    def raw(session):
        from feedback.outbox.tables import Document  # noqa: PLC0415

        return session.get_one(Document, world.line(notice).document_id).content

    assert not world.run(raw).startswith(b"%PDF")


def test_what_was_printed_is_compared_with_what_is_true_when_approving(world: World) -> None:
    notice = world.expect_late(world.file(applicant=CITIZEN))
    world.decide(notice)
    with world.store.database.read() as session:
        row = queries.read_notice(session, notice)
        facts = queries.preview_facts(
            session, row, queries.decision_of(row), now=MORNING, sealer=world.store.sealer, base_url=""
        )
    stale = actions.Approval(replace(facts, head_name="Người Khác"), b"", b"")
    with pytest.raises(actions.FactsMoved):
        world.run(
            lambda session: actions.approve(
                session,
                actor=person(world.commune),
                now=MORNING,
                notice_id=notice,
                version=world.line(notice).version,
                decision=DECISION,
                approval=stale,
                sealer=world.store.sealer,
                base_url="",
            )
        )
    assert world.run(lambda session: session.scalars(select(NumberBook.last)).all()) == []


def test_an_approved_notice_never_changes_again(world: World) -> None:
    notice = world.approved()
    with pytest.raises(Conflict):
        world.decide(notice)
    with pytest.raises(Conflict):
        world.approve(notice)


def test_every_step_is_noted(world: World) -> None:
    world.approved()
    verbs = world.run(lambda session: list(session.scalars(select(AuditNote.verb).order_by(AuditNote.id))))
    assert [verb for verb in verbs if verb.startswith("apology")] == [
        "apology.expected",
        "apology.prepare",
        "apology.approve",
    ]


def test_the_new_date_stands_beside_the_old_one(world: World) -> None:
    line = world.line(world.approved())
    assert (line.due_at, line.new_due_at) == (at_local(date(2026, 11, 23), time(16, 10)), NEW_DUE)
    assert isinstance(line.approved_at, datetime)


@pytest.mark.parametrize("told", [{"state": "withdrawn"}, {"state": "done", "finished_at": MORNING}])
def test_a_file_that_ended_since_the_draft_is_not_apologised_for(world: World, told: dict) -> None:
    record = world.file()
    notice = world.expect_late(record)
    world.decide(notice)
    world.change(record, **told)
    with pytest.raises(Conflict, match="không còn cần nữa"):
        world.approve(notice)
    assert (world.line(notice).state, world.line(notice).number) == ("awaiting", None)
    assert world.follow(MORNING, record) == ["cancel"]
