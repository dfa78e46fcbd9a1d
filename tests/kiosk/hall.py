"""A hall with a real server behind a line that may fail, and tablets in it: real browsers, real keys, real storage."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from playwright.sync_api import BrowserContext, Page, Playwright, expect
from sqlalchemy import select

from feedback.answers.queries.tablets import completeness
from feedback.answers.rules.completeness import TabletBook
from feedback.answers.tables import QuarantinedAnswer, Sheet, TabletReceipt
from feedback.collection_points.actions import tablets as actions
from feedback.collection_points.rules.tablets import Ask, Terms, code_from, code_hash, hash_pin, read_code, shown_code
from feedback.collection_points.tables import Tablet, TabletDay
from feedback.foundation.actors import SYSTEM
from feedback.foundation.clock import local_day
from feedback.foundation.engine import Store, open_store
from feedback.organisation.tables import Counter, Officer
from feedback.working_calendar.tables import OfficeHours
from tests.answers.serving import prepare, served_settings, serving
from tests.browsers import CHROMIUM
from tests.kiosk.line import Line

ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--autoplay-policy=no-user-gesture-required"]
PIN = "246813"
TABLET = {"width": 1280, "height": 800}
LONG = 60_000
"""Milliseconds to wait for something on a machine that has other work."""

PROOF = bool(os.environ.get("FEEDBACK_PROOF"))


@dataclass
class Hall:
    """The server's side."""

    store: Store
    line: Line
    unit_id: int
    names: Iterator[str] = field(default_factory=lambda: (f"K{number:02d}" for number in range(1, 100)))

    def invite(self, ask: Ask = Ask.NONE) -> tuple[UUID, str]:
        """A place for a tablet and the code that fills it."""
        code, wanted = code_from(os.urandom(10)), uuid4()
        hashed = code_hash(self.store.sealer.derive("tablet-code"), read_code(code))
        place = {"unit_id": self.unit_id, "terms": Terms(next(self.names), ask, None), "code_hash": hashed}
        pin = hash_pin(PIN, b"s" * 16, 1000)
        self.do(lambda s, now: actions.invite(s, actor=SYSTEM, now=now, tablet_id=wanted, pin_hash=pin, **place))
        return wanted, shown_code(code)

    def do(self, action: Callable[..., Any]) -> Any:
        now = datetime.now(UTC)
        return self.store.database.run(lambda session: action(session, now))

    def approve(self, tablet_id: UUID) -> None:
        self.do(lambda s, now: actions.approve(s, actor=SYSTEM, now=now, tablet_id=tablet_id))

    def revoke(self, tablet_id: UUID) -> None:
        self.do(lambda s, now: actions.revoke(s, actor=SYSTEM, now=now, tablet_id=tablet_id, reason="mất máy"))

    def rows(self, query: Any) -> list[Any]:
        with self.store.database.read() as session:
            return list(session.scalars(query))

    def tablet(self, tablet_id: UUID) -> Tablet:
        found: Tablet = self.rows(select(Tablet).where(Tablet.id == tablet_id))[0]
        return found

    def numbers(self, tablet_id: UUID) -> list[int]:
        """Numbers of the answers that arrived from a tablet."""
        return sorted(self.rows(select(TabletReceipt.seq).where(TabletReceipt.tablet_id == tablet_id)))

    def sheets(self) -> list[Sheet]:
        return self.rows(select(Sheet))

    def new_sheets(self, before: list[Sheet]) -> list[Sheet]:
        """Those that came since, by face."""
        known = {sheet.id for sheet in before}
        return sorted((sheet for sheet in self.sheets() if sheet.id not in known), key=lambda sheet: sheet.overall)

    def quarantined(self, tablet_id: UUID) -> list[QuarantinedAnswer]:
        return self.rows(select(QuarantinedAnswer).where(QuarantinedAnswer.tablet_id == tablet_id))

    def book(self, tablet_id: UUID) -> TabletBook:
        """What the weekly report will say of a tablet."""
        today = local_day(datetime.now(UTC))
        with self.store.database.read() as session:
            books = completeness(session, None, today - timedelta(days=7), today + timedelta(days=1))
        return next(book for book in books if book.tablet_id == tablet_id)

    def days(self, tablet_id: UUID) -> dict[str, int]:
        found = self.rows(select(TabletDay).where(TabletDay.tablet_id == tablet_id))
        return {row.day.isoformat(): row.recorded for row in found if row.recorded}


@contextmanager
def a_hall(folder: Path) -> Iterator[Hall]:
    """A website on a port of its own whose office never closes, and the line to it."""
    prepare(str(folder))
    store = open_store(served_settings())
    store.database.run(_always_open)
    with store.database.read() as session:
        unit_id = session.scalars(select(Counter.unit_id)).one()
    with ExitStack() as stack:
        port, _ = stack.enter_context(serving("storing"))
        line = Line(port)
        stack.callback(line.close)
        stack.callback(store.database.close)
        yield Hall(store, line, unit_id)


def _always_open(session: Any) -> None:
    for weekday in range(7):
        session.add(OfficeHours(unit_id=None, weekday=weekday, sessions="00:00-23:59", valid_from=None))


