"""Tests of one file that share something costly (a hall, a sample, a browser) run in the process that made it.

The library's own groups are told by marks in the tests' names, which the present pytest no longer lets it write: they
were silently not there (pytest-xdist, issue 1386). The file's own text says as much.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from feedback.foundation.files import ROOT

SHARING = 'scope="module"'
WITHOUT_SAYING_SO = "tests/kiosk/"
"""Its conftest makes the halls."""


@cache
def _shares(file: str) -> bool:
    return file.startswith(WITHOUT_SAYING_SO) or SHARING in (ROOT / file).read_text(encoding="utf-8")


def place_of(nodeid: str) -> str:
    """Tests of one place go to one process, in their order."""
    file = nodeid.partition("::")[0]
    return file if _shares(file) else nodeid


class _OnePlace(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return place_of(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Any:
    return _OnePlace(config, log)
