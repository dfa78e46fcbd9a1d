"""A line leaves the public list before its time only by two persons."""

import pytest

from feedback.apologies import actions, queries
from feedback.apologies.rules import REMOVE_PUBLIC, SIGN_APOLOGIES
from feedback.foundation.clock import local_day
from feedback.foundation.errors import Conflict, Forbidden, Invalid, Refused
from tests.apologies.concurrency import at_once
from tests.apologies.conftest import MORNING, World, person

REASON = "Thôn chỉ có một hộ làm thủ tục này nên dễ nhận ra người nộp"
BOTH = frozenset({SIGN_APOLOGIES, REMOVE_PUBLIC})


def ask(world: World, notice: int, account: int, unit: int = 0, why: str = REASON) -> int:
    who = person(unit or world.commune, BOTH, "Trần Văn Mẫu", account)
    return world.run(lambda session: actions.ask_removal(session, actor=who, now=MORNING, notice_id=notice, why=why))


def decide(world: World, removal: int, account: int, confirmed: bool = True, **more: object) -> None:
    who = person(world.commune, BOTH, "Lê Thị Thanh Tra", account)
    values = {"version": 1, "answer": "", **more}
    world.run(
        lambda session: actions.decide_removal(
            session, actor=who, now=MORNING, removal_id=removal, confirmed=confirmed, **values
        )
    )


def listed(world: World) -> tuple[int, int]:
    """Lines shown and lines said to be removed."""
    with world.store.database.read() as session:
        units = queries.list_public(session, local_day(MORNING))
    return sum(unit.total for unit in units), sum(unit.removed for unit in units)


def test_the_line_stays_until_a_second_person_confirms_and_is_then_counted(world: World) -> None:
    one, two = world.accounts()
    notice, other = world.publish(world.approved()), world.publish(world.approved())
    removal = ask(world, notice, one)
    assert listed(world) == (2, 0)
    assert len(world.tasks("apologies.removal")) == 1
    decide(world, removal, two)
    assert listed(world) == (1, 1)
    assert world.tasks("apologies.removal") == []
    decide(world, ask(world, other, one), two)
    assert listed(world) == (0, 2)


def test_who_asked_cannot_confirm(world: World) -> None:
    one, _ = world.accounts()
    removal = ask(world, world.publish(world.approved()), one)
    with pytest.raises(Forbidden, match="người thứ hai"):
        decide(world, removal, one)
    assert listed(world) == (1, 0)


def test_a_refusal_keeps_the_line_and_needs_a_reason(world: World) -> None:
    one, two = world.accounts()
    notice = world.publish(world.approved())
    removal = ask(world, notice, one)
    with pytest.raises(Invalid):
        decide(world, removal, two, confirmed=False)
    decide(world, removal, two, confirmed=False, answer="Không ai nhận ra được từ dòng này.")
    assert listed(world) == (1, 0)
    assert ask(world, notice, one) != removal


def test_asking_needs_a_reason_the_units_head_and_a_line_that_is_public(world: World) -> None:
    one, _ = world.accounts()
    notice = world.publish(world.approved())
    with pytest.raises(Invalid):
        ask(world, notice, one, why="vì")
    with pytest.raises(Forbidden):
        ask(world, notice, one, unit=world.province)
    with pytest.raises(Conflict, match="không còn"):
        ask(world, world.expect_late(world.file()), one)
    ask(world, notice, one)
    with pytest.raises(Conflict, match="Đã có một đề nghị"):
        ask(world, notice, one)


def test_the_system_and_those_without_the_right_decide_nothing(world: World) -> None:
    one, two = world.accounts()
    removal = ask(world, world.publish(world.approved()), one)
    who = person(world.commune, frozenset({SIGN_APOLOGIES}), "Người khác", two)
    with pytest.raises(Forbidden):
        world.run(
            lambda session: actions.decide_removal(
                session, actor=who, now=MORNING, removal_id=removal, version=1, confirmed=True, answer=""
            )
        )


def test_two_who_decide_at_once_decide_once(world: World) -> None:
    one, two = world.accounts()
    removal = ask(world, world.publish(world.approved()), one)

    def attempt(number: int) -> bool:
        try:
            decide(world, removal, two, confirmed=number % 2 == 0, answer="Đã xem, quyết định như vậy.")
        except Refused:
            return False
        return True

    assert at_once(attempt, 6).count(True) == 1


def test_neither_reason_nor_answer_may_hold_somebodys_number(world: World) -> None:
    """Both are read by the upper level and stay in the journal."""
    one, two = world.accounts()
    notice = world.publish(world.approved())
    with pytest.raises(Invalid, match="số điện thoại"):
        ask(world, notice, one, why="Bà con gọi số 0912345678 xin gỡ vì dễ nhận ra")
    removal = ask(world, notice, one)
    with pytest.raises(Invalid, match="số giấy tờ"):
        decide(world, removal, two, answer="Đúng là người có số định danh 045088001234")
    assert listed(world) == (1, 0)
