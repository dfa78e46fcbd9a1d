"""The world of apologies behind the website."""

from typing import Any

import pytest
import time_machine
from flask import Flask

from feedback.foundation.engine import KEY
from tests.apologies.conftest import MORNING, World


@pytest.fixture
def site(app: Flask) -> Any:
    """The world on the website's own database, on that Friday morning."""
    with time_machine.travel(MORNING, tick=False):
        yield World(app.extensions[KEY])
