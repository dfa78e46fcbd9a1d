"""A citizen's telephone, in a real Chromium: every path, every language, and every way of using a telephone.

Nothing here looks at a page before it has arrived: a tap waits for the next page, and what must be seen is waited for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserType, Locator, Page, Playwright, expect, sync_playwright

from tests.answers.samples import TOKEN
from tests.answers.serving import prepare, serving, sheets_stored, stored_items
from tests.browsers import CHROMIUM, WHOLE_CHROMIUM
from tests.languages.samples import MARK, write_language

ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]
WAIT = 60_000
SIZES = [(320, 568), (360, 640), (768, 1024), (1280, 800)]
STEPS = ("4-xin-4-luon", "noi-dung", "dung-hen", "gop-y", "cam-on")
FACES = ["Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"]
COURTESIES = [
    *("Xin chào", "Xin lỗi", "Xin cảm ơn", "Xin phép"),
    *("Luôn mỉm cười", "Luôn nhẹ nhàng", "Luôn lắng nghe", "Luôn giúp đỡ"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running website with one counter, and a third language beside its data."""
    folder = tmp_path_factory.mktemp("citizen")
    write_language(folder / "languages", "bru")
    prepare(str(folder))
    with serving("storing") as (port, _):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        expect.set_options(timeout=WAIT)
        yield playwright


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield chromium
    chromium.close()


@contextmanager
def telephone(browser: Browser, width: int = 360, height: int = 640, **more: Any) -> Iterator[Page]:
    """A browser of its own, as nobody has used it before; by default without JavaScript."""
    settings: dict[str, Any] = {"java_script_enabled": False} | more
    context = browser.new_context(viewport={"width": width, "height": height}, **settings)
    context.set_default_timeout(WAIT)
    yield context.new_page()
    context.close()


@contextmanager
def set_up_telephone(chromium: BrowserType, folder: Path, preferences: dict[str, Any], **more: Any) -> Iterator[Page]:
    """A browser with its owner's own preferences."""
    (folder / "Default").mkdir(parents=True)
    (folder / "Default" / "Preferences").write_text(json.dumps(preferences))
    context = chromium.launch_persistent_context(
        folder, executable_path=WHOLE_CHROMIUM, args=ARGUMENTS, viewport={"width": 360, "height": 640}, **more
    )
    context.set_default_timeout(WAIT)
    yield context.new_page()
    context.close()


def arrive(page: Page, *steps: str) -> None:
    """Wait until one of these pages has come down whole."""
    page.wait_for_url(re.compile(rf"/(?:{'|'.join(steps)})(?:\?|$)"), wait_until="load")


def open_code(page: Page, site: str, query: str = "") -> None:
    page.goto(f"{site}/q/{TOKEN}{query}", wait_until="load")


def tap(page: Page, face: str) -> None:
    page.get_by_role("button", name=face, exact=True).click()
    arrive(page, "4-xin-4-luon", "cam-on")


def press(page: Page, role: Any, name: str, step: str) -> None:
    """Press what leads to the next page, and be there."""
    page.get_by_role(role, name=name, exact=True).click()
    arrive(page, step)


def skip_on(page: Page, step: str, word: str = "Bỏ qua") -> None:
    press(page, "link", word, step)


def back(page: Page, site: str) -> None:
    """The browser's own Back, to the five faces."""
    page.go_back(wait_until="load")
    expect(page).to_have_url(re.compile(rf"/q/{TOKEN}(?:\?|$)"))
    expect(page.locator("button.face")).to_have_count(5)


