"""The next person finds nothing of the last one; whoever needs more time gets it. The clock is ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Playwright, expect

from tests.kiosk.hall import LONG, Glass, Hall, crooked_content, start

CONTENT = "/api/v1/tablet/content"
HOUR = 3600 * 1000


@pytest.fixture(scope="module")
def enrolled(playwright: Playwright, hall: Hall, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Glass]:
    """A tablet whose clock obeys the test."""
    glass = start(playwright, hall, tmp_path_factory.mktemp("browser"))
    glass.page.clock.install()
    glass.enrol()
    yield glass
    glass.context.close()


def pass_seconds(glass: Glass, seconds: float) -> None:
    glass.page.clock.run_for(int(seconds * 1000))


def test_a_warning_comes_can_be_answered_as_often_as_wanted_and_truly_gives_time(tablet: Glass):
    tablet.tap("Bình thường")
    tablet.screen("reasons")
    tablet.tap("Xin chào")
    dialog = tablet.page.get_by_role("alertdialog", name="Ông/bà còn ở đây không?")
    for wait in (31, 61, 61):
        expect(dialog).not_to_be_attached()
        pass_seconds(tablet, wait)
        expect(dialog).to_contain_text("giây")
        expect(dialog).to_contain_text("vẫn được tính")
        expect(tablet.page.get_by_role("button", name="Tôi cần thêm thời gian")).to_be_focused()
        pass_seconds(tablet, 15)
        tablet.tap("Tôi cần thêm thời gian")
    expect(dialog).not_to_be_attached()
    expect(tablet.page.get_by_role("button", name="Xin chào")).to_have_attribute("aria-pressed", "true")
    expect(tablet.page.get_by_role("button", name="Xin chào")).to_be_focused()
    pass_seconds(tablet, 40)
    tablet.screen("reasons")
    pass_seconds(tablet, 25)
    expect(dialog).to_be_visible()
    assert Axe().run(tablet.page).response["violations"] == []
    tablet.tap("Tôi đã xong")
    tablet.screen("faces")


def test_a_touch_starts_the_time_again(tablet: Glass):
    tablet.tap("Bình thường")
    tablet.screen("reasons")
    for _ in range(4):
        pass_seconds(tablet, 25)
        tablet.page.get_by_role("heading", level=1).click()
    expect(tablet.page.get_by_role("alertdialog")).not_to_be_attached()


def test_a_trembling_finger_is_one_tap(tablet: Glass, hall: Hall):
    """The second tap of two falls on the next screen: on a reason there, or on a face of the next person's."""
    before, page = hall.sheets(), tablet.page
    page.get_by_role("button", name="Rất hài lòng", exact=True).dblclick()
    tablet.screen("reasons")
    expect(page.locator("[aria-pressed=true]")).to_have_count(0)
    tablet.tap("Bỏ qua")
    tablet.screen("late")
    tablet.tap("Không rõ")
    tablet.screen("thanks")
    page.get_by_role("button", name="Xong").dblclick()
    tablet.screen("faces")
    tablet.drained()
    assert [(sheet.overall, sheet.items) for sheet in hall.new_sheets(before)] == [(5, {"late": "unsure"})]


def test_whoever_walks_away_is_counted_as_far_as_they_tapped_and_nothing_stays(tablet: Glass, hall: Hall):
    before = hall.sheets()
    tablet.tap("Chữ to")
    tablet.tap("Rất hài lòng")
    tablet.screen("reasons")
    tablet.tap("Luôn giúp đỡ")
    pass_seconds(tablet, 55)
    tablet.screen("faces")
    assert tablet.page.locator("html.large, [aria-pressed=true]").count() == 0
    tablet.drained()
    assert [(sheet.overall, sheet.items) for sheet in hall.new_sheets(before)] == [(5, {"luon_giup_do": "yes"})]


def test_a_choice_without_a_face_is_no_answer(tablet: Glass, hall: Hall):
    before = len(hall.sheets())
    tablet.tap("English")
    pass_seconds(tablet, 55)
    tablet.screen("faces")
    expect(tablet.page.locator("html")).to_have_attribute("lang", "vi")
    tablet.drained()
    assert len(hall.sheets()) == before


def test_the_thanks_make_way_for_the_next_by_themselves(tablet: Glass):
    tablet.answer("Hài lòng")
    pass_seconds(tablet, 11)
    tablet.screen("faces")


def test_after_the_receipt_nothing_of_the_answer_is_kept_anywhere(tablet: Glass):
    tablet.tap("Rất không hài lòng")
    tablet.screen("reasons")
    tablet.tap("Luôn nhẹ nhàng")
    tablet.tap("Tiếp tục")
    tablet.tap("Chưa đến hẹn")
    tablet.screen("thanks")
    row = tablet.queue()[0] if tablet.queue() else {}
    tablet.tap("Xong")
    tablet.screen("faces")
    tablet.drained()
    found = json.loads(tablet.traces())
    assert found["session"] == {}
    assert list(found["local"]) == ["lang-nghe-so"]
    assert set(json.loads(found["local"]["lang-nghe-so"])) == {"seq", "days", "tablet"}
    assert found["lang-nghe-hang-doianswers"] == []
    kept = json.dumps([each for each in found["lang-nghe-may" + "kept"] if "questionnaire" not in str(each)])
    for word in (row.get("id", "id-not-seen"), "luon_nhe_nhang", "not_due", "overall"):
        assert word not in kept + found["local"]["lang-nghe-so"]


