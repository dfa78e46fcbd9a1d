"""Making an installation ready: its schema, its reference data, its questionnaires. Doing it again changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import inspect, text

from feedback.foundation import clock
from feedback.foundation.actors import SYSTEM
from feedback.foundation.engine import Store
from feedback.foundation.errors import Refused
from feedback.foundation.files import ROOT
from feedback.foundation.migrating import migrate
from feedback.organisation.actions import load_reference as load_units
from feedback.organisation.actions import set_setting
from feedback.organisation.queries import get_setting
from feedback.procedures.actions import load_reference_procedures
from feedback.questionnaires.actions import publish_definitions
from feedback.working_calendar.actions import load_reference_calendar

KEY_SETTING = "sealing_key_id"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows of each reference file are new or changed."""

    units: int
    days: int
    procedures: int


def newest_revision() -> str:
    """The last migration of this version, by its file's number."""
    return max(path.name.split("_")[0] for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))


def is_current(store: Store) -> bool:
    """Whether the schema is the newest one: a look at one row, so that every command can afford it."""
    engine = store.database.engine
    if not inspect(engine).has_table("alembic_version"):
        return False
    with engine.connect() as connection:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return bool(found == newest_revision())


def make_ready(store: Store) -> bool:
    """Bring the schema up and load what every province needs, on a new database or a new version; whether it had to.

    Refused when the key file is not the one this database was sealed with: going on would seal new values with a key
    that opens none of the old ones.
    """
    stale = not is_current(store)
    if stale:
        migrate(store.database.engine)
        load_reference(store)
    _check_key(store)
    return stale


def _check_key(store: Store) -> None:
    with store.database.read() as session:
        known = get_setting(session, None, KEY_SETTING, "")
    ours, now = store.sealer.key_id.hex(), clock.now()
    if not known:
        store.database.run(
            lambda session: set_setting(
                session,
                actor=SYSTEM,
                now=now,
                unit_id=None,
                key=KEY_SETTING,
                value=ours,
                source="khóa của lần khởi động đầu",
            )
        )
    elif known != ours:
        raise Refused(
            f"Tệp khóa {store.settings.key_file} không phải khóa đã mã hóa cơ sở dữ liệu này. Hãy chép lại đúng "
            "tệp khóa từ bản sao lưu rồi khởi động lại; chưa có gì bị ghi."
        )


def load_reference(store: Store) -> Loaded:
    """Units, calendar, procedures, questionnaires from the package's own data files; a rename shows as a change."""
    now, run = clock.now(), store.database.run
    units = run(lambda session: load_units(session, actor=SYSTEM, now=now))
    days = run(lambda session: load_reference_calendar(session, actor=SYSTEM, now=now))
    procedures = run(lambda session: load_reference_procedures(session, actor=SYSTEM, now=now))
    run(lambda session: publish_definitions(session, actor=SYSTEM, now=now))
    return Loaded(_news(units), _news(days), _news(procedures))


def _news(changes: Iterable[object]) -> int:
    return sum(str(getattr(change, "outcome", "")) != "unchanged" for change in changes)