def has_no_side_scroll(page: Page) -> bool:
    """Nothing sticks out to the right: measured as a picture, since scripts may be off."""
    box = page.locator("main").bounding_box()
    size = page.viewport_size
    assert box
    assert size
    return bool(box["x"] >= 0 and box["x"] + box["width"] <= size["width"])


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_one_tap_counts_then_every_page_can_be_answered_or_left(site: str, browser: Browser, width: int, height: int):
    before = sheets_stored()
    with telephone(browser, width, height) as page:
        open_code(page, site)
        assert has_no_side_scroll(page)
        for face in page.locator("button.face").all():
            box = face.bounding_box()
            assert box
            assert box["height"] >= 44
            assert box["width"] >= 44
        tap(page, "Hài lòng")
        assert sheets_stored() == before + 1
        page.get_by_role("group", name="Xin chào").get_by_label("Có").check()
        press(page, "button", "Gửi và tiếp tục", "noi-dung")
        page.get_by_role("group").first.get_by_label("Bình thường").check()
        press(page, "button", "Gửi và tiếp tục", "dung-hen")
        skip_on(page, "gop-y")
        page.get_by_label("Ông/bà muốn nhắn thêm điều gì?").fill("Cảm ơn anh chị 🙂")
        assert has_no_side_scroll(page)
        press(page, "button", "Gửi", "cam-on")
        expect(page.get_by_role("heading", name="Cảm ơn ông/bà!")).to_be_visible()
        expect(page.locator("main")).to_contain_text(re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]"))
    assert sheets_stored() == before + 1


def test_whoever_stops_is_counted_with_what_was_tapped_and_each_page_saves_on_its_own(site: str, browser: Browser):
    seen = len(stored_items())
    with telephone(browser) as page:
        open_code(page, site)
        tap(page, "Bình thường")
    assert stored_items()[seen:] == [{}]
    with telephone(browser) as page:
        open_code(page, site)
        tap(page, "Bình thường")
        page.get_by_role("group", name="Luôn giúp đỡ").get_by_label("Không rõ").check()
        press(page, "button", "Gửi và tiếp tục", "noi-dung")
        assert stored_items()[-1] == {"luon_giup_do": "unsure"}
        skip_on(page, "dung-hen")
        page.get_by_label("Chưa đến hẹn").check()
        press(page, "button", "Gửi và tiếp tục", "gop-y")
    assert stored_items()[seen + 1 :] == [{"luon_giup_do": "unsure", "late": "not_due"}]


def test_done_is_reachable_from_every_question(site: str, browser: Browser):
    with telephone(browser) as page:
        open_code(page, site)
        tap(page, "Bình thường")
        for step, following in pairwise(STEPS):
            arrive(page, step)
            expect(page.get_by_role("link", name="Xong, không trả lời thêm")).to_be_visible()
            skip_on(page, following)


def test_back_and_another_face_is_a_correction_and_never_a_second_answer(site: str, browser: Browser):
    before = sheets_stored()
    with telephone(browser) as page:
        open_code(page, site)
        tap(page, "Rất không hài lòng")
        back(page, site)
        tap(page, "Rất hài lòng")
        expect(page.get_by_text("Đã sửa mức đánh giá")).to_be_visible()
    assert sheets_stored() == before + 1


def test_the_link_for_a_wrong_tap_leads_to_the_same_sheet(site: str, browser: Browser):
    before = sheets_stored()
    with telephone(browser) as page:
        open_code(page, site)
        tap(page, "Rất không hài lòng")
        press(page, "link", "Chạm nhầm? Chọn lại mức đánh giá", TOKEN)
        tap(page, "Rất hài lòng")
        expect(page.get_by_text("Đã sửa mức đánh giá")).to_be_visible()
    assert sheets_stored() == before + 1


def test_reloading_the_first_page_is_the_same_sheet(site: str, browser: Browser):
    before = sheets_stored()
    with telephone(browser) as page:
        open_code(page, site)
        key = page.locator("input[name=phieu]").get_attribute("value")
        assert key
        tap(page, "Hài lòng")
        back(page, site)
        page.reload(wait_until="load")
        expect(page.locator("input[name=phieu]")).to_have_value(key)
        tap(page, "Hài lòng")
        page.reload(wait_until="load")
        page.context.new_page().goto(page.url, wait_until="load")
    assert sheets_stored() == before + 1


def test_opening_the_code_anew_on_a_shared_telephone_is_another_answer(site: str, browser: Browser):
    before = sheets_stored()
    with telephone(browser) as page:
        for _ in range(3):
            page.goto("about:blank")
            open_code(page, site)
            tap(page, "Hài lòng")
    assert sheets_stored() == before + 3