def test_back_leads_nowhere_and_a_restored_page_is_the_first_screen(tablet: Glass):
    page = tablet.page
    tablet.tap("Bình thường")
    tablet.screen("reasons")
    page.evaluate("() => history.back()")
    page.wait_for_function("() => history.state === null")
    tablet.screen("reasons")
    address = page.url
    page.goto("about:blank")
    page.go_back()
    tablet.screen("faces")
    assert page.url == address
    page.reload()
    tablet.screen("faces")
    assert page.locator("[aria-pressed=true]").count() == 0


def test_a_page_that_comes_back_from_the_browsers_memory_starts_anew(tablet: Glass):
    tablet.tap("Bình thường")
    tablet.screen("reasons")
    tablet.page.evaluate("() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    tablet.screen("faces")
    tablet.drained()


def sessions_around(*pairs: tuple[float, float]) -> list[list[int]]:
    """Sessions in hours from now."""
    now = datetime.now(UTC)
    return [[int((now + timedelta(hours=at)).timestamp() * 1000) for at in pair] for pair in pairs]


def test_it_sleeps_when_the_office_closes_and_wakes_when_it_opens(playwright: Playwright, hall: Hall, tmp_path: Path):
    glass = start(playwright, hall, tmp_path / "browser")
    glass.page.clock.install()
    hall.line.crooked[CONTENT] = crooked_content(sessions=sessions_around((-1, 1), (62, 66)))
    glass.enrol()
    hall.line.is_down = True
    glass.tap("Hài lòng")
    glass.screen("reasons")
    for _ in range(3):
        glass.page.clock.fast_forward(20 * 60_000 + 30_000)
        tap_more_time(glass)
    glass.tap("Tiếp tục")
    glass.screen("late")
    glass.tap("Không")
    glass.screen("thanks")
    pass_seconds(glass, 15)
    glass.screen("sleep")
    expect(glass.page.get_by_role("heading", level=1)).to_contain_text("Hẹn gặp lại lúc ")
    assert glass.page.locator("html.night").count() == 1
    assert glass.page.get_by_role("button", name="Hài lòng").count() == 0
    assert Axe().run(glass.page).response["violations"] == []
    glass.page.clock.fast_forward(61 * HOUR)
    glass.screen("faces")
    glass.page.clock.fast_forward(8 * HOUR)
    glass.screen("faces")
    glass.answer("Bình thường")
    assert [row["seq"] for row in glass.queue()] == [1, 2]
    hall.line.is_down = False
    glass.drained()
    assert hall.numbers(glass.id) == [1, 2]
    glass.context.close()


def tap_more_time(glass: Glass) -> None:
    """A long jump of the clock brings the warning; whoever is there says so."""
    expect(glass.page.get_by_role("alertdialog")).to_be_visible(timeout=LONG)
    glass.tap("Tôi cần thêm thời gian")


@pytest.mark.parametrize(
    ("now", "sessions", "expected"),
    [
        ("2026-11-20T01:00Z", [("2026-11-20T00:00Z", "2026-11-20T04:30Z")], [True, True, ""]),
        (
            "2026-11-20T05:00Z",
            [("2026-11-20T00:00Z", "2026-11-20T04:30Z"), ("2026-11-20T06:30Z", "2026-11-20T10:00Z")],
            [False, True, "Hẹn gặp lại lúc 13:30"],
        ),
        (
            "2026-11-20T10:00Z",
            [("2026-11-23T00:00Z", "2026-11-23T04:30Z")],
            [False, True, "Hẹn gặp lại lúc 7:00 thứ Hai"],
        ),
        (
            "2026-11-20T17:30Z",
            [("2026-11-22T00:00Z", "2026-11-22T04:30Z")],
            [False, True, "Hẹn gặp lại lúc 7:00 Chủ nhật"],
        ),
        (
            "2026-11-20T10:00Z",
            [("2026-11-30T00:30Z", "2026-11-30T04:30Z")],
            [False, True, "Hẹn gặp lại lúc 7:30 thứ Hai, ngày 30/11"],
        ),
        ("2026-11-20T10:00Z", [("2026-11-20T00:00Z", "2026-11-20T04:30Z")], [True, False, ""]),
        ("2026-11-20T10:00Z", [], [True, False, ""]),
    ],
)
def test_hours_are_read_in_viet_nams_time_and_never_shut_out_an_answer(
    tablet: Glass, now: str, sessions: list[tuple[str, str]], expected: list[Any]
):
    script = """async ([now, sessions]) => {
      const { officeAt, untilOpening } = await import("/may/hours.js");
      const { say } = await import("/may/words.js");
      const moment = Date.parse(now);
      const { open, known, next } = officeAt(sessions.map((pair) => pair.map(Date.parse)), moment);
      if (!next) return [open, known, ""];
      const { key, time, day, date } = untilOpening(next, moment);
      return [open, known, say(key, { time, day: say(day), date })];
    }"""
    assert tablet.page.evaluate(script, [now, sessions]) == expected
