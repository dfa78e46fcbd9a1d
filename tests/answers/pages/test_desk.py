"""A page is rendered once and never mixes two sheets; a change elsewhere is seen within a second."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete

from feedback.answers.pages.desk import Desk, Problem, desk, splice
from feedback.answers.rules.sheets import Flag
from feedback.collection_points.actions import revoke
from feedback.collection_points.tables import PrintedCode
from feedback.foundation.actors import SYSTEM
from feedback.foundation.database import Database
from tests.answers.samples import TOKEN, a_counter


@pytest.fixture
def at(app: Flask, site_database: Database, now: datetime) -> Desk:
    site_database.run(lambda session: a_counter(session, now).unit_id)
    with app.app_context():
        return desk()


def test_a_page_is_rendered_once_for_all_sheets_of_one_identity(app: Flask, at: Desk):
    made = []

    def words() -> dict[str, object]:
        made.append(1)
        return {"title": "Tiêu đề", "message": "Lời", "again": "", "sample": False}

    with app.test_request_context():
        pages = [at.shell("problem.html", "vi", identity, words) for identity in ("a", "a", "b")]
        english = at.shell("problem.html", "en", "a", words)
    assert len(made) == 3
    assert pages[0] == pages[2] != english


def test_splicing_puts_each_sheets_own_key_and_receipt(app: Flask, at: Desk):
    shell = b'<a href="?phieu=@@phieu@@">@@bien-nhan@@</a> @@phieu@@'
    assert splice(shell, "K", "R") == b'<a href="?phieu=K">R</a> K'
    assert splice(shell, "L", "S") == b'<a href="?phieu=L">S</a> L'


def test_an_unknown_code_is_a_problem_of_its_own(app: Flask, at: Desk, now: datetime):
    with app.app_context(), pytest.raises(Problem) as problem:
        at.point("zzzzzzzz", now)
    assert (problem.value.kind, problem.value.status) == ("unknown", 404)


def test_a_code_revoked_by_another_process_ends_within_a_second(
    app: Flask, at: Desk, site_database: Database, now: datetime
):
    with app.app_context():
        assert at.point(TOKEN, now).revoked_at is None
    site_database.run(lambda session: revoke(session, actor=SYSTEM, now=now, token=TOKEN).token)
    with app.app_context():
        assert at.point(TOKEN, now + timedelta(seconds=1)).revoked_at == now
    site_database.run(lambda session: session.execute(delete(PrintedCode)).close())
    with app.app_context(), pytest.raises(Problem):
        at.point(TOKEN, now + timedelta(seconds=2))


def test_a_sheet_is_known_by_its_key_alone(app: Flask, at: Desk, now: datetime):
    with app.app_context():
        point, form = at.point(TOKEN, now), at.current_form(now)
        text = at.new_key(point, now)
        key = at.read_key(point, text)
        assert key is not None
        first, again = (at.opened_sheet(point, key, form, "vi") for _ in range(2))
        assert first == again
        assert first.block == form.questionnaire.draw_block(key.nonce)
        assert first.flags == ()
        assert text not in repr(first)
    assert Flag.REVOKED_CODE not in first.flags
