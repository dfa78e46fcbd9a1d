"""Tests that drive browsers and whole processes get one second look; each one that needed it is named aloud.

A page, a browser and a dying process share two busy cores there: now and then one of them loses a race that no user
could notice. A defect fails twice. Everything else gets no second look.
"""

from __future__ import annotations

import pytest

FOLDERS = ("tests/journeys/", "tests/kiosk/", "tests/reliability/")

_looked_at: list[str] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(FOLDERS):
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    outcome: str = report.outcome  # the library knows one more word than pytest's types
    if outcome == "rerun":
        _looked_at.append(report.nodeid)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for nodeid in _looked_at:
        terminalreporter.write_line(f"NEEDED A SECOND LOOK: {nodeid}", yellow=True)
