"""A work handed to `Database.run` stands on its own: on SQLite it runs in the writer's thread, outside any request,
and anywhere it may run twice. So it takes what it needs as values that were looked up before.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tests.architecture.source import Source, calls, dotted, sources

OF_THE_REQUEST = {
    "actor",
    "current",
    "desk",
    "flash",
    "read_session",
    "require",
    "sealer",
    "session.get",
    "settings",
    "store",
    "url_for",
}
OF_THE_MOMENT = {"clock.now", "clock.monotonic", "flash", "verify_password", "hash_password", "click.echo"}
"""What a second run would do or ask again."""


def works(source: Source) -> Iterator[ast.Lambda | ast.FunctionDef]:
    """The works of a module: lambdas written at the call, and functions of its own that are handed over."""
    named = {node.name: node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef)}
    for call in calls(source.tree):
        if not (isinstance(call.func, ast.Attribute) and call.func.attr == "run" and call.args):
            continue
        work = call.args[0]
        if isinstance(work, ast.Lambda):
            yield work
        elif isinstance(work, ast.Name) and work.id in named:
            yield named[work.id]


def _of_its_own(work: ast.Lambda | ast.FunctionDef, name: str) -> bool:
    """Whether a name is one the work is given: `session.get` of the database's session is no cookie."""
    return name.split(".")[0] in {each.arg for each in work.args.args}


def leaning(modules: Iterable[Source]) -> list[str]:
    """Calls inside works that lean on the request, or ask for something a second run would ask again."""
    return [
        f"{source.name}:{call.lineno} {dotted(call.func)}"
        for source in modules
        for work in works(source)
        for call in calls(work)
        if dotted(call.func) in OF_THE_REQUEST | OF_THE_MOMENT and not _of_its_own(work, dotted(call.func))
    ]


def test_works_lean_on_no_request_and_no_moment() -> None:
    assert sum(1 for source in sources() for _ in works(source)) > 40
    assert leaning(sources()) == []


def test_the_guard_bites() -> None:
    """Planted: the actor of the request, asked for by the writer's thread; and a clock read again on a second run."""
    code = (
        "current().run(lambda session: do(session, actor=actor()))\n"
        "def work(session): do(session, now=clock.now())\n"
        "current().run(work)\n"
        "current().run(lambda session: do(session, actor=who))\n"
        "current().run(lambda session: session.get(Job, 1))\n"
        "current().run(lambda rows: rows.add(session.get('login')))\n"
    )
    assert leaning([Source("feedback/x/pages.py", code)]) == [
        "feedback/x/pages.py:1 actor",
        "feedback/x/pages.py:2 clock.now",
        "feedback/x/pages.py:6 session.get",
    ]
