"""The path says what kind of code an address holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from feedback.answers.pages.desk import Problem
from feedback.answers.pages.places import place_of
from feedback.answers.rules.codes import CodePlace
from feedback.collection_points.rules import Point
from feedback.foundation.database import Database
from tests.answers.codes import issue
from tests.answers.samples import TOKEN, a_counter


@pytest.fixture
def place_at(app: Flask, site_database: Database, now: datetime) -> Callable[[str], Point | CodePlace]:
    def look(path: str) -> Point | CodePlace:
        with app.test_request_context(path):
            return place_of(path.rsplit("/", 1)[1], now)

    return look


def test_a_counter_under_q_and_a_one_time_code_under_h(
    app: Flask, site_database: Database, now: datetime, place_at: Callable[[str], Point | CodePlace]
):
    counter = site_database.run(lambda session: a_counter(session, now))
    codes = site_database.run(lambda session: issue(session, app.extensions["lang-nghe"].sealer, now))
    assert place_at(f"/q/{TOKEN}").counter_id == counter.counter_id
    assert place_at(f"/h/{codes.apology.upper()}").unit_id == codes.unit_id
    for wrong in (f"/h/{TOKEN}", f"/q/{codes.apology}", "/h/zzzzzzzzzzzzz"):
        with pytest.raises(Problem):
            place_at(wrong)
