"""Answers on the tablet's own disk: through power cuts, bad lines, new versions, wrong clocks and wiped stores."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Error, Playwright, expect

from feedback.answers.rules.sheets import Flag
from feedback.collection_points.pages.tablet_app import FOLDER, load_app
from tests.kiosk.hall import LONG, PROOF, Glass, Hall, crooked_content, start
from tests.kiosk.line import Noise

KILLS_AFTER_THANKS = 200 if PROOF else 20
ANSWERS, KILLS = (200, 20) if PROOF else (20, 5)
LONG_QUEUE, LONG_KILLS = (2000, 20) if PROOF else (24, 1)
CONTENT = "/api/v1/tablet/content"
FACES = ["Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"]


class Tablet:
    """A tablet whose plug is pulled now and then: the folder stays, the browser is another one."""

    def __init__(self, playwright: Playwright, hall: Hall, folder: Path) -> None:
        self.playwright, self.hall, self.folder = playwright, hall, folder
        self.glass = start(playwright, hall, folder)

    def killed(self, at: datetime | None = None) -> Glass:
        """Kills the browser and starts it again, with its clock at a moment of our choice."""
        before = self.glass
        before.kill()
        with_death(before.context.close)
        self.glass = start(self.playwright, self.hall, self.folder)
        self.glass.id = before.id
        if at is not None:
            self.glass.page.clock.install(time=at)
        self.glass.open()
        return self.glass


def with_death(act: Callable[[], None]) -> None:
    """The browser is dead already: closing it may complain."""
    try:
        act()
    except Error:
        return


@pytest.fixture
def tablet_with_plug(playwright: Playwright, hall: Hall, tmp_path: Path) -> Iterator[Tablet]:
    tablet = Tablet(playwright, hall, tmp_path / "browser")
    tablet.glass.enrol()
    yield tablet
    with_death(tablet.glass.context.close)


def answer_with(glass: Glass, face: str) -> None:
    glass.answer(face)
    glass.next_person()


def test_answers_given_without_network_are_there_after_a_reload_and_arrive(tablet: Glass, hall: Hall):
    before, hall.line.is_down = hall.sheets(), True
    for face in FACES:
        answer_with(tablet, face)
    tablet.page.reload()
    tablet.screen("faces")
    assert [row["overall"] for row in tablet.queue()] == [1, 2, 3, 4, 5]
    hall.line.is_down = False
    tablet.drained()
    assert [sheet.overall for sheet in hall.new_sheets(before)] == [1, 2, 3, 4, 5]


def test_whoever_was_thanked_is_there_after_the_plug_was_pulled(tablet_with_plug: Tablet, hall: Hall):
    hall.line.is_down = True
    glass = tablet_with_plug.glass
    for number in range(1, KILLS_AFTER_THANKS + 1):
        glass.answer(FACES[number % 5])
        glass = tablet_with_plug.killed()
        glass.screen("faces")
        assert [row["seq"] for row in glass.queue()] == list(range(1, number + 1))
    hall.line.is_down = False
    glass.drained()
    assert hall.numbers(glass.id) == list(range(1, KILLS_AFTER_THANKS + 1))


def test_a_face_tapped_before_the_plug_was_pulled_counts(tablet_with_plug: Tablet, hall: Hall):
    before, glass = hall.sheets(), tablet_with_plug.glass
    glass.tap("Không hài lòng")
    glass.screen("reasons")
    glass = tablet_with_plug.killed()
    glass.screen("faces")
    glass.drained()
    assert [sheet.overall for sheet in hall.new_sheets(before)] == [2]


def test_over_a_bad_line_and_through_power_cuts_every_answer_arrives_once(tablet_with_plug: Tablet, hall: Hall):
    """30 % of the requests lost before or after the server had them, replies cut short, requests delivered twice."""
    chance, glass = Random(11), tablet_with_plug.glass
    before = hall.sheets()
    hall.line.noise = noise = Noise(11, seconds=2 if PROOF else 0.02)
    cuts = set(chance.sample(range(1, ANSWERS + 1), KILLS))
    given = []
    for number in range(1, ANSWERS + 1):
        given.append(chance.randint(1, 5))
        answer_with(glass, FACES[given[-1] - 1])
        if chance.random() < 0.5:
            glass.nudge()
        if number in cuts:
            glass = tablet_with_plug.killed()
            glass.screen("faces")
    glass.drained()
    assert hall.numbers(glass.id) == list(range(1, ANSWERS + 1))
    assert [sheet.overall for sheet in hall.new_sheets(before)] == sorted(given)
    assert hall.quarantined(glass.id) == []
    assert noise.done["lost"] > 0


def test_three_days_without_network_are_delivered_whole_and_booked_by_day(
    playwright: Playwright, hall: Hall, tmp_path: Path
):
    """The clock runs through seventy-two hours; the plug is pulled in between; then the line comes back, badly."""
    hall.line.crooked[CONTENT] = crooked_content(sessions=[])
    tablet = Tablet(playwright, hall, tmp_path / "browser")
    tablet.glass.enrol()
    hall.line.is_down = True
    step, moment = timedelta(hours=72) / LONG_QUEUE, datetime.now(UTC) - timedelta(hours=72)
    glass = tablet.killed(moment)
    cuts = set(Random(5).sample(range(1, LONG_QUEUE), LONG_KILLS))
    for number in range(1, LONG_QUEUE + 1):
        answer_with(glass, FACES[number % 5])
        moment += step
        if number in cuts:
            glass = tablet.killed(moment)
            glass.screen("faces")
        else:
            glass.page.clock.fast_forward(int(step.total_seconds() * 1000))
            glass.screen("faces")
    hall.line.noise, hall.line.is_down = Noise(5, cut=0.05, seconds=2 if PROOF else 0), False
    glass.drained(bound=3600)
    hall.line.noise = None
    glass.sync()
    assert hall.numbers(glass.id) == list(range(1, LONG_QUEUE + 1))
    book = hall.book(glass.id)
    assert (book.recorded, book.received, book.apart, book.lost) == (LONG_QUEUE, LONG_QUEUE, 0, 0)
    assert len([day for day in book.days if day.recorded]) in (3, 4)
    assert all(day.recorded == day.received for day in book.days)
    with_death(glass.context.close)


def test_a_reply_cut_short_lets_no_answer_go(tablet: Glass, hall: Hall):
    hall.line.is_down = True
    answer_with(tablet, "Hài lòng")
    hall.line.is_down, hall.line.noise = False, Noise(1, lost=0, cut=1, twice=0)
    asked = len(hall.line.asked)
    tablet.nudge()
    tablet.until(lambda: any("answers" in each for each in hall.line.asked[asked:]))
    failed = "async () => (await import('/may/sync.js')).status.failures > 0"
    tablet.until(lambda: tablet.page.evaluate(failed))
    assert len(tablet.queue()) == 1
    number = tablet.queue()[0]["seq"]
    assert number in hall.numbers(tablet.id)
    hall.line.noise = None
    tablet.drained()
    assert hall.numbers(tablet.id).count(number) == 1


def answers_receipts(change: Callable[[list[Any]], list[Any]]) -> Callable[[bytes], bytes]:
    """Rewrites the receipts of a delivery on the line."""

    def rewrite(body: bytes) -> bytes:
        told = json.loads(body)
        return json.dumps(told | {"receipts": change(told["receipts"])}).encode()

    return rewrite


def test_an_answer_leaves_only_for_its_own_receipt(tablet: Glass, hall: Hall):
    hall.line.is_down = True
    for face in FACES[:3]:
        answer_with(tablet, face)
    rows = tablet.queue()
    wrong = [
        lambda told: [],
        lambda told: [each | {"id": rows[0]["id"]} for each in told[1:]],
        lambda told: [each | {"state": "?"} for each in told],
        lambda told: [each | {"receipt": None} for each in told],
        lambda told: [None, 7, "x"],
    ]
    hall.line.is_down = False
    for change in wrong:
        hall.line.crooked["/api/v1/tablet/answers"] = answers_receipts(change)
        tablet.sync()
        assert len(tablet.queue()) == 3
    hall.line.crooked["/api/v1/tablet/answers"] = answers_receipts(lambda told: told[1:2] or told)
    tablet.drained()


def test_one_answer_the_server_cannot_read_never_holds_up_the_others(tablet: Glass, hall: Hall):
    """The rotten one makes the whole request fail, wherever it travels along."""
    hall.line.is_down = True
    before = hall.sheets()
    for face in FACES:
        answer_with(tablet, face)
    rotten = tablet.queue()[1]["seq"]
    hall.line.is_down = False
    tablet.page.evaluate(
        """async (rotten) => {
      const real = window.fetch;
      window.fetch = (address, options = {}) => {
        const hit = new RegExp(`"seq":${rotten}[,}]`).test(options.body);
        if (hit) return Promise.resolve(new Response("{}", { status: 500 }));
        return real(address, options);
      };
    }""",
        rotten,
    )
    tablet.until(lambda: [row["seq"] for row in tablet.queue()] == [rotten] or tablet.nudge())
    assert [sheet.overall for sheet in hall.new_sheets(before)] == [1, 3, 4, 5]
    answer_with(tablet, "Hài lòng")
    tablet.until(lambda: [row["seq"] for row in tablet.queue()] == [rotten] or tablet.nudge())
    tablet.page.reload()
    tablet.screen("faces")
    tablet.drained()
    assert [sheet.overall for sheet in hall.new_sheets(before)] == [1, 2, 3, 4, 4, 5]


def test_a_counter_the_server_has_seen_is_jumped_over(tablet: Glass, hall: Hall):
    before = hall.sheets()
    script = """() => new Promise((resolve) => {
      const request = indexedDB.open("lang-nghe-may");
      request.onsuccess = () => {
        const change = request.result.transaction("kept", "readwrite");
        change.objectStore("kept").put(1, "counter");
        change.oncomplete = () => { request.result.close(); resolve(); };
      };
    })"""
    tablet.page.evaluate(script)
    answer_with(tablet, "Hài lòng")
    tablet.drained()
    assert len(hall.new_sheets(before)) == 1
    kept = tablet.page.evaluate("async () => (await import('/may/device.js')).nextCounter()")
    assert kept > hall.tablet(tablet.id).last_counter


def test_a_clock_two_days_wrong_is_corrected_and_said(playwright: Playwright, hall: Hall, tmp_path: Path):
    before = hall.sheets()
    glass = start(playwright, hall, tmp_path / "browser")
    glass.page.clock.install(time=datetime.now(UTC) - timedelta(days=2))
    glass.enrol()
    hall.line.is_down = True
    glass.answer("Hài lòng")
    hall.line.is_down = False
    glass.drained()
    glass.sync()
    (sheet,) = hall.new_sheets(before)
    assert sheet.flags == [Flag.CLOCK_CORRECTED]
    assert abs(datetime.now(UTC) - sheet.first_at) < timedelta(hours=2)  # cut to the hour
    assert hall.days(glass.id) == {sheet.observed_day.isoformat(): 1}
    assert abs(hall.tablet(glass.id).offset - 2 * 24 * 3600 * 1000) < 3600 * 1000
    glass.context.close()


def forget(glass: Glass, database: str) -> None:
    """A store is wiped, as a browser short of room or a curious hand does it."""
    script = """(name) => new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = resolve;
      request.onerror = reject;
    })"""
    glass.page.evaluate(script, database)


def test_a_wiped_queue_leaves_a_gap_of_exactly_what_was_in_it(fresh: Glass, hall: Hall):
    fresh.enrol()
    for _ in range(2):
        answer_with(fresh, "Hài lòng")
    fresh.drained()
    hall.line.is_down = True
    for _ in range(7):
        answer_with(fresh, "Bình thường")
    assert len(fresh.queue()) == 7
    forget(fresh, "lang-nghe-hang-doi")
    hall.line.is_down = False
    fresh.page.reload()
    answer_with(fresh, "Hài lòng")
    fresh.drained()
    fresh.sync()
    assert hall.numbers(fresh.id) == [1, 2, 10]
    told = hall.tablet(fresh.id)
    assert (told.last_seq, told.queue, sum(hall.days(fresh.id).values())) == (10, 0, 10)
    book = hall.book(fresh.id)
    assert (book.recorded, book.received, book.lost) == (10, 3, 7)
    assert book.words == "ghi 10, nhận 3, mất 7 (số 3–9)"


def test_what_waits_survives_the_loss_of_the_tablets_own_name(fresh: Glass, hall: Hall):
    """The other store is wiped: the tablet must be enrolled again, and takes what waited along under its new name."""
    fresh.enrol()
    hall.line.is_down = True
    for face in FACES[:3]:
        answer_with(fresh, face)
    before = hall.sheets()
    hall.line.is_down = False
    fresh.page.goto("about:blank")
    fresh.page.goto(f"{hall.line.address}/may/icon.svg")
    forget(fresh, "lang-nghe-may")
    fresh.enrol()
    fresh.drained()
    assert hall.numbers(fresh.id) == [1, 2, 3]
    assert [sheet.overall for sheet in hall.new_sheets(before)] == [1, 2, 3]


@contextmanager
def a_newer_app(hall: Hall, tmp_path: Path) -> Iterator[str]:
    """The line serves the app with one file changed, every sum right; yields its version."""
    folder = tmp_path / "newer"
    shutil.copytree(FOLDER, folder)
    (folder / "queue.js").write_text((folder / "queue.js").read_text() + "\n// newer\n")
    newer = load_app(folder)
    names = {f"/may/{name}": file.body for name, file in newer.files.items()}
    names["/may/"] = names["/may/index.html"]
    hall.line.instead = names
    yield newer.version
    hall.line.instead = {}


OUTCOME = """async () => {
  const registration = await navigator.serviceWorker.getRegistration("/may/");
  const ended = new Promise((resolve) => {
    registration.addEventListener("updatefound", () => {
      const worker = registration.installing;
      worker.addEventListener("statechange", () => {
        if (worker.state !== "installing") resolve(worker.state);
      });
    });
  });
  await registration.update();
  return ended;
}"""


def version_of(glass: Glass) -> str:
    return str(glass.page.locator("html").get_attribute("data-version"))


def test_a_newer_app_waits_for_the_first_screen_and_keeps_the_queue(fresh: Glass, hall: Hall, tmp_path: Path):
    fresh.enrol()
    before, old = hall.sheets(), version_of(fresh)
    answer_with(fresh, "Hài lòng")
    fresh.drained()
    with a_newer_app(hall, tmp_path) as version:
        assert version != old
        fresh.tap("Bình thường")
        fresh.screen("reasons")
        assert fresh.page.evaluate(OUTCOME) == "installed"
        fresh.nudge()
        fresh.tap("Xin chào")
        fresh.tap("Tiếp tục")
        assert version_of(fresh) == old
        hall.line.is_down = True
        fresh.tap("Không")
        fresh.screen("thanks")
        fresh.tap("Xong")
        expect(fresh.page.locator(f'html[data-version="{version}"]')).to_be_attached(timeout=LONG)
        fresh.screen("faces")
        assert [row["overall"] for row in fresh.queue()] == [3]
        hall.line.is_down = False
        fresh.drained()
    assert sorted((sheet.overall, len(sheet.items)) for sheet in hall.new_sheets(before)) == [(3, 2), (4, 0)]
    names = fresh.page.evaluate("() => caches.keys()")
    assert sorted(names) == sorted([f"may-{version}", "may-tieng"])


def test_a_file_with_a_wrong_sum_is_refused_and_the_old_app_goes_on(fresh: Glass, hall: Hall, tmp_path: Path):
    fresh.enrol()
    old = version_of(fresh)
    with a_newer_app(hall, tmp_path):
        asked = len(hall.line.asked)
        hall.line.instead["/may/queue.js"] += b"\nfetch('/api/v1/steal');\n"
        assert fresh.page.evaluate(OUTCOME) == "redundant"
        assert any("GET /may/queue.js" in each for each in hall.line.asked[asked:])
        hall.line.is_down = True
        fresh.page.reload()
        fresh.screen("faces")
        assert version_of(fresh) == old
        kept = fresh.page.evaluate("async () => (await (await fetch('/may/queue.js')).text())")
        assert (
            hashlib.sha256(kept.encode()).hexdigest() == hashlib.sha256((FOLDER / "queue.js").read_bytes()).hexdigest()
        )
        assert len([name for name in fresh.page.evaluate("() => caches.keys()") if name != "may-tieng"]) == 1
