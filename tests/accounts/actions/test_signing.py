"""Tries, sessions, signing out."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from feedback.accounts.actions import TooSoon, begin_try, refuse_sign_in, sign_in, sign_out, touch
from feedback.accounts.queries import find_live_session
from feedback.accounts.rules import IDLE, secret_hash
from feedback.accounts.rules.sessions import FORGET_AFTER
from feedback.accounts.tables import SignInTries, StaffSession
from feedback.audit.queries import NoteFilter, list_notes
from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import Conflict


def try_times(session, now, times, login="mau"):
    for _ in range(times):
        begin_try(session, now=now, login=login)
        session.flush()


def enter(session, account, now):
    return sign_in(session, now=now, account_id=account.id, uniquifier=account.fs_uniquifier)


@pytest.mark.parametrize("exists", [True, False])
def test_the_fifth_wrong_try_in_a_row_waits_alike_for_names_that_exist_and_names_that_do_not(
    session, make, now, exists
):
    if exists:
        make.account(login="mau")
    try_times(session, now, 5)
    with pytest.raises(TooSoon, match="đợi 1 giây"):
        begin_try(session, now=now, login="MAU")
    begin_try(session, now=now + timedelta(seconds=1), login="mau")


def test_tries_while_waiting_do_not_make_the_wait_longer(session, now):
    try_times(session, now, 5)
    for _ in range(50):
        with pytest.raises(TooSoon):
            begin_try(session, now=now, login="mau")
    begin_try(session, now=now + timedelta(seconds=1), login="mau")


def test_one_name_slowed_slows_no_other(session, now):
    try_times(session, now, 5)
    begin_try(session, now=now, login="khac")


def test_tries_are_forgotten_after_an_hour_and_by_a_sign_in(session, make, now):
    account = make.account(login="mau")
    try_times(session, now, 4)
    enter(session, account, now)
    session.flush()
    assert session.get(SignInTries, secret_hash("mau")) is None
    try_times(session, now, 5)
    begin_try(session, now=now + FORGET_AFTER + timedelta(seconds=1), login="mau")
    session.flush()
    assert session.get(SignInTries, secret_hash("mau")).failures == 1


def test_a_session_is_kept_as_a_hash_of_at_least_128_bits(session, make, now):
    account = make.account()
    signed = enter(session, account, now)
    session.flush()
    assert len(signed.token) >= 43
    kept = session.scalars(select(StaffSession)).one()
    assert kept.token_hash == secret_hash(signed.token) != signed.token
    assert find_live_session(session, signed.token, now) is not None
    assert account.last_sign_in_at == now


def test_two_sign_ins_are_two_sessions(session, make, now):
    account = make.account()
    assert enter(session, account, now).token != enter(session, account, now).token
    session.flush()
    assert session.scalar(select(func.count()).select_from(StaffSession)) == 2


def test_a_password_changed_meanwhile_lets_nobody_in(session, make, now):
    account = make.account()
    with pytest.raises(Conflict):
        sign_in(session, now=now, account_id=account.id, uniquifier="cũ")


def test_dead_sessions_are_swept_at_the_next_sign_in(session, make, now):
    account = make.account()
    enter(session, account, now)
    enter(session, account, now + IDLE)
    session.flush()
    assert session.scalar(select(func.count()).select_from(StaffSession)) == 1


def test_a_touch_never_brings_an_ended_session_back(session, make, now):
    account = make.account()
    token = enter(session, account, now).token
    session.flush()
    sign_out(session, actor=SYSTEM, now=now, token=token)
    session.flush()
    touch(session, now=now, token=token)
    session.flush()
    assert find_live_session(session, token, now) is None


def test_a_touch_keeps_a_session_from_idling_out(session, make, now):
    token = enter(session, make.account(), now).token
    session.flush()
    touch(session, now=now + timedelta(minutes=29), token=token)
    session.expire_all()
    assert find_live_session(session, token, now + timedelta(minutes=58)) is not None


def test_signing_in_refusals_and_signing_out_are_noted(session, make, now):
    account = make.account(login="mau")
    refuse_sign_in(session, now=now, login="mau", account_id=account.id)
    refuse_sign_in(session, now=now, login="khong.co", account_id=None)
    token = enter(session, account, now).token
    session.flush()
    sign_out(session, actor=SYSTEM, now=now, token=token)
    sign_out(session, actor=SYSTEM, now=now, token="không có")
    session.flush()
    notes = list_notes(session, NoteFilter(unit_ids=None))
    assert [note.verb for note in notes] == ["account.sign_out", "account.sign_in", "account.sign_in_refused"]
    assert token not in str(notes)
