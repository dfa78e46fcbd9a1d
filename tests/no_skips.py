"""Fails a run in which anything was skipped or expected to fail: a test that did not run has shown nothing."""

from __future__ import annotations

import pytest

_left_out: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Hear of every phase of every test; under pytest-xdist the controlling process hears all of them."""
    if report.skipped:
        _left_out.append(report.nodeid)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.skipped:
        _left_out.append(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if _left_out and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for nodeid in _left_out:
        terminalreporter.write_line(f"SKIPPED, so the run fails: {nodeid}", red=True)
