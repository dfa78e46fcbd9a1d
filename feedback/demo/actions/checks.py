"""The sample's daily looks at the codes: most mornings in most communes, in one of them a code pasted over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from random import Random

from feedback.collection_points.actions.checks import note_look
from feedback.collection_points.queries import list_points
from feedback.collection_points.rules import Point
from feedback.collection_points.rules.checks import Look, Problem
from feedback.foundation.actors import Actor
from feedback.foundation.clock import local_day
from feedback.foundation.engine import Store

OFFICER = Actor("Cán bộ một cửa (mẫu)", all_powerful=True)
DILIGENCE = {"MAU05": 0.6, "MAU07": 0.25}
"""How many mornings in all an office looks; the others nine in ten."""
LEFT_TO_TRY = "MAU01"
"""Whoever tries the sample finds today's check of this commune still to be done."""
PASTED_OVER = "MAU03"
RECENT = timedelta(days=4)


def code_checks(store: Store, until: datetime, seed: int = 17) -> Callable[[datetime], None]:
    """What happens at the codes at 08:00 of a day; the foreign code is found in the last days before `until`."""
    random = Random(seed)
    last = local_day(until)

    def look(morning: datetime) -> None:
        day = local_day(morning)
        with store.database.read() as session:
            units = [list(group) for _, group in groupby(list_points(session, day), key=lambda point: point.unit_id)]
        for points in units:
            diligent = random.random() < DILIGENCE.get(points[0].unit_code, 0.9)
            if diligent and not (day == last and points[0].unit_code == LEFT_TO_TRY):
                _look_at(store, points, morning, recent=morning > until - RECENT)

    return look


def _look_at(store: Store, points: list[Point], morning: datetime, *, recent: bool) -> None:
    counters = {point.counter_id for point in points}
    pasted = {points[-1].counter_id} if recent and points[0].unit_code == PASTED_OVER else set()
    seen = Look(counters, right=counters - pasted, wrong=dict.fromkeys(pasted, Problem.FOREIGN))
    store.database.run(partial(note_look, actor=OFFICER, now=morning, unit_id=points[0].unit_id, look=seen))
