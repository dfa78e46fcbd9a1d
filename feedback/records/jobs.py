"""What records do by themselves: read and apply large imports, sweep away imports nobody confirmed."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Event

from feedback.foundation import clock
from feedback.foundation.engine import Store
from feedback.records.actions import Spool, Tools, forget_abandoned, sweep_large, work_on_imports
from feedback.records.actions.keeping import sweep_uploads


def sweep_staged_imports(store: Store, now: datetime, slot: str) -> int:
    """Remove imports that were uploaded more than a day ago and never confirmed, and their uploads; how many."""
    sweep_uploads(store.settings.home, now)
    large = sweep_large(store.database, Spool.of(store.settings.home), now=now, before=now - timedelta(days=1))
    return large + store.database.run(lambda session: forget_abandoned(session, now=now))


_ending = Event()


def work_on_large_imports(store: Store, now: datetime, slot: str) -> int:
    """Go on with uploads too large for the website to read at once, until there is nothing left; how many were done."""
    spool = Spool.of(store.settings.home)
    return work_on_imports(Tools(store.database, store.sealer, spool, clock.now, _ending))


def let_large_imports_end() -> None:
    """Stop behind the present work, because the program ends; the next one goes on there."""
    _ending.set()
