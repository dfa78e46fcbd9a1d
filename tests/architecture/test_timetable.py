"""Every job stands on the timetable, and every deliverer is handed to the outbox."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from feedback.outbox.rules import JOB_WORDS, Rhythm
from feedback.schedule import TIMETABLE
from tests.architecture.source import Source, sources

JOB = ["store", "now", "slot"]
"""The parameters that make a function of `jobs` a job."""


def _public(source: Source) -> list[ast.FunctionDef]:
    found = [node for node in source.tree.body if isinstance(node, ast.FunctionDef)]
    return [each for each in found if not each.name.startswith("_")]


def jobs_and_handlers(modules: Iterable[Source]) -> dict[str, str]:
    """Name → where it is defined, for every job and every maker of a handler."""
    return {
        each.name: f"{source.name}:{each.lineno}"
        for source in modules
        for each in _public(source)
        if [argument.arg for argument in each.args.args] == JOB or each.name.endswith("_handler")
    }


def forgotten(modules: Iterable[Source], timetable: Source) -> list[str]:
    """Jobs and handlers that the timetable never names outside its imports."""
    named = {node.id for node in ast.walk(timetable.tree) if isinstance(node, ast.Name)}
    named |= {node.attr for node in ast.walk(timetable.tree) if isinstance(node, ast.Attribute)}
    return [f"{place} {name}" for name, place in jobs_and_handlers(modules).items() if name not in named]


def test_every_job_with_turns_has_a_name_for_the_page_that_shows_what_went_wrong():
    assert {entry.job for entry in TIMETABLE if isinstance(entry.when, Rhythm)} == set(JOB_WORDS)


def test_every_job_is_on_the_timetable():
    doors = [each for each in sources() if each.role == "jobs"]
    timetable = next(each for each in sources() if each.name == "feedback/schedule.py")
    assert len(jobs_and_handlers(doors)) > 3
    assert forgotten(doors, timetable) == []


def test_the_timetable_names_each_job_once_and_in_words():
    names = [entry.job for entry in TIMETABLE]
    assert len(names) > 3
    assert len(names) == len(set(names))
    assert all(len(entry.words.split()) > 3 and entry.when.words() for entry in TIMETABLE)


def test_the_guard_bites():
    wrong = Source("feedback/x/jobs.py", "def tidy(store, now, slot):\n    pass\n\ndef helper(store):\n    pass\n")
    timetable = Source("feedback/schedule.py", "from feedback.x.jobs import tidy\nTIMETABLE = ()\n")
    assert forgotten([wrong], timetable) == ["feedback/x/jobs.py:1 tidy"]
