"""What is shared is made once: its tests are in one place, the others wherever there is time."""

from __future__ import annotations

import pytest

from tests.one_process import place_of


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("tests/journeys/test_staff.py::test_a[1]", "tests/journeys/test_staff.py::test_b", True),
        ("tests/kiosk/test_offline.py::test_a", "tests/kiosk/test_offline.py::test_b", True),
        ("tests/kiosk/test_offline.py::test_a", "tests/kiosk/test_screens.py::test_a", False),
        ("tests/audit/test_queries.py::test_a[1]", "tests/audit/test_queries.py::test_a[2]", False),
    ],
)
def test_tests_that_share_are_in_one_place(one: str, other: str, together: bool):
    assert (place_of(one) == place_of(other)) is together
