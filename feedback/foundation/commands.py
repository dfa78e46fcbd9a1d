"""Shared ground of all commands: the opened store, JSON or words, exit codes scripts can trust.

0 done · 1 refused (the reason on stderr) · 2 wrong usage · 3 done, but something needs a look.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any, NoReturn, ParamSpec, TypeVar, cast

import click

from feedback.foundation import clock
from feedback.foundation.connecting import trouble
from feedback.foundation.database import Database
from feedback.foundation.engine import Store
from feedback.foundation.errors import Refused
from feedback.foundation.sealing import Sealer
from feedback.foundation.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")

REFUSED = 1
NEEDS_A_LOOK = 3


def store() -> Store:
    """The store this command works on: opened (and made ready) on first use by the top command."""
    return cast(Store, click.get_current_context().find_root().obj())


def database() -> Database:
    return store().database


def settings() -> Settings:
    return store().settings


def sealer() -> Sealer:
    return store().sealer


def refusing(function: Callable[P, R]) -> Callable[P, R]:
    """Turn a refusal, or a store in trouble, into its sentence on stderr and exit code 1."""

    @wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except Exception as error:
            refusal = error if isinstance(error, Refused) else trouble(error)
            if refusal is None:
                raise
            click.echo(refusal.message, err=True)
            raise SystemExit(REFUSED) from error

    return guarded


def say_json(value: Any) -> None:
    """One JSON document on stdout; moments as local ISO without seconds where they have none.

    ValueError for what JSON does not know (NaN): a script would stumble over it.
    """
    click.echo(_json(value))


def say_json_list(values: Iterable[Any]) -> None:
    """`say_json` of a list, written as its entries come: however many there are, one is held at a time."""
    begun = False
    for value in values:
        click.echo(f"{',' if begun else '['}\n{_json(value)}", nl=False)
        begun = True
    click.echo("\n]" if begun else "[]")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=_plain, allow_nan=False)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return local_iso(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise TypeError(f"not JSON: {value!r}")


def local_iso(value: datetime) -> str:
    """2026-11-20T17:00 in Vietnamese time (seconds only when there are any)."""
    local = clock.to_local(value).replace(tzinfo=None)
    return local.isoformat(timespec="minutes" if local.second == 0 and local.microsecond == 0 else "seconds")


class LocalMoment(click.ParamType[datetime]):
    """A moment as `2026-11-20T17:00`, in Vietnamese time."""

    name = "thời điểm"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            return clock.parse_local(str(value))
        except ValueError:
            self.fail(f"“{value}” không phải thời điểm. Viết như 2026-11-20T17:00.", param, ctx)


LOCAL_MOMENT = LocalMoment()


def needs_a_look() -> NoReturn:
    """Leave with exit code 3."""
    raise SystemExit(NEEDS_A_LOOK)
