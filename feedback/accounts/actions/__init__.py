"""What can be done with accounts."""

from feedback.accounts.actions.accounts import create_account, deactivate, reactivate, reset_password, update_account
from feedback.accounts.actions.api_keys import (
    NewKey,
    Wanted,
    create_api_key,
    new_prefix,
    revoke_api_key,
    rotate_api_key,
)
from feedback.accounts.actions.api_requests import forget_api_traces
from feedback.accounts.actions.first import create_first_administrator, new_setup_code
from feedback.accounts.actions.passwords import change_password, hash_password, verify_password
from feedback.accounts.actions.roles import grant_role, revoke_role
from feedback.accounts.actions.signing import SignedIn, TooSoon, begin_try, refuse_sign_in, sign_in, sign_out, touch
from feedback.accounts.actions.workbook import Loaded, Undone, load_workbook

__all__ = [
    "Loaded",
    "NewKey",
    "SignedIn",
    "TooSoon",
    "Undone",
    "Wanted",
    "begin_try",
    "change_password",
    "create_account",
    "create_api_key",
    "create_first_administrator",
    "deactivate",
    "forget_api_traces",
    "grant_role",
    "hash_password",
    "load_workbook",
    "new_prefix",
    "new_setup_code",
    "reactivate",
    "refuse_sign_in",
    "reset_password",
    "revoke_api_key",
    "revoke_role",
    "rotate_api_key",
    "sign_in",
    "sign_out",
    "touch",
    "update_account",
    "verify_password",
]
