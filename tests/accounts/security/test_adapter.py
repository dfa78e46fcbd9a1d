"""An account as the library sees it."""

import pytest

from feedback.accounts.security.adapter import AccountDatastore, NoRole, SignedInUser
from feedback.foundation.actors import Actor
from feedback.foundation.database import NotHere


def test_the_librarys_id_of_a_person_is_the_sessions_token():
    user = SignedInUser(Actor("Người Mẫu", account_id=7), "thẻ", must_change_password=False)
    assert user.get_id() == "thẻ"
    assert user.is_active
    assert user.id == 7


def test_the_library_finds_nobody_by_itself():
    store = AccountDatastore()
    assert store.find_user(fs_uniquifier="x") is None
    assert store.find_user(id=1) is None
    assert store.find_role("administrator") is None


def test_the_library_writes_nothing():
    store = AccountDatastore()
    for write in (store.put, store.delete):
        with pytest.raises(NotHere):
            write(NoRole())
    store.commit()
