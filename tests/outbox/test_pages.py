"""The pages of tasks and letters: one's own units only, and only POST changes anything."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from feedback.foundation.actors import Actor, Grant
from feedback.foundation.database import Database
from feedback.organisation.queries import unit_names
from feedback.outbox import actions, queries
from feedback.outbox.rules import RELEASE_OUTBOX, SEE_OUTBOX, SEE_TASKS, Outcome
from tests.factories import Factory

Acting = Callable[[Actor], FlaskClient]


def person(*units: int) -> Actor:
    return Actor("Trần Thị Lan", 7, (Grant(frozenset({SEE_TASKS, SEE_OUTBOX}), frozenset(units)),))


def two_units(database: Database, now: datetime) -> tuple[int, int]:
    """Two units with one task and one failed letter each."""

    def work(session):
        make = Factory(session)
        ids = []
        for number in (1, 2):
            unit = make.unit()
            ids.append(unit.id)
            actions.hand_over(session, kind="k", subject=str(number), unit_id=unit.id, title=f"In {number}", now=now)
            actions.enqueue(
                session, kind="letter", subject=str(number), now=now, unit_id=unit.id, payload={"title": f"T{number}"}
            )
        for delivery in actions.lease_due(session, kinds=["letter"], owner="a", now=now):
            actions.settle(session, delivery=delivery, owner="a", now=now, outcome=Outcome.FAILED, why="550 không có")
        return tuple(ids)

    return database.run(work)


def task_of(database: Database, unit: int) -> int:
    with database.read() as session:
        return next(task.id for task in queries.list_tasks(session, [unit]) if task.kind == "k")


def letter_of(database: Database, unit: int) -> UUID:
    with database.read() as session:
        return queries.list_work(session, [unit])[0].id


def test_the_task_page_shows_ones_own_units(site_database: Database, acting: Acting, now: datetime) -> None:
    mine, _ = two_units(site_database, now)
    page = acting(person(mine)).get("/viec")
    assert page.status_code == 200
    assert "In 1" in page.text
    assert "In 2" not in page.text


def test_tasks_of_several_units_stand_under_their_names_after_those_for_leaders(
    site_database: Database, acting: Acting, now: datetime
) -> None:
    mine, other = two_units(site_database, now)
    raised = {"kind": "raised", "subject": "1", "unit_id": other, "title": "Phiếu chưa duyệt", "for_role": "leader"}
    site_database.run(lambda session: actions.hand_over(session, now=now, **raised))
    page = acting(person(mine, other)).get("/viec").text
    with site_database.read() as session:
        names = unit_names(session, [mine, other])
    # Both letters failed at one moment: which unit comes first is chance.
    leaders, *units = page.split("<h2 id=")[1:]
    assert "Dành cho lãnh đạo cấp trên <" in leaders
    assert "Phiếu chưa duyệt</h3>" in leaders
    under = {name: next(each for each in units if f">{name} <" in each) for name in names.values()}
    assert "In 1</h3>" in under[names[mine]]
    assert "In 2</h3>" in under[names[other]]
    assert "In 1</h2>" in acting(person(mine)).get("/viec").text


def test_more_tasks_than_a_page_holds_are_counted_aloud(
    site_database: Database, acting: Acting, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = two_units(site_database, now)
    client = acting(person(mine, other))
    assert "việc gấp nhất trong" not in client.get("/viec").text
    monkeypatch.setattr(queries, "PAGE", 1)
    assert "Đang hiện 1 việc gấp nhất trong 4 việc đang mở" in client.get("/viec").text


def test_a_task_offers_its_page_only_to_whom_that_page_lets_in(
    site_database: Database, acting: Acting, now: datetime
) -> None:
    mine, _ = two_units(site_database, now)
    for subject, link in (("a", "/hop-thu-di"), ("b", "/tai-khoan")):
        task = {"kind": "linked", "subject": subject, "unit_id": mine, "title": f"Mở {subject}", "link": link}
        site_database.run(lambda session, task=task: actions.hand_over(session, now=now, **task))
    page = acting(person(mine)).get("/viec").text
    assert ("Mở a" in page, "Mở b" in page) == (True, True)
    assert 'class="button button--quiet" href="/hop-thu-di"' in page
    assert 'href="/tai-khoan"' not in page


def test_a_task_is_ticked_off_by_posting(site_database: Database, acting: Acting, now: datetime) -> None:
    mine, _ = two_units(site_database, now)
    client, task = acting(person(mine)), task_of(site_database, mine)
    assert client.get(f"/viec/{task}/xong").status_code == 405
    assert client.post(f"/viec/{task}/xong").status_code == 302
    assert client.post(f"/viec/{task}/xong").status_code == 409


def test_nobody_ticks_off_the_task_of_another_unit(site_database: Database, acting: Acting, now: datetime) -> None:
    mine, other = two_units(site_database, now)
    assert acting(person(mine)).post(f"/viec/{task_of(site_database, other)}/xong").status_code == 403


def test_a_failed_letter_is_visible_with_its_reason(site_database: Database, acting: Acting, now: datetime) -> None:
    mine, _ = two_units(site_database, now)
    page = acting(person(mine)).get("/hop-thu-di?trang-thai=failed").text
    # Two letters anywhere on the page could be two letters of a random form key: only the list is looked at.
    letters = page[page.index("<table") : page.index("</table>")]
    assert "550 không có" in letters
    assert "T2" not in letters


def test_a_failed_letter_is_sent_again_by_posting_and_once(
    site_database: Database, acting: Acting, now: datetime
) -> None:
    mine, other = two_units(site_database, now)
    client = acting(person(mine))
    address = f"/hop-thu-di/{letter_of(site_database, mine)}/gui-lai"
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 409
    assert client.post(f"/hop-thu-di/{letter_of(site_database, other)}/gui-lai").status_code == 403


def test_strangers_are_sent_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/viec").status_code == 302
    assert client.get("/hop-thu-di").status_code == 302


EVERYWHERE = Actor("Quản trị tỉnh", 9, (Grant(frozenset({SEE_OUTBOX, RELEASE_OUTBOX}), None),))


def put_back(database: Database, now: datetime) -> UUID:
    """A letter that waits, in a database that was put back."""

    def work(session):
        identity = actions.enqueue(
            session, kind="letter", subject="46", now=now, payload={"subject": "Báo cáo tuần 46"}
        )
        actions.count_on(session, now=now, outside=None, sent=())
        actions.count_on(session, now=now, outside=99, sent=["<x@lang-nghe>"])
        return identity

    return database.run(work)


def test_every_staff_page_says_that_nothing_leaves_after_a_restore(
    site_database: Database, acting: Acting, now: datetime
) -> None:
    mine, _ = two_units(site_database, now)
    client = acting(person(mine))
    assert "khôi phục từ bản sao" not in client.get("/viec").text
    put_back(site_database, now)
    page = client.get("/viec").text
    assert "khôi phục từ bản sao" in page
    assert "/hop-thu-di/khoi-phuc" not in page
    assert client.get("/hop-thu-di/khoi-phuc").status_code == 403
    assert "/hop-thu-di/khoi-phuc" in acting(EVERYWHERE).get("/hop-thu-di").text


def test_whoever_is_responsible_sees_what_would_leave_and_lets_it(
    site_database: Database, acting: Acting, now: datetime
) -> None:
    client = acting(EVERYWHERE)
    assert client.get("/hop-thu-di/khoi-phuc").status_code == 302
    identity = put_back(site_database, now)
    page = client.get("/hop-thu-di/khoi-phuc").text
    assert "Báo cáo tuần 46" in page
    assert "1 thư đã gửi mà bản khôi phục không có dòng nào" in page
    assert client.post("/hop-thu-di/khoi-phuc").status_code == 422
    done = client.post("/hop-thu-di/khoi-phuc", data={"da_xem": "1", "bo": [str(identity), "khong-phai-ma"]})
    assert done.status_code == 302
    with site_database.read() as session:
        assert not queries.is_closed(session)
        assert queries.get_work(session, identity).state == "done"
    assert client.post("/hop-thu-di/khoi-phuc", data={"da_xem": "1"}).status_code == 409


def test_an_administrator_of_one_commune_sees_but_cannot_let_letters_leave(
    site_database: Database, acting: Acting, now: datetime
) -> None:
    mine, _ = two_units(site_database, now)
    put_back(site_database, now)
    client = acting(Actor("Quản trị xã", 8, (Grant(frozenset({RELEASE_OUTBOX}), frozenset({mine})),)))
    assert "Quản trị viên toàn tỉnh xác nhận" in client.get("/hop-thu-di/khoi-phuc").text
    assert client.post("/hop-thu-di/khoi-phuc", data={"da_xem": "1"}).status_code == 403
