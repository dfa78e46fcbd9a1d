"""A visit is a genuine key at its own place; its addresses keep sheet and language."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from feedback.answers.pages.desk import Problem, desk
from feedback.answers.pages.visits import cacheable, html, see, visit_of, words_for
from feedback.foundation.database import Database
from tests.answers.samples import TOKEN, a_counter


def test_a_visit_knows_its_sheet_and_keeps_key_and_language(app: Flask, site_database: Database, now: datetime):
    site_database.run(lambda session: a_counter(session, now).unit_id)
    with app.test_request_context(f"/q/{TOKEN}?lang=en"):
        key = desk().new_key(desk().point(TOKEN, now), now)
        visit = visit_of(TOKEN, key)
        assert visit.address("cam-on", "giu") == f"/q/{TOKEN}/cam-on?phieu={key}&bao=giu&lang=en"
        assert visit.sheet_id == visit_of(TOKEN, key).sheet_id
        words = words_for(visit.point, "en", key, page="gop-y")
        assert [each.href for each in words["others"]] == [f"/q/{TOKEN}/gop-y?phieu={key}"]
        assert (words["lang_query"], words["lang_more"]) == ("?lang=en", "&lang=en")
        with pytest.raises(Problem) as problem:
            visit_of(TOKEN, "x" * 40)
    assert (problem.value.kind, problem.value.status) == ("key", 422)


def test_answers_say_how_they_may_be_kept(app: Flask):
    with app.test_request_context():
        assert html(b"x", 422).headers["Cache-Control"] == "private, no-cache"
        assert cacheable(html(b"x"), "K").headers["ETag"] == '"K"'
        sent = see("/q/a?phieu=K")
        assert (sent.status_code, sent.headers["Location"], sent.headers["Cache-Control"]) == (
            303,
            "/q/a?phieu=K",
            "no-store",
        )
