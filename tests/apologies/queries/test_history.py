"""What a notice's page lists under "Gửi và trao"."""

from __future__ import annotations

from functools import partial

from feedback.apologies.jobs.calendar import follow_decisions
from feedback.apologies.queries import read_notice
from feedback.apologies.queries.calendar_messages import CALENDAR_TASK
from feedback.apologies.queries.history import list_history
from feedback.outbox.actions import close_task
from tests.apologies.actions.test_delivering import CITIZEN, connect
from tests.apologies.conftest import MORNING, World
from tests.apologies.jobs.test_calendar import close, promise
from tests.fake_gateway import gateway_served

__all__ = ["promise"]


def told(world: World, notice_id: int) -> list[tuple[str, str]]:
    with world.store.database.read() as session:
        lines = list_history(session, world.store.sealer, read_notice(session, notice_id))
    return [(line.way.split()[0], line.what) for line in lines if "điều chỉnh" in line.what]


def test_letter_message_and_paper_about_a_moved_date_are_told_beside_the_notice_itself(world, promise):
    notice_id, elsewhere = promise(applicant=CITIZEN), world.approved()
    assert told(world, notice_id) == []
    with gateway_served() as gateway:
        connect(world, gateway)
        decision_id = close(world)
        follow_decisions(world.store, MORNING, "")
    assert sorted(told(world, notice_id)) == [
        ("thư", "báo ngày hẹn được điều chỉnh: xếp vào hộp thư đi"),
        ("tin", "báo ngày hẹn được điều chỉnh: xếp vào hộp thư đi"),
        ("trao", "giao việc in và trao thông báo điều chỉnh ngày hẹn"),
    ]
    subject = f"{decision_id}/{world.line(notice_id).record_id}"
    world.run(partial(close_task, kind=CALENDAR_TASK, subject=subject, by="Lê Văn Quầy", now=MORNING))
    assert ("trao", "đã trao thông báo điều chỉnh ngày hẹn") in told(world, notice_id)
    assert told(world, elsewhere) == []
