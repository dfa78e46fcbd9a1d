"""Every screen of the tablet in a real Chromium, on a real server: by thumb, by keyboard, by ear; axe finds nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Playwright, expect
from sqlalchemy import select

from feedback.collection_points.pages.tablet_app import load_app
from feedback.collection_points.rules.tablets import Ask, digits_of
from feedback.foundation.files import ROOT
from feedback.organisation.tables import Counter
from tests.browsers import CHROMIUM
from tests.kiosk.hall import ARGUMENTS, LONG, PIN, Glass, Hall, an_officer, start

FIRST_LOAD = 60_000
FACES = ["Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"]
ITEMS = ["Xin chào", "Xin lỗi", "Xin cảm ơn", "Xin phép"]


def clean(page: Page) -> None:
    """axe finds nothing on what stands now."""
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [(node["html"], node["failureSummary"]) for node in each["nodes"]]) for each in found] == []


def fits(page: Page) -> bool:
    script = "() => document.documentElement.scrollWidth <= innerWidth"
    return bool(page.evaluate(script))


def hold(page: Page) -> None:
    """Two seconds on the corner."""
    box = page.locator("[data-staff]").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    expect(page.get_by_role("heading", name="Mã PIN của cán bộ")).to_be_visible(timeout=LONG)
    page.mouse.up()


def type_pin(page: Page, pin: str) -> None:
    for digit in pin:
        page.get_by_role("button", name=digit, exact=True).click()


def test_from_a_new_browser_to_a_counted_answer(fresh: Glass, hall: Hall):
    page, line = fresh.page, hall.line
    fresh.id, code = hall.invite()
    before = line.bytes_sent
    fresh.open()
    fresh.screen("enrol")
    fresh.installed()
    assert line.bytes_sent - before <= FIRST_LOAD
    assert not [asked for asked in line.asked if "/may/" not in asked]
    clean(page)
    page.get_by_label("Mã đăng ký").fill("SAI-MA")
    fresh.tap("Đăng ký máy")
    expect(page.get_by_role("status")).to_contain_text("cấp mã mới")
    page.get_by_label("Mã đăng ký").fill(code.lower())
    fresh.tap("Đăng ký máy")
    fresh.screen("digits")
    key = hall.tablet(fresh.id).public_key
    assert key
    digits = digits_of(key, fresh.id)
    expect(page.locator(".digits")).to_contain_text(f"{digits[:3]} {digits[3:]}")
    clean(page)
    page.reload()
    fresh.screen("digits")
    hall.approve(fresh.id)
    fresh.screen("faces")
    script = """() => new Promise((resolve) => {
      const request = indexedDB.open("lang-nghe-may");
      request.onsuccess = () => {
        const keys = request.result.transaction("kept").objectStore("kept").get("keys");
        keys.onsuccess = () => { request.result.close(); resolve(keys.result.privateKey.extractable); };
      };
    })"""
    assert page.evaluate(script) is False
    answered = hall.sheets()
    fresh.tap("Hài lòng")
    fresh.screen("reasons")
    fresh.tap("Xin chào")
    fresh.tap("Xin phép")
    fresh.tap("Xin phép")
    fresh.tap("Tiếp tục")
    fresh.tap("Không")
    fresh.screen("thanks")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cảm ơn ông/bà!")
    fresh.drained()
    (sheet,) = hall.new_sheets(answered)
    assert (sheet.channel, sheet.overall, sheet.items) == ("tablet", 4, {"xin_chao": "yes", "late": "no"})
    assert (hall.numbers(fresh.id), hall.quarantined(fresh.id)) == ([1], [])
    assert not {code, code.lower(), code.replace("-", "")} & set(re.findall(r"[\w-]+", fresh.traces()))


def test_the_code_may_come_with_the_scanned_address_and_leaves_no_trace_there(fresh: Glass, hall: Hall):
    _, code = hall.invite()
    fresh.page.goto(f"{hall.line.address}/may/#{code}")
    fresh.screen("enrol")
    expect(fresh.page.get_by_label("Mã đăng ký")).to_have_value(code)
    assert fresh.page.url == f"{hall.line.address}/may/"
    fresh.tap("Đăng ký máy")
    fresh.screen("digits")


def test_a_dissatisfied_person_is_asked_what_was_missing(tablet: Glass, hall: Hall):
    before = hall.sheets()
    tablet.tap("Không hài lòng")
    tablet.screen("reasons")
    expect(tablet.page.get_by_role("heading", level=1)).to_have_text("Điều gì chưa được?")
    tablet.tap("Luôn lắng nghe")
    tablet.tap("Tiếp tục")
    tablet.tap("Bỏ qua")
    tablet.screen("thanks")
    tablet.drained()
    assert [sheet.items for sheet in hall.new_sheets(before)] == [{"luon_lang_nghe": "no"}]


def test_another_face_corrects_the_first_and_is_one_answer(tablet: Glass, hall: Hall):
    before = hall.sheets()
    tablet.tap("Rất không hài lòng")
    tablet.screen("reasons")
    tablet.tap("Xin chào")
    tablet.tap("Chạm nhầm? Chọn lại")
    tablet.answer("Rất hài lòng")
    tablet.drained()
    assert [(sheet.overall, sheet.items) for sheet in hall.new_sheets(before)] == [(5, {})]


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (800, 1280), (360, 640)])
def test_every_screen_fits_and_is_large_enough_for_a_thumb(tablet: Glass, width: int, height: int):
    page = tablet.page
    page.set_viewport_size({"width": width, "height": height})
    least, lowest = (96, height / 2) if width >= 800 else (56, 0.0)
    for large in (False, True):
        if large:
            tablet.next_person()
            tablet.tap("Chữ to")
        for face in FACES:
            box = page.get_by_role("button", name=face, exact=True).bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= least
            assert box["y"] + box["height"] > lowest
        assert fits(page)
        tablet.tap("Bình thường")
        tablet.screen("reasons")
        assert fits(page)
        tablet.tap("Tiếp tục")
        tablet.screen("late")
        assert fits(page)
        tablet.tap("Không rõ")
        tablet.screen("thanks")
        assert fits(page)
    page.set_viewport_size({"width": 1280, "height": 800})


def test_on_a_tablet_lying_down_nothing_needs_to_be_scrolled(tablet: Glass):
    script = "() => document.documentElement.scrollHeight <= innerHeight"
    assert tablet.page.evaluate(script)
    tablet.tap("Hài lòng")
    tablet.screen("reasons")
    assert tablet.page.evaluate(script)


@pytest.mark.parametrize(("theme", "colours"), [("light", "none"), ("dark", "none"), ("dark", "active")])
def test_axe_finds_nothing_on_any_screen_by_day_and_by_night(tablet: Glass, theme: Any, colours: Any):
    page = tablet.page
    page.emulate_media(color_scheme=theme, forced_colors=colours)
    tablet.open()
    tablet.screen("faces")
    assert page.locator("html.night").count() == (theme == "dark" or in_the_evening(page))
    clean(page)
    tablet.tap("Bình thường")
    tablet.screen("reasons")
    tablet.tap("Xin chào")
    clean(page)
    tablet.tap("Tiếp tục")
    tablet.screen("late")
    clean(page)
    tablet.tap("Có")
    tablet.screen("thanks")
    clean(page)
    tablet.tap("Xong")
    hold(page)
    clean(page)
    type_pin(page, PIN)
    tablet.screen("health")
    clean(page)
    page.emulate_media(color_scheme="light", forced_colors="none")


def in_the_evening(page: Page) -> bool:
    return bool(page.evaluate("() => { const h = (new Date().getUTCHours() + 7) % 24; return h < 6 || h >= 18; }"))


def test_it_can_be_answered_with_the_keyboard_alone(tablet: Glass, hall: Hall):
    page, before = tablet.page, hall.sheets()

    def press(name: str) -> None:
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.evaluate("() => document.activeElement.textContent") == name:
                return page.keyboard.press("Enter")
        raise AssertionError(name)

    press("Bình thường")
    tablet.screen("reasons")
    press("Xin lỗi")
    press("Tiếp tục")
    tablet.screen("late")
    press("Chưa đến hẹn")
    tablet.screen("thanks")
    press("Xong")
    tablet.screen("faces")
    tablet.drained()
    assert [sheet.items for sheet in hall.new_sheets(before)] == [{"xin_loi": "no", "late": "not_due"}]


def test_a_screen_reader_hears_the_question_first_then_the_faces_in_order(tablet: Glass):
    page = tablet.page
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_be_focused()
    names = [button.inner_text() for button in page.locator("main").get_by_role("button").all()]
    assert names == FACES
    tablet.tap("Hài lòng")
    tablet.screen("reasons")
    expect(heading).to_be_focused()
    assert page.title() == heading.inner_text()
    expect(page.get_by_role("button", name="Xin chào")).to_have_attribute("aria-pressed", "false")
    tablet.tap("Xin chào")
    expect(page.get_by_role("button", name="Xin chào")).to_have_attribute("aria-pressed", "true")


def test_in_english_all_the_way_and_vietnamese_again_for_the_next(tablet: Glass, hall: Hall):
    page, before = tablet.page, hall.sheets()
    tablet.tap("English")
    assert page.locator("html").get_attribute("lang") == "en"
    tablet.tap("Large type")
    assert page.locator("html.large").count() == 1
    tablet.tap("Satisfied")
    tablet.screen("reasons")
    tablet.tap("Greeted you")
    tablet.tap("Continue")
    tablet.tap("Not due yet")
    tablet.screen("thanks")
    tablet.tap("Done")
    tablet.screen("faces")
    assert (page.locator("html").get_attribute("lang"), page.locator("html.large").count()) == ("vi", 0)
    tablet.drained()
    (sheet,) = hall.new_sheets(before)
    assert (sheet.lang, sheet.items) == ("en", {"xin_chao": "yes", "late": "not_due"})


def test_questions_are_read_aloud_without_network(tablet: Glass, hall: Hall):
    page = tablet.page
    kept = "async () => (await (await caches.open('may-tieng')).keys()).map((each) => each.url).join()"
    tablet.until(lambda: "/vi/overall" in page.evaluate(kept))
    hall.line.is_down = True
    page.reload()
    tablet.screen("faces")
    page.evaluate(
        """() => {
      const play = HTMLMediaElement.prototype.play;
      window.played = [];
      HTMLMediaElement.prototype.play = async function () {
        await play.call(this);
        window.played.push(new URL(this.src).pathname);
      };
    }"""
    )
    tablet.tap("Nghe đọc")
    page.wait_for_function("() => window.played.includes('/doc/vi/overall.mp3')")
    tablet.tap("Dừng đọc")
    expect(page.get_by_role("button", name="Nghe đọc")).to_be_visible()


def test_the_counter_is_asked_where_the_office_wants_it(playwright: Playwright, hall: Hall, tmp_path: Path):
    glass = start(playwright, hall, tmp_path / "browser")
    before = hall.sheets()
    glass.enrol(Ask.COUNTER)
    clean(glass.page)
    glass.tap("Quầy số 1")
    glass.answer("Bình thường")
    glass.tap("Xong")
    glass.screen("choice")
    glass.tap("Tôi không nhớ")
    glass.answer("Hài lòng")
    glass.drained()
    counter = hall.rows(select(Counter.id))[0]
    assert [(sheet.overall, sheet.counter_id) for sheet in hall.new_sheets(before)] == [(3, counter), (4, None)]
    glass.context.close()


def test_or_the_officer(playwright: Playwright, hall: Hall, tmp_path: Path):
    name, before = f"Nguyễn Thị Mẫu {len(hall.sheets())}", hall.sheets()
    an_officer(hall, name)
    glass = start(playwright, hall, tmp_path / "browser")
    glass.enrol(Ask.OFFICER)
    clean(glass.page)
    glass.tap(name)
    glass.answer("Rất hài lòng")
    glass.drained()
    assert [sheet.officer_id is None for sheet in hall.new_sheets(before)] == [False]
    glass.context.close()


def test_staff_see_the_state_behind_two_seconds_and_a_pin(tablet: Glass, hall: Hall):
    page = tablet.page
    page.locator("[data-staff]").click()
    tablet.screen("faces")
    hold(page)
    type_pin(page, "111111")
    expect(page.get_by_role("status")).to_have_text("Mã PIN chưa đúng.")
    type_pin(page, PIN)
    tablet.screen("health")
    facts = {row.get_attribute("data-fact"): row.inner_text() for row in page.locator("[data-fact]").all()}
    assert facts["name"] == hall.tablet(tablet.id).name
    assert (facts["queue"], facts["offline"]) == ("0", "Có")
    assert facts["version"] == load_app(ROOT / "kiosk").version
    assert re.fullmatch(r"[\d,]+ %", str(facts["storage"]))
    assert facts["persisted"]
    tablet.tap("Gửi ngay")
    expect(page.get_by_role("status")).to_have_text("Nhận tốt")
    tablet.tap("Tối")
    expect(page.locator("html.night")).to_be_attached()
    tablet.tap("Sáng")
    expect(page.locator("html.night")).not_to_be_attached()
    tablet.tap("Tự đổi")
    tablet.tap("Đóng")
    tablet.screen("faces")


def test_the_keyboard_reaches_the_state_too(tablet: Glass):
    page = tablet.page
    page.get_by_role("button", name="Dành cho cán bộ").focus()
    page.keyboard.press("Enter")
    tablet.screen("pin")
    page.keyboard.type(PIN)
    tablet.screen("health")


def test_guessing_the_pin_is_slowed_down_even_after_a_restart(tablet: Glass):
    page = tablet.page
    hold(page)
    for _ in range(3):
        type_pin(page, "135790")
        expect(page.locator(".pins")).to_have_text("○○○○○○")
        expect(page.get_by_role("status")).not_to_be_empty()
    expect(page.get_by_role("status")).to_contain_text("Sai nhiều lần")
    page.reload()
    tablet.screen("faces")
    hold(page)
    type_pin(page, PIN)
    expect(page.get_by_role("status")).to_contain_text("Sai nhiều lần")
    script = """async () => (await import("/may/device.js")).keep("tries", { wrong: 0, until: 0 })"""
    page.evaluate(script)


def test_a_second_tab_waits_for_the_first(tablet: Glass, hall: Hall):
    second = tablet.context.new_page()
    second.goto(f"{hall.line.address}/may/")
    expect(second.get_by_role("heading", name="Ứng dụng đang mở ở một thẻ khác")).to_be_visible(timeout=LONG)
    clean(second)
    tablet.page.goto("about:blank")
    expect(second.locator('#stage[data-screen="faces"]')).to_be_attached(timeout=LONG)
    second.close()


def test_on_plain_http_it_says_why_it_will_not_start(playwright: Playwright, hall: Hall):
    name = "may-bang.example"
    arguments = [*ARGUMENTS, f"--host-resolver-rules=MAP {name} 127.0.0.1"]
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
    page = browser.new_page()
    page.goto(f"http://{name}:{hall.line.port}/may/")
    expect(page.get_by_role("heading", name="Chưa mở được ở địa chỉ này")).to_be_visible(timeout=LONG)
    expect(page.locator("main")).to_contain_text("https://")
    assert page.evaluate("() => indexedDB.databases().then((found) => found.length)") == 0
    clean(page)
    silent = browser.new_page(java_script_enabled=False)
    silent.goto(f"{hall.line.address}/may/")
    assert "tắt JavaScript" in silent.inner_text("main")
    assert "https://" in silent.inner_text("main")
    browser.close()


def test_it_has_no_way_out(tablet: Glass):
    page = tablet.page
    assert page.locator("a, input, textarea, select, iframe, form").count() == 0
    script = """() => ["contextmenu", "dragstart", "copy"].map((kind) => {
      const event = new Event(kind, { bubbles: true, cancelable: true });
      document.querySelector("main").dispatchEvent(event);
      return event.defaultPrevented;
    })"""
    assert page.evaluate(script) == [True, True, True]
    assert page.evaluate("() => getComputedStyle(document.querySelector('h1')).userSelect") == "none"


def test_a_full_store_never_thanks_and_keeps_what_it_has(tablet: Glass, hall: Hall):
    page = tablet.page
    hall.line.is_down = True
    tablet.answer("Hài lòng")
    tablet.next_person()
    kept = len(tablet.queue())
    page.evaluate(
        """() => {
      window.put = IDBObjectStore.prototype.add;
      IDBObjectStore.prototype.add = () => { throw new DOMException("full", "QuotaExceededError"); };
    }"""
    )
    tablet.tap("Hài lòng")
    tablet.screen("not-stored")
    expect(page.get_by_role("heading", level=1)).to_have_text("Chưa ghi được – xin báo cán bộ")
    clean(page)
    assert len(tablet.queue()) == kept
    page.locator("main").evaluate("(each) => { each.dataset.before = true; }")
    tablet.tap("Thử lại")
    expect(page.locator("main[data-before]")).not_to_be_attached(timeout=LONG)
    tablet.screen("not-stored")
    page.evaluate("() => { IDBObjectStore.prototype.add = window.put; }")
    tablet.tap("Thử lại")
    tablet.screen("reasons")
    numbers = [row["seq"] for row in tablet.queue()]
    assert numbers == list(range(numbers[0], numbers[0] + kept + 1))


def test_staff_are_warned_when_storage_is_nearly_full(tablet: Glass, hall: Hall):
    page = tablet.page
    page.evaluate("() => { navigator.storage.estimate = async () => ({ usage: 81, quota: 100 }); }")
    tablet.nudge()
    expect(page.get_by_text("bộ nhớ máy sắp đầy")).to_be_visible(timeout=LONG)
    clean(page)
    tablet.until(lambda: hall.tablet(tablet.id).storage == 81)


def test_a_revoked_tablet_hands_over_what_it_has_and_takes_no_more(fresh: Glass, hall: Hall):
    fresh.enrol()
    hall.line.is_down = True
    for _ in range(3):
        fresh.answer("Bình thường")
        fresh.next_person()
    hall.revoke(fresh.id)
    hall.line.is_down = False
    fresh.nudge()
    fresh.screen("revoked")
    fresh.drained()
    expect(fresh.page.get_by_role("status")).to_contain_text("đã được gửi về", timeout=LONG)
    clean(fresh.page)
    assert [row.seq for row in hall.quarantined(fresh.id)] == [1, 2, 3]
    fresh.page.reload()
    fresh.screen("revoked")
    old = fresh.id
    fresh.tap("Đăng ký lại với mã mới")
    fresh.screen("enrol")
    fresh.id, code = hall.invite()
    fresh.page.get_by_label("Mã đăng ký").fill(code)
    fresh.tap("Đăng ký máy")
    fresh.screen("digits")
    hall.approve(fresh.id)
    fresh.answer("Hài lòng")
    fresh.drained()
    assert isinstance(old, UUID)
    assert (hall.numbers(fresh.id), hall.numbers(old)) == ([4], [1, 2, 3])