def test_a_tap_that_could_not_be_counted_needs_one_more_tap_and_no_word_again(site: str, browser: Browser):
    before = sheets_stored()
    with telephone(browser, java_script_enabled=True) as page:
        open_code(page, site)
        tap(page, "Hài lòng")
        for step in STEPS[1:4]:
            skip_on(page, step)
        page.locator("input[name=phieu]").evaluate("field => { field.value = 'x' }")
        page.get_by_role("textbox").fill("Đợi từ sáng đến trưa")
        page.get_by_role("button", name="Gửi", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("Xin chạm lại một khuôn mặt")
        expect(page.get_by_role("textbox")).to_have_value("Đợi từ sáng đến trưa")
        tap(page, "Không hài lòng")
        expect(page.get_by_role("heading", name="Cảm ơn ông/bà!")).to_be_visible()
    assert sheets_stored() == before + 2


def test_without_cookies_and_without_scripts_everything_works(site: str, playwright: Playwright, tmp_path: Path):
    before = sheets_stored()
    blocked = {"profile": {"default_content_setting_values": {"cookies": 2, "javascript": 2}}}
    with set_up_telephone(playwright.chromium, tmp_path / "blocked", blocked) as page:
        page.goto(f"{site}/dang-nhap", wait_until="load")
        assert page.context.cookies() == []
        open_code(page, site)
        tap(page, "Rất hài lòng")
        for step in STEPS[1:]:
            skip_on(page, step)
        expect(page.get_by_role("heading", name="Cảm ơn ông/bà!")).to_be_visible()
    assert sheets_stored() == before + 1


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until it holds the focus; the focus must be plain to see."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            assert target.evaluate("element => parseFloat(getComputedStyle(element).outlineWidth)") >= 2
            return
    raise AssertionError(f"Tab never reaches {target}")


def test_it_can_be_answered_with_the_keyboard_alone(site: str, browser: Browser):
    before = len(stored_items())
    with telephone(browser) as page:
        open_code(page, site)
        tab_to(page, page.get_by_role("button", name="Hài lòng", exact=True))
        page.keyboard.press("Enter")
        arrive(page, "4-xin-4-luon")
        tab_to(page, page.get_by_role("group", name="Xin phép").get_by_label("Có"))
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        tab_to(page, page.get_by_role("button", name="Gửi và tiếp tục"))
        page.keyboard.press("Enter")
        arrive(page, "noi-dung")
        tab_to(page, page.get_by_role("link", name="Bỏ qua"))
        page.keyboard.press("Enter")
        arrive(page, "dung-hen")
        tab_to(page, page.get_by_label("Có"))
        page.keyboard.press("Space")
        tab_to(page, page.get_by_role("button", name="Gửi và tiếp tục"))
        page.keyboard.press("Enter")
        arrive(page, "gop-y")
        tab_to(page, page.get_by_role("textbox"))
        page.keyboard.type("Tot lam")
        tab_to(page, page.get_by_role("button", name="Gửi"))
        page.keyboard.press("Enter")
        arrive(page, "cam-on")
    assert stored_items()[before:] == [{"xin_phep": "no", "late": "yes"}]


HEARD = {"heading", "status", "group", "radio", "button", "link", "textbox", "alert", "Audio", "navigation"}
PLAYER = re.compile(r"^(?:button: (?:play|mute|unmute)|slider: )")


def read_out(page: Page) -> list[str]:
    """What a screen reader is given, once it stands still: the browser fills the tree after the page."""
    before: list[str] = []
    while (now := tree_of(page)) != before or not now:
        before = now
        page.wait_for_timeout(250)
    return now


def tree_of(page: Page) -> list[str]:
    """The accessibility tree's roles and names, in its order."""
    session = page.context.new_cdp_session(page)
    nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    session.detach()
    said: list[str] = []

    def walk(node: dict[str, Any]) -> None:
        role = node.get("role", {}).get("value", "")
        if not node.get("ignored") and role in HEARD:
            said.append(f"{role}: {node.get('name', {}).get('value', '')}".removesuffix(": "))
        for child in node.get("childIds", []):
            if child in nodes:
                walk(nodes[child])

    walk(next(node for node in nodes.values() if "parentId" not in node))
    return [each for each in said if not PLAYER.match(each)]


TOP = ["status", "link: Xong, không trả lời thêm"]
END = ["link: Dữ liệu của ông/bà", "navigation: Ngôn ngữ", "link: English", "link: Zuzu"]
SEND = ["button: Gửi và tiếp tục", "link: Bỏ qua"]
LISTEN = "Audio: Nghe đọc câu hỏi"
CALL = "link: Muốn cơ quan gọi lại?"


def test_a_screen_reader_is_given_every_name_in_the_order_of_the_page(site: str, browser: Browser):
    with telephone(browser) as page:
        open_code(page, site)
        question = "heading: Hôm nay ông/bà có hài lòng với việc phục vụ tại đây không?"
        assert read_out(page) == [question, LISTEN, *(f"button: {face}" for face in FACES), *END]
        assert page.locator("html").get_attribute("lang") == "vi"
        tap(page, "Hài lòng")
        courtesies = [
            line
            for name in COURTESIES
            for line in (f"{LISTEN} {name}", f"group: {name}", "radio: Có", "radio: Không", "radio: Không rõ")
        ]
        question = "heading: 4 xin, 4 luôn: cán bộ tiếp ông/bà đã làm điều nào?"
        change = "link: Chạm nhầm? Chọn lại mức đánh giá"
        assert read_out(page) == [*TOP, question, LISTEN, *courtesies, *SEND, change, *END]
        skip_on(page, "noi-dung")
        said = read_out(page)
        asked = [line.removeprefix("group: ") for line in said if line.startswith("group: ")]
        items = [
            line for name in asked for line in (f"group: {name}", f"{LISTEN} {name}", *(f"radio: {f}" for f in FACES))
        ]
        question = "heading: Ông/bà hài lòng đến mức nào về từng điều sau?"
        assert len(asked) == 4
        assert said == [*TOP, question, LISTEN, *items, *SEND, "link: Trả lời đầy đủ cả 16 điều", *END]
        skip_on(page, "dung-hen")
        question = "Hồ sơ của ông/bà có bị trễ hẹn không?"
        late = [f"radio: {each}" for each in ("Có", "Không", "Chưa đến hẹn", "Không rõ")]
        assert read_out(page) == [*TOP, f"group: {question}", f"heading: {question}", LISTEN, *late, *SEND, *END]
        skip_on(page, "gop-y")
        question = "Ông/bà muốn nhắn thêm điều gì?"
        field = [f"heading: {question}", LISTEN, f"textbox: {question}", "button: Gửi", "link: Bỏ qua", CALL]
        assert read_out(page) == [*TOP, *field, *END]
        skip_on(page, "cam-on")
        thanks = ["heading: Cảm ơn ông/bà!", "Audio: Nghe lời cảm ơn", "link: Kiểm tra mã biên nhận", CALL]
        assert read_out(page) == [*thanks, *END]


def test_at_double_size_nothing_is_cut_off(site: str, browser: Browser):
    """200 % zoom of a 640-pixel window is a 320-pixel window at twice the dots."""
    with telephone(browser, 320, 400, device_scale_factor=2) as page:
        open_code(page, site)
        tap(page, "Hài lòng")
        for step in STEPS[1:]:
            assert has_no_side_scroll(page)
            skip_on(page, step)
        assert has_no_side_scroll(page)


def test_with_letters_twice_as_large_nothing_is_cut_off(site: str, playwright: Playwright, tmp_path: Path):
    large = {"webkit": {"webprefs": {"default_font_size": 32, "default_fixed_font_size": 26}}}
    with set_up_telephone(playwright.chromium, tmp_path / "large", large) as page:
        open_code(page, site)
        assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 36
        tap(page, "Hài lòng")
        for step in STEPS[1:]:
            wide = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
            assert page.evaluate(wide) == 0, page.url
            skip_on(page, step)


@pytest.mark.parametrize(
    ("query", "face", "skip", "thanks"),
    [
        ("", "Hài lòng", "Bỏ qua", "Cảm ơn ông/bà!"),
        ("?lang=en", "Satisfied", "Skip", "Thank you!"),
        ("?lang=bru", f"{MARK}Hài lòng", f"{MARK}Bỏ qua", f"{MARK}Cảm ơn ông/bà!"),
    ],
)
def test_in_every_language_all_the_way(site: str, browser: Browser, query: str, face: str, skip: str, thanks: str):
    lang = query.partition("=")[2] or "vi"
    with telephone(browser) as page:
        open_code(page, site, query)
        tap(page, face)
        for step in STEPS[1:]:
            expect(page.locator("html")).to_have_attribute("lang", lang)
            skip_on(page, step, skip)
        expect(page.get_by_role("heading", name=thanks)).to_be_visible()
        page.goto(f"{site}/q/zzzzzzzz{query}", wait_until="load")
        expect(page.locator("html")).to_have_attribute("lang", lang)


def test_the_language_can_be_changed_on_every_page_and_the_sheet_stays(site: str, browser: Browser):
    before = sheets_stored()
    with telephone(browser) as page:
        open_code(page, site)
        press(page, "link", "English", TOKEN)
        tap(page, "Satisfied")
        for step, following in pairwise(STEPS):
            for name, lang in (("Zuzu", "bru"), ("Tiếng Việt", "vi"), ("English", "en")):
                press(page, "link", name, step)
                expect(page.locator("html")).to_have_attribute("lang", lang)
            skip_on(page, following, "Skip")
    assert sheets_stored() == before + 1


def fetched_by(page: Page) -> list[str]:
    """Every address this page asks the network for from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.startswith("http") else None)
    return asked


def test_the_first_view_asks_for_one_file_besides_the_page_and_reads_aloud_on_a_tap_alone(site: str, browser: Browser):
    with telephone(browser) as page:
        asked = fetched_by(page)
        open_code(page, site)
        page.wait_for_load_state("networkidle")
        first = [re.sub(r"\?.*", "", address).removeprefix(site) for address in asked]
        assert first == [f"/q/{TOKEN}", "/static/survey.css"]
        with page.expect_response("**/doc/vi/overall.mp3*") as heard:
            page.locator("audio").click(position={"x": 22, "y": 22})
        assert heard.value.status in (200, 206)
        tap(page, "Hài lòng")
        for step in STEPS[1:]:
            skip_on(page, step)
        page.wait_for_load_state("networkidle")
        assert [address for address in asked if "/doc/" in address and "overall" not in address] == []


def test_axe_finds_nothing_on_any_page_at_any_size(site: str, browser: Browser):
    with telephone(browser, java_script_enabled=True) as page:
        for_every_page(page, site, lambda where: find_nothing(page, where, SIZES))


def test_faces_are_drawn_in_the_colours_that_are_forced(site: str, browser: Browser):
    """A face filled with a colour of ours would hide its own eyes and mouth."""
    with telephone(browser, java_script_enabled=True, forced_colors="active", color_scheme="dark") as page:
        open_code(page, site)
        for shape in page.locator("button.face circle, button.face path").all():
            assert shape.evaluate("shape => getComputedStyle(shape).fill") == "none"
            drawn = shape.evaluate("shape => [getComputedStyle(shape).stroke, getComputedStyle(document.body).color]")
            assert drawn[0] == drawn[1]


def test_axe_finds_nothing_in_forced_colours(site: str, browser: Browser):
    with telephone(browser, java_script_enabled=True, forced_colors="active") as page:
        for_every_page(page, site, lambda where: find_nothing(page, where, [(360, 640)]))


def find_nothing(page: Page, where: str, sizes: list[tuple[int, int]]) -> None:
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        found = Axe().run(page).response["violations"]
        assert not found, f"{where} at {width}: {[(each['id'], each['nodes'][0]['html']) for each in found]}"
    page.set_viewport_size({"width": 360, "height": 640})


def for_every_page(page: Page, site: str, look: Callable[[str], None]) -> None:
    open_code(page, site)
    look("faces")
    tap(page, "Hài lòng")
    for step, following in pairwise(STEPS):
        look(step)
        if step == "noi-dung":
            press(page, "link", "Trả lời đầy đủ cả 16 điều", "noi-dung")
            look("all sixteen")
        skip_on(page, following)
    look("thanks")
    open_code(page, site)
    page.locator("input[name=phieu]").evaluate("field => { field.value = 'x' }")
    page.get_by_role("button", name="Hài lòng", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    look("faces again")
    for address in ("/tra-cuu", "/du-lieu-cua-ong-ba", "/du-lieu-cua-ong-ba?lang=en", "/q/zzzzzzzz", "/tra-cuu/ABC"):
        page.goto(site + address, wait_until="load")
        look(address)
