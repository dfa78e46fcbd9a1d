"""Hashing and changing passwords."""

from feedback.accounts.actions import change_password, hash_password, verify_password
from feedback.accounts.queries import NO_PASSWORD
from feedback.audit.queries import NoteFilter, list_notes
from feedback.foundation.actors import SYSTEM


def test_a_password_is_kept_as_argon2id_with_19_mib_and_two_passes():
    kept = hash_password("con mèo ngủ trên mái nhà")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert verify_password("con mèo ngủ trên mái nhà", kept)
    assert not verify_password("con mèo ngủ trên mái nhà ", kept)


def test_the_same_letters_composed_otherwise_fit():
    assert verify_password("ma\u0301i nha\u0300 của mèo", hash_password("mái nhà của mèo"))


def test_nothing_fits_an_account_without_a_password():
    assert not verify_password("", None)
    assert not verify_password("!", NO_PASSWORD)
    assert not verify_password("x", "$argon2id$hỏng")


def test_a_change_ends_every_session_and_is_noted_without_the_password(session, make, now):
    account = make.account(must_change_password=True, one_time_until=now)
    before = account.fs_uniquifier
    told = change_password(session, actor=SYSTEM, now=now, account_id=account.id, password_hash="$argon2id$mới")
    session.flush()
    assert told == account.fs_uniquifier != before
    assert (account.must_change_password, account.one_time_until) == (False, None)
    note = list_notes(session, NoteFilter(unit_ids=None, verb="account.change_password"))[0]
    assert "argon2" not in str(note)
