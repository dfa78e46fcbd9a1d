"""Where each role may be held."""

import pytest

from feedback.accounts.rules import MANAGE_ACCOUNTS, ROLE_WORDS, Role, check_place
from feedback.foundation.errors import Invalid

UNIT, AREA, NOWHERE, BOTH = (True, False), (False, True), (False, False), (True, True)
ALLOWED = {
    Role.OFFICER: [UNIT],
    Role.HEAD: [UNIT],
    Role.LEADER: [UNIT, AREA],
    Role.INSPECTOR: [UNIT, NOWHERE],
    Role.ADMINISTRATOR: [UNIT, NOWHERE],
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("place", [UNIT, AREA, NOWHERE, BOTH])
def test_each_role_is_held_where_it_belongs_and_nowhere_else(role, place):
    at_unit, at_area = place
    if place in ALLOWED[role]:
        check_place(role, at_unit=at_unit, at_area=at_area)
    else:
        with pytest.raises(Invalid, match="Chọn"):
            check_place(role, at_unit=at_unit, at_area=at_area)


def test_every_role_has_its_words():
    assert set(ROLE_WORDS) == set(Role)
    assert MANAGE_ACCOUNTS == "accounts.manage"