def an_officer(hall: Hall, name: str) -> None:
    hall.do(lambda session, _now: session.add(Officer(unit_id=hall.unit_id, person_name=name)))


@dataclass
class Glass:
    """The tablet's side: what a person in front of it does."""

    hall: Hall
    context: BrowserContext
    page: Page
    folder: Path
    id: UUID = field(default_factory=uuid4)

    def open(self) -> None:
        self.page.goto(f"{self.hall.line.address}/may/")

    def screen(self, name: str) -> None:
        """Waits until that screen stands."""
        expect(self.page.locator(f'#stage[data-screen="{name}"]')).to_be_attached(timeout=LONG)

    def nudge(self) -> bool:
        """The network came back: what waits is tried now. False, to stand in a condition."""
        self.page.evaluate("() => { dispatchEvent(new Event('online')); }")
        return False

    def enrol(self, ask: Ask = Ask.NONE) -> None:
        """From a new browser to the first screen."""
        self.id, code = self.hall.invite(ask)
        self.open()
        self.screen("enrol")
        self.page.get_by_label("Mã đăng ký").fill(code)
        self.page.get_by_role("button", name="Đăng ký máy").click()
        self.screen("digits")
        self.hall.approve(self.id)
        self.nudge()
        self.screen("faces" if ask == Ask.NONE else "choice")
        self.installed()

    def installed(self) -> None:
        """Waits until the app would open without network."""
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.page.wait_for_function("() => navigator.serviceWorker.controller !== null", timeout=LONG)

    def tap(self, face: str) -> None:
        self.page.get_by_role("button", name=face, exact=True).click()

    def answer(self, face: str = "Hài lòng") -> None:
        """One hurried person: a face, nothing else, until "Cảm ơn" stands."""
        self.screen("faces")
        self.tap(face)
        self.screen("reasons")
        self.tap("Bỏ qua")
        self.screen("late")
        self.tap("Bỏ qua")
        self.screen("thanks")

    def next_person(self) -> None:
        self.tap("Xong")
        self.screen("faces")

    def stored(self, database: str, store: str) -> list[Any]:
        """Everything in a store of a database of this origin."""
        script = """([name, store]) => new Promise((resolve) => {
          const request = indexedDB.open(name);
          request.onsuccess = () => {
            const all = request.result.transaction(store).objectStore(store).getAll();
            all.onsuccess = () => { request.result.close(); resolve(JSON.parse(JSON.stringify(all.result))); };
          };
        })"""
        found: list[Any] = self.page.evaluate(script, [database, store])
        return found

    def queue(self) -> list[Any]:
        return self.stored("lang-nghe-hang-doi", "answers")

    def traces(self) -> str:
        """Everything the browser keeps for this origin, as text."""
        script = """async () => {
          const found = { local: { ...localStorage }, session: { ...sessionStorage }, history: history.state };
          for (const { name } of await indexedDB.databases()) {
            const db = await new Promise((r) => { const q = indexedDB.open(name); q.onsuccess = () => r(q.result); });
            for (const store of db.objectStoreNames) {
              const all = db.transaction(store).objectStore(store).getAll();
              found[name + store] = await new Promise((r) => { all.onsuccess = () => r(all.result); });
            }
            db.close();
          }
          return JSON.stringify(found);
        }"""
        return str(self.page.evaluate(script))

    def until(self, true: Callable[[], Any], bound: float = 4 * LONG / 1000) -> None:
        """Looks again and again, with time for the browser in between."""
        deadline = monotonic() + bound
        while not true():
            assert monotonic() < deadline
            self.page.wait_for_timeout(50)

    def sync(self) -> None:
        """One whole exchange with the server, waited for."""
        self.page.evaluate("async () => { await (await import('/may/sync.js')).syncNow(); }")

    def drained(self, bound: float = 4 * LONG / 1000) -> None:
        """Waits until every answer has its receipt; the line is nudged so that no back-off is waited out."""
        self.until(lambda: not self.queue() or self.nudge(), bound)

    def process(self) -> int:
        """The browser's main process, found by the folder only it was given."""
        mark = f"--user-data-dir={self.folder}"
        for entry in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = entry.read_text().split("\0")
            except OSError:
                continue
            if mark in words and not any(word.startswith("--type=") for word in words):
                return int(entry.parent.name)
        raise AssertionError("no browser")

    def kill(self) -> None:
        """The plug is pulled."""
        os.kill(self.process(), signal.SIGKILL)


def start(playwright: Playwright, hall: Hall, folder: Path, **more: Any) -> Glass:
    """A browser with a folder of its own, as a tablet has."""
    options: dict[str, Any] = {"viewport": TABLET, "locale": "vi-VN"} | more
    context = playwright.chromium.launch_persistent_context(
        str(folder), executable_path=CHROMIUM, args=ARGUMENTS, **options
    )
    context.set_default_timeout(LONG)
    return Glass(hall, context, context.pages[0] if context.pages else context.new_page(), folder)


def crooked_content(**changes: Any) -> Callable[[bytes], bytes]:
    """Rewrites the content document on the line."""
    return lambda body: json.dumps(json.loads(body) | changes | {"etag": json.dumps(changes)[:40]}).encode()
