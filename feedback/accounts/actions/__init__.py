"""What can be done with accounts."""

from feedback.accounts.actions.accounts import create_account, deactivate, reactivate, reset_password, update_account
from feedback.accounts.actions.first import create_first_administrator, new_setup_code
from feedback.accounts.actions.passwords import change_password, hash_password, verify_password
from feedback.accounts.actions.roles import grant_role, revoke_role
from feedback.accounts.actions.signing import SignedIn, TooSoon, begin_try, refuse_sign_in, sign_in, sign_out, touch
from feedback.accounts.actions.workbook import Loaded, Undone, load_workbook

__all__ = [
    "Loaded",
    "SignedIn",
    "TooSoon",
    "Undone",
    "begin_try",
    "change_password",
    "create_account",
    "create_first_administrator",
    "deactivate",
    "grant_role",
    "hash_password",
    "load_workbook",
    "new_setup_code",
    "reactivate",
    "refuse_sign_in",
    "reset_password",
    "revoke_role",
    "sign_in",
    "sign_out",
    "touch",
    "update_account",
    "verify_password",
]
