"""Published when it is on its way, closed when it is delivered and its public time is over."""

from datetime import timedelta

import pytest

from feedback.apologies import actions, queries
from feedback.apologies.rules import State
from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import Conflict
from tests.apologies.conftest import MORNING, World

DAY = timedelta(days=1)


def test_a_notice_is_published_only_after_it_has_left(world: World) -> None:
    notice = world.approved()
    with pytest.raises(Conflict):
        world.run(lambda session: actions.publish(session, actor=SYSTEM, now=MORNING, notice_id=notice))
    world.publish(notice)
    line = world.line(notice)
    assert (line.state, line.published_at) == (State.PUBLISHED, MORNING)


def test_a_notice_is_closed_when_delivered_and_no_longer_public(world: World) -> None:
    notice = world.publish(world.approved())
    follow(world, notice, 91)
    assert world.line(notice).state == State.PUBLISHED
    world.tick_off(notice, MORNING + 91 * DAY)
    assert world.line(notice).state == State.PUBLISHED
    follow(world, notice, 91)
    line = world.line(notice)
    assert (line.state, line.closed_at) == (State.CLOSED, MORNING + 91 * DAY)


def test_a_delivered_notice_stays_open_while_it_is_public(world: World) -> None:
    notice = world.publish(world.approved())
    world.tick_off(notice)
    follow(world, notice, 90)
    assert world.line(notice).state == State.PUBLISHED


def test_following_again_changes_nothing(world: World) -> None:
    notice = world.publish(world.approved())
    version = world.line(notice).version
    assert follow(world, notice, 1) == ""
    assert world.line(notice).version == version


def test_the_page_tells_who_did_what_when(world: World) -> None:
    notice = world.publish(world.approved())
    with world.store.database.read() as session:
        life = queries.list_life(session, notice)
    assert [step.words for step in life] == [
        "Bộ phận Một cửa báo không kịp, dự thảo được lập",
        "Ghi lý do, nội dung",
        "Duyệt, lấy số",
        "Giao việc in, ký và trao tại quầy",
        "Đăng ở trang công khai",
    ]
    assert [step.who for step in life] == ["Trần Văn Mẫu"] * 3 + ["hệ thống"] * 2


def follow(world: World, notice: int, days: int) -> str:
    now = MORNING + days * DAY
    return world.run(lambda session: actions.follow_public(session, actor=SYSTEM, now=now, notice_id=notice))
