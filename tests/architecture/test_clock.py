"""One module reads the clock, and no suppressed warning hides a second; none reads it once for all, no test either.

A moment taken while a file is read in is as old as the run when it is used: after ten minutes a tablet's code that was
made "now" has run out, and across midnight "today" is yesterday.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from tests.architecture.source import ROOT, Source, calls, dotted, sources

THE_CLOCK = "feedback/foundation/clock.py"
READS = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "func.now", "func.current_timestamp"),
    *("time.time", "time.time_ns", "time.monotonic", "time.perf_counter", "time.localtime", "time.gmtime"),
}
HIDDEN = re.compile(r"#\s*noqa(?!:)|#\s*noqa:.*\b(TID251|DTZ00[2-6]|DTZ01[12])|#\s*type:\s*ignore(?!\[)")


def clock_reads(modules: Iterable[Source]) -> list[str]:
    return [
        f"{source.name}:{call.lineno} {dotted(call.func)}"
        for source in modules
        if source.name != THE_CLOCK
        for call in calls(source.tree)
        if ".".join(dotted(call.func).split(".")[-2:]) in READS
    ]


def at_reading(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when a module is read in: all but the bodies of functions; their defaults and decorators do run."""
    yield node
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            inner: Iterable[ast.AST] = [*node.decorator_list, node.args]
        case ast.Lambda():
            inner = [node.args]
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"))):
            inner = node.orelse
        case _:
            inner = ast.iter_child_nodes(node)
    for each in inner:
        yield from at_reading(each)


def clocks_of(tree: ast.Module) -> set[str]:
    """The names under which a module calls the clock's own functions."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "feedback.foundation.clock"
        for alias in node.names
        if alias.name in {"now", "monotonic"}
    }


def clocks_stopped(modules: Iterable[Source]) -> list[str]:
    """Reads of the clock that happen once, when the module is read in."""
    return [
        f"{source.name}:{call.lineno} {dotted(call.func)}"
        for source in modules
        for call in at_reading(source.tree)
        if isinstance(call, ast.Call)
        and (
            ".".join(dotted(call.func).split(".")[-2:]) in READS | {"clock.now", "clock.monotonic"}
            or dotted(call.func) in clocks_of(source.tree)
        )
    ]


def our_tests() -> list[Source]:
    return [
        Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "tests").rglob("*.py"))
    ]


def hidden_warnings(modules: Iterable[Source]) -> list[str]:
    """Lines that silence every warning at once, or the one about the clock."""
    return [
        f"{source.name}:{number}"
        for source in modules
        if source.name != THE_CLOCK
        for number, line in enumerate(source.text.splitlines(), 1)
        if HIDDEN.search(line)
    ]


def test_one_module_reads_the_clock():
    assert clock_reads(sources()) == []


def test_no_module_reads_the_clock_once_for_all():
    assert clocks_stopped([*sources(), *our_tests()]) == []


def test_no_warning_is_silenced_wholesale():
    assert hidden_warnings(sources()) == []


def test_the_guards_bite():
    wrong = Source(
        "feedback/x/rules.py", "a = datetime.datetime.now(UTC)\nb = date.today()  # noqa: DTZ011\nc = f()  # noqa\n"
    )
    assert clock_reads([wrong]) == ["feedback/x/rules.py:1 datetime.datetime.now", "feedback/x/rules.py:2 date.today"]
    assert hidden_warnings([wrong]) == ["feedback/x/rules.py:2", "feedback/x/rules.py:3"]
    stopped = Source(
        "tests/x/test_y.py",
        "from feedback.foundation.clock import now as this_moment\n"
        "NOW = datetime.now(UTC)\n"
        "class A:\n    at = clock.now()\n    def b(self, c=this_moment()):\n        return this_moment()\n"
        "D = lambda: date.today()\n"
        "if __name__ == '__main__':\n    main(clock.now())\n",
    )
    assert clocks_stopped([stopped]) == [
        "tests/x/test_y.py:2 datetime.now",
        "tests/x/test_y.py:4 clock.now",
        "tests/x/test_y.py:5 this_moment",
    ]
