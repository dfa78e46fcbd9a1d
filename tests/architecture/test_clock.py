"""One module reads the clock, and no suppressed warning hides a second."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.architecture.source import Source, calls, dotted, sources

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


def test_no_warning_is_silenced_wholesale():
    assert hidden_warnings(sources()) == []


def test_the_guards_bite():
    wrong = Source(
        "feedback/x/rules.py", "a = datetime.datetime.now(UTC)\nb = date.today()  # noqa: DTZ011\nc = f()  # noqa\n"
    )
    assert clock_reads([wrong]) == ["feedback/x/rules.py:1 datetime.datetime.now", "feedback/x/rules.py:2 date.today"]
    assert hidden_warnings([wrong]) == ["feedback/x/rules.py:2", "feedback/x/rules.py:3"]
