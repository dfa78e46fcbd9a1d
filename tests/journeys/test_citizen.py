"""A citizen's telephone, in a real Chromium: without JavaScript, small, enlarged, by keyboard; axe finds nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.answers.samples import TOKEN
from tests.answers.serving import prepare, serving, sheets_stored

CHROMIUM = "/usr/bin/chromium"
SIZES = [(320, 568), (360, 640), (768, 1024), (1280, 800)]
STEPS = ("4-xin-4-luon", "noi-dung", "dung-hen", "gop-y", "cam-on")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running website with one counter."""
    prepare(str(tmp_path_factory.mktemp("citizen")))
    with serving("storing") as (port, _):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


@contextmanager
def telephone(browser: Browser, width: int = 360, height: int = 640, **more: Any) -> Iterator[Page]:
    """A browser of its own, as nobody has used it before; by default without JavaScript."""
    settings: dict[str, Any] = {"java_script_enabled": False} | more
    context = browser.new_context(viewport={"width": width, "height": height}, **settings)
    yield context.new_page()
    context.close()


def tap(page: Page, face: str) -> None:
    page.get_by_role("button", name=face, exact=True).click()


def has_no_side_scroll(page: Page) -> bool:
    """Nothing sticks out to the right: measured as a picture, since scripts are off."""
    box = page.locator("main").bounding_box()
    size = page.viewport_size
    assert box
    assert size
    return bool(box["x"] >= 0 and box["x"] + box["width"] <= size["width"])


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_one_tap_counts_then_every_page_can_be_answered_or_left(
    site: str, browser: Browser, width: int, height: int, tmp_path: Path
):
    before = sheets_stored()
    with telephone(browser, width, height) as page:
        page.goto(f"{site}/q/{TOKEN}")
        assert has_no_side_scroll(page)
        for face in page.locator("button.face").all():
            box = face.bounding_box()
            assert box
            assert box["height"] >= 44
            assert box["width"] >= 44
        tap(page, "Hài lòng")
        assert sheets_stored() == before + 1
        page.get_by_role("group", name="Xin chào").get_by_label("Có").check()
        page.get_by_role("button", name="Gửi và tiếp tục").click()
        page.get_by_role("group").first.get_by_label("Bình thường").check()
        page.get_by_role("button", name="Gửi và tiếp tục").click()
        page.get_by_role("link", name="Bỏ qua").click()
        page.get_by_label("Ông/bà muốn nhắn thêm điều gì?").fill("Cảm ơn anh chị 🙂")
        assert has_no_side_scroll(page)
        page.get_by_role("button", name="Gửi").click()
        assert page.get_by_role("heading", name="Cảm ơn ông/bà!").is_visible()
        assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", page.inner_text("main"))
    assert sheets_stored() == before + 1


def test_done_is_reachable_from_every_question(site: str, browser: Browser):
    with telephone(browser) as page:
        page.goto(f"{site}/q/{TOKEN}")
        tap(page, "Bình thường")
        for step in STEPS[:-1]:
            assert f"/{step}?" in page.url
            assert page.get_by_role("link", name="Xong, không trả lời thêm").is_visible()
            page.get_by_role("link", name="Bỏ qua").click()
        assert "/cam-on?" in page.url


def test_back_and_another_face_is_a_correction_and_never_a_second_answer(site: str, browser: Browser):
    before = sheets_stored()
    with telephone(browser) as page:
        page.goto(f"{site}/q/{TOKEN}")
        tap(page, "Rất không hài lòng")
        page.go_back()
        tap(page, "Rất hài lòng")
        assert page.get_by_text("Đã sửa mức đánh giá").is_visible()
    assert sheets_stored() == before + 1


