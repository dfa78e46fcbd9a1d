"""The codes of a hall through a day: looked at without a script, one found pasted over, replaced, the old one ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from feedback.collection_points.queries import list_points
from feedback.demo.actions.checks import code_checks
from feedback.demo.actions.people import build_people
from feedback.demo.rules import DEMO_PASSWORD
from feedback.foundation import clock
from tests.demo.conftest import open_at
from tests.journeys.test_staff import browser, look, person, running

__all__ = ["browser"]
SCREENS = [(360, 740), (768, 1024), (1280, 900)]
CHECK = "/diem-thu-thap/kiem-tra"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The sample's offices and people, running; and the first code of Xã Mẫu Một."""
    folder, now = tmp_path_factory.mktemp("codes"), clock.now()
    store = open_at(folder, demo=True)
    unit_id = build_people(store, now)["MAU01"]
    checks = code_checks(store, now)
    for back in (2, 1, 0):
        checks(now - timedelta(days=back))
    with store.database.read() as session:
        token = list_points(session, clock.local_day(now), {unit_id})[0].token
    store.database.close()
    with running(folder, demo=True) as address:
        yield address, token


@contextmanager
def without_script(browser: Browser, address: str, login: str) -> Iterator[Page]:
    """Somebody signed in on a telephone whose browser runs no script."""
    screen = {"width": 360, "height": 740}
    context = browser.new_context(viewport=screen, locale="vi-VN", base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    yield page
    context.close()


def test_a_code_is_checked_found_pasted_over_replaced_and_the_old_one_says_so(hall: tuple[str, str], browser: Browser):
    address, token = hall
    with without_script(browser, address, "canbo") as page:
        page.goto(CHECK)
        expect(page.get_by_text("Hôm nay chưa kiểm")).to_be_visible()
        page.get_by_label("Hôm nay mở cửa").nth(1).uncheck()
        page.get_by_role("button", name="Đúng cả").first.click()
        expect(page.get_by_text("Đã kiểm 2/2 quầy, đúng cả")).to_be_visible()
        expect(page.get_by_label("Hôm nay mở cửa").nth(1)).not_to_be_checked()
        page.get_by_role("button", name="Mã lạ, bị dán đè").first.click()
        expect(page.get_by_text("1 quầy có chuyện")).to_be_visible()
    with without_script(browser, address, "chutich") as page:
        page.goto("/viec")
        page.get_by_role("link", name="mã lạ hoặc bị dán đè").click()
        page.get_by_label("Mã lạ hoặc bị dán đè").check()
        page.get_by_role("button", name="Thu hồi và cấp mã mới").click()
        expect(page.get_by_text("đã thu hồi. Mã mới là")).to_be_visible()
        kit = page.get_by_role("link", name="In bộ của riêng quầy này").get_attribute("href")
        pdf = page.request.get(kit or "").body()
        assert len(PdfReader(BytesIO(pdf)).pages) == 4
        page.goto("/viec")
        expect(page.get_by_role("link", name="mã lạ hoặc bị dán đè")).to_have_count(0)
        page.goto(f"/q/{token}")
        expect(page.get_by_text("thay bằng mã khác")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_pages_of_codes_are_whole_and_usable_by_all(
    hall: tuple[str, str], browser: Browser, width: int, height: int
):
    with person(browser, hall[0], "chutich", width, height) as page:
        for address in ("/diem-thu-thap", CHECK):
            page.goto(address)
            look(page)
        page.goto("/diem-thu-thap")
        page.get_by_role("link", name="Thay mã").first.click()
        look(page)
    with person(browser, hall[0], "quantri", width, height) as page:
        page.goto(CHECK)
        look(page)
