"""The forms of tablets: what is offered, and what comes out of them."""

from __future__ import annotations

from flask import Flask

from feedback.collection_points.forms import NOWHERE, ChangeForm, NewTabletForm
from feedback.collection_points.rules.tablets import Ask, Terms

COUNTERS = [(3, "Quầy số 1"), (4, "Quầy số 2")]


def test_a_tablet_may_stand_at_a_counter_of_the_unit_or_nowhere(app: Flask):
    data = {"name": " K03 ", "counter": "4", "ask": "none", "pin": "246813"}
    with app.test_request_context(method="POST", data=data):
        form = NewTabletForm()
        form.offer(COUNTERS)
        assert [choice.label for choice in form.counter.choices] == [NOWHERE, "Quầy số 1", "Quầy số 2"]
        assert form.validate_on_submit()
        assert form.terms() == Terms("K03", Ask.NONE, 4)


def test_a_change_may_keep_the_pin(app: Flask):
    with app.test_request_context(method="POST", data={"name": "K03", "counter": "", "ask": "officer", "pin": ""}):
        form = ChangeForm()
        form.offer(COUNTERS)
        assert form.validate_on_submit()
        assert form.terms() == Terms("K03", Ask.OFFICER, None)
