"""Only the head reads, only masked words, only of the own unit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask.testing import FlaskClient

from feedback.answers.actions import add_comment, hand_in
from feedback.answers.rules import READ_COMMENTS
from feedback.foundation.actors import Actor, Grant, Permission
from feedback.foundation.database import Database
from feedback.foundation.sealing import Sealer
from tests.answers.samples import Place, a_counter, a_sheet

Acting = Callable[[Actor], FlaskClient]


def head_of(*units: int, permission: Permission = READ_COMMENTS) -> Actor:
    grant = Grant(frozenset({permission}), frozenset(units))
    return Actor(name="Nguyễn Văn Mẫu", account_id=1, grants=(grant,))


def two_comments(database: Database, sealer: Sealer, now: datetime) -> list[Place]:
    def work(session):
        places = [a_counter(session, now), a_counter(session, now, token="zzzzzzz2", name="Xã Mẫu Hai")]
        for number, place in enumerate(places):
            sheet = a_sheet(place, now, number)
            hand_in(session, sheet=sheet, overall=1, now=now)
            words = f"Lời nhắn {number} <i>0900000001</i>"
            add_comment(session, sealer=sealer, unit_id=place.unit_id, sheet_id=sheet.id, comment=words, now=now)
        return places

    return database.run(work)


def test_a_head_reads_the_masked_comments_of_the_own_unit(
    acting: Acting, site_database: Database, sealer: Sealer, now: datetime
):
    mine, _ = two_comments(site_database, sealer, now)
    page = acting(head_of(mine.unit_id)).get("/gop-y")
    assert page.status_code == 200
    assert "Lời nhắn 0 &lt;i&gt;[số điện thoại]&lt;/i&gt;" in page.text
    assert "Lời nhắn 1" not in page.text
    assert "20/11/2026" in page.text


def test_nobody_else_may_enter(acting: Acting, site_database: Database, sealer: Sealer, now: datetime):
    mine, _ = two_comments(site_database, sealer, now)
    other = head_of(mine.unit_id, permission=Permission("records.view"))
    assert acting(other).get("/gop-y").status_code == 403
