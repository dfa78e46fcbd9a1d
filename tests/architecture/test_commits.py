"""One place commits: `Database.run`, whose hands are foundation/database.py and foundation/writing.py."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.architecture.source import Source, calls, dotted, sources

THE_PLACE = {"feedback/foundation/database.py", "feedback/foundation/writing.py"}
COMMITS = re.compile(r"\.commit$|(session|engine|connection|database|\(\))\.begin$")
"""A transaction opened with `begin` commits at the end of its block; `begin_nested` is a savepoint and stays inside."""


def commits_elsewhere(modules: Iterable[Source]) -> list[str]:
    return [
        f"{source.name}:{call.lineno} {dotted(call.func)}"
        for source in modules
        if source.name not in THE_PLACE
        for call in calls(source.tree)
        if COMMITS.search(dotted(call.func))
    ]


def test_one_place_commits():
    assert commits_elsewhere(sources()) == []


def test_the_one_place_does_commit():
    hands = [each for each in sources() if each.name in THE_PLACE]
    assert any(COMMITS.search(dotted(call.func)) for source in hands for call in calls(source.tree))


def test_nobody_else_is_given_a_session_that_commits():
    makers = [
        f"{source.name}:{call.lineno}"
        for source in sources()
        if source.name not in THE_PLACE
        for call in calls(source.tree)
        if dotted(call.func).rpartition(".")[2] in {"Session", "WorkSession", "sessionmaker", "scoped_session"}
    ]
    assert makers == []


def test_the_guard_bites():
    wrong = Source(
        "feedback/x/actions.py", "def f(session):\n    session.commit()\n    with engine().begin():\n        pass\n"
    )
    assert commits_elsewhere([wrong]) == ["feedback/x/actions.py:2 session.commit", "feedback/x/actions.py:3 ().begin"]
