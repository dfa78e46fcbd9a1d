"""A hall and a tablet for the tests of one file: starting either takes seconds, so they are shared within it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.kiosk.hall import Glass, Hall, a_hall, start


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with a_hall(tmp_path_factory.mktemp("hall")) as hall:
        yield hall


@pytest.fixture(autouse=True)
def _a_good_line(hall: Hall) -> Iterator[None]:
    """Whatever a test does to the line ends with it."""
    yield
    hall.line.is_down, hall.line.noise = False, None
    hall.line.crooked.clear()
    hall.line.instead = {}


@pytest.fixture
def fresh(playwright: Playwright, hall: Hall, tmp_path: Path) -> Iterator[Glass]:
    """A browser nobody has used before."""
    glass = start(playwright, hall, tmp_path / "browser")
    yield glass
    glass.context.close()


@pytest.fixture(scope="module")
def enrolled(playwright: Playwright, hall: Hall, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Glass]:
    """One tablet in use, for a whole file."""
    glass = start(playwright, hall, tmp_path_factory.mktemp("browser"))
    glass.enrol()
    yield glass
    glass.context.close()


@pytest.fixture
def tablet(enrolled: Glass) -> Glass:
    """The file's tablet at its first screen, with nothing left to send."""
    enrolled.open()
    enrolled.screen("faces")
    enrolled.drained()
    return enrolled
