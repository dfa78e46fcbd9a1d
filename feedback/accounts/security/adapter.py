"""An account as the library wants to see it: built from a row and its live session, never a row itself."""

from __future__ import annotations

from typing import Any

from flask_security import RoleMixin, UserDatastore, UserMixin

from feedback.foundation.actors import Actor
from feedback.foundation.database import NotHere


class SignedInUser(UserMixin):
    """Somebody with a live session. Flask-Login's id is the session's token, so a dead session is nobody."""

    fs_uniquifier: str = ""

    def __init__(self, actor: Actor, token: str, *, must_change_password: bool) -> None:
        self.actor = actor
        self.token = token
        self.must_change_password = must_change_password
        self.id = actor.account_id or 0
        self.active = True
        self.roles: list[Any] = []
        # The library hands this on to its own signals only; the account's uniquifier stays in the database.
        self.fs_uniquifier = f"account-{actor.account_id}"

    def get_id(self) -> str:
        return self.token


class NoRole(RoleMixin):
    """Roles are ours (grants over units); the library needs the class but sees none."""

    name = ""


class AccountDatastore(UserDatastore):
    """The library's window on accounts. It finds nobody by itself and writes nothing: actions do, through `run`."""

    def __init__(self) -> None:
        super().__init__(SignedInUser, NoRole)

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> UserMixin | None:
        """Always None: users come from live sessions (engine.load_user)."""
        return None

    def find_role(self, role: str) -> RoleMixin | None:
        return None

    def put(self, model: Any) -> Any:
        raise NotHere("accounts change through accounts.actions only")

    def delete(self, model: Any) -> None:
        raise NotHere("accounts change through accounts.actions only")

    def commit(self) -> None:
        """Nothing waits: every action has committed through `run` by the time the library asks."""