def test_reloading_the_first_page_is_the_same_sheet(site: str, browser: Browser):
    before = sheets_stored()
    with telephone(browser) as page:
        page.goto(f"{site}/q/{TOKEN}")
        key = page.locator("input[name=phieu]").get_attribute("value")
        tap(page, "Hài lòng")
        page.go_back()
        page.reload()
        assert page.locator("input[name=phieu]").get_attribute("value") == key
        tap(page, "Hài lòng")
        page.reload()
        page.context.new_page().goto(page.url)
    assert sheets_stored() == before + 1


def test_opening_the_code_anew_on_a_shared_telephone_is_another_answer(site: str, browser: Browser):
    before = sheets_stored()
    with telephone(browser) as page:
        for _ in range(3):
            page.goto("about:blank")
            page.goto(f"{site}/q/{TOKEN}")
            tap(page, "Hài lòng")
    assert sheets_stored() == before + 3


def test_it_can_be_answered_with_the_keyboard_alone(site: str, browser: Browser):
    before = sheets_stored()
    with telephone(browser) as page:
        page.goto(f"{site}/q/{TOKEN}")
        for _ in range(4):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/4-xin-4-luon?**")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/cam-on?**")
    assert sheets_stored() == before + 1


def test_the_faces_are_read_in_order_with_their_names(site: str, browser: Browser):
    with telephone(browser) as page:
        page.goto(f"{site}/q/{TOKEN}")
        names = [button.inner_text() for button in page.get_by_role("button").all()]
        assert names == ["Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"]
        assert page.get_by_role("heading", level=1).count() == 1
        assert page.locator("html").get_attribute("lang") == "vi"


def test_at_double_size_nothing_is_cut_off(site: str, browser: Browser):
    """200 % zoom of a 640-pixel window is a 320-pixel window at twice the dots."""
    with telephone(browser, 320, 400, device_scale_factor=2) as page:
        page.goto(f"{site}/q/{TOKEN}")
        tap(page, "Hài lòng")
        for step in STEPS[1:]:
            assert has_no_side_scroll(page)
            page.get_by_role("link", name="Bỏ qua").click()
            assert f"/{step}?" in page.url


def test_in_english_all_the_way(site: str, browser: Browser):
    with telephone(browser) as page:
        page.goto(f"{site}/q/{TOKEN}")
        page.get_by_role("link", name="English").click()
        tap(page, "Satisfied")
        for _ in STEPS[:-1]:
            assert page.locator("html").get_attribute("lang") == "en"
            page.get_by_role("link", name="Skip").click()
        assert page.get_by_role("heading", name="Thank you!").is_visible()


def test_the_first_view_asks_for_one_file_besides_the_page(site: str, browser: Browser):
    asked: list[str] = []
    with telephone(browser) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{site}/q/{TOKEN}")
    local = [address for address in asked if address.startswith("http")]
    assert [re.sub(r"\?.*", "", address).removeprefix(site) for address in local] == [
        f"/q/{TOKEN}",
        "/static/survey.css",
    ]


@pytest.mark.parametrize("colours", ["none", "active"])
def test_axe_finds_nothing_on_any_page(site: str, browser: Browser, colours: str):
    axe = Axe()
    with telephone(browser, java_script_enabled=True, forced_colors=colours) as page:

        def clean(where: str) -> None:
            found = axe.run(page).response["violations"]
            assert not found, f"{where}: {[(each['id'], each['nodes'][0]['html']) for each in found]}"

        page.goto(f"{site}/q/{TOKEN}")
        clean("faces")
        tap(page, "Hài lòng")
        for step in STEPS[:-1]:
            clean(step)
            if step == "noi-dung":
                page.get_by_role("link", name="Trả lời đầy đủ").click()
                clean("all sixteen")
            page.get_by_role("link", name="Bỏ qua").click()
        clean("thanks")
        for address in (
            "/tra-cuu",
            "/du-lieu-cua-ong-ba",
            "/du-lieu-cua-ong-ba?lang=en",
            "/q/zzzzzzzz",
            "/tra-cuu/ABC",
        ):
            page.goto(site + address)
            clean(address)
