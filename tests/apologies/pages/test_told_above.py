"""What is told to a leader can be opened by a leader: every task, letter and line of the first page leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from feedback.apologies import actions
from feedback.foundation.actors import Actor, Grant
from feedback.foundation.clock import at_local
from feedback.organisation.tables import Head, Unit
from feedback.outbox.tables import Task, WorkItem
from feedback.web import ROLE_PERMISSIONS
from tests.apologies.conftest import DUE, LIMIT, MORNING, World

Acting = Callable[[Actor], FlaskClient]


def leader(site: World) -> Actor:
    return Actor(
        "Lãnh đạo Mẫu", 9, (Grant(ROLE_PERMISSIONS["leader"], frozenset({site.province, site.commune})),), "lanh-dao"
    )


def test_every_task_letter_and_line_for_a_leader_opens_and_lets_nothing_be_changed(
    site: World, acting: Acting, monkeypatch
):
    later = at_local(date(2026, 12, 8), time(9, 0))
    monkeypatch.setattr("feedback.foundation.clock.now", lambda: later)
    site.run(
        lambda session: site.factory(session).account(
            "leader", unit=session.get_one(Unit, site.province), email="lanh-dao@mau.example"
        )
    )
    unsigned = site.expect_late(site.file())
    overrun = site.approved(stated_due_at=DUE)
    site.publish(overrun)
    site.run(lambda session: session.delete(session.scalars(select(Head)).one()))
    site.follow(later, site.line(overrun).record_id)
    site.run(lambda session: actions.escalate_unsigned(session, now=LIMIT + timedelta(days=5), url="http://x"))
    site.run(lambda session: actions.ask_for_heads(session, now=later))
    client = acting(leader(site))
    with site.store.database.read() as session:
        tasks = [task.link for task in session.scalars(select(Task).where(Task.for_role == "leader"))]
        letter = session.scalars(select(WorkItem).where(WorkItem.kind == "letter")).one().payload["text"]
    start = client.get("/").text
    assert f"/xin-loi/{unsigned}" in start
    lines = re.findall(r'href="(/(?:xin-loi|ho-so)/\d+)"', start)
    links = {*tasks, *lines, *re.findall(r"http://x(/\S+)", letter)}
    assert f"/xin-loi/{unsigned}" in links
    assert len(links) >= 3
    assert {link: client.get(link).status_code for link in sorted(links)} == dict.fromkeys(sorted(links), 200)
    page = client.get(f"/xin-loi/{unsigned}").text
    assert "<form" not in page.partition("<main")[2]
    for deed in ("ly-do", "duyet"):
        assert client.post(f"/xin-loi/{unsigned}/{deed}", data={"ban": "1"}).status_code == 403
    assert later > MORNING
