"""The job that follows notices: each looked at once, again changes nothing. Its stories: actions/test_delivering.py."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from feedback.apologies.jobs.deliveries import follow_deliveries
from feedback.apologies.queries.deliveries import OVERDUE_TASK, OVERDUE_TOGETHER, PRINT_TASK
from feedback.outbox.tables import Task
from tests.apologies.conftest import MORNING, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_several_notices_are_followed_in_one_turn_and_not_again(world: World) -> None:
    for _ in range(3):
        world.approved()
    assert follow_deliveries(world.store, MORNING, "") == {"hand_over": 3}
    assert follow_deliveries(world.store, MORNING, "") == {}


@pytest.mark.parametrize("left", ["with an open task", "with a task without a clock", "without any task"])
def test_notices_an_older_version_left_approved_give_the_head_one_task_and_no_flood(world: World, left: str) -> None:
    for _ in range(4):
        world.approved()
    as_left = {
        "with an open task": update(Task).where(Task.kind == PRINT_TASK).values(due_at=MORNING + DAY),
        "with a task without a clock": update(Task).where(Task.kind == PRINT_TASK).values(due_at=None),
        "without any task": delete(Task).where(Task.kind == PRINT_TASK),
    }
    world.run(lambda session: session.execute(as_left[left]))
    upgrade = MORNING + 4 * DAY
    assert follow_deliveries(world.store, upgrade, "") == {"hand_over": 4}
    for later in (HOUR, DAY, 2 * DAY, 40 * DAY):
        assert follow_deliveries(world.store, upgrade + later, "") == {}
    (told,) = world.tasks(OVERDUE_TOGETHER)
    assert (told.for_role, told.unit_id, told.link) == ("head", world.commune, "/viec")
    assert world.tasks(OVERDUE_TASK) == []
    assert len(world.tasks(PRINT_TASK)) == 4
    new = world.approved(now=upgrade + DAY)
    follow_deliveries(world.store, upgrade + DAY, "")
    follow_deliveries(world.store, upgrade + 10 * DAY, "")
    assert [task.subject for task in world.tasks(OVERDUE_TASK)] == [str(new)]
