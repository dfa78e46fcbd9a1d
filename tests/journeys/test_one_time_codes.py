"""A code on paper, from the printed PDF through the camera into a telephone: it counts once, and says so afterwards.

The website bears the address that stands on the papers; the browser is told where that is.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.accounts.actions.passwords import hash_password
from feedback.accounts.rules import Role
from feedback.answers.documents import print_stickers
from feedback.answers.tables import OneTimeCode, Sheet
from feedback.foundation.actors import SYSTEM
from feedback.foundation.clock import local_day, now
from feedback.foundation.engine import Store, open_store
from feedback.organisation.tables import Unit, UnitSetting
from feedback.outbox.queries import get_document
from tests.answers.serving import PUBLIC, prepare, served_settings, serving
from tests.apologies.conftest import World
from tests.browsers import CHROMIUM
from tests.factories import Factory

SECRET = "mat khau thu de vao trang"
WAIT = 30_000


@dataclass
class Site:
    """A running website, its store, one commune with an approved apology, and where to put files."""

    url: str
    port: int
    store: Store
    unit_id: int
    notice_pdf: bytes
    folder: Path

    def sheets(self) -> list[Sheet]:
        with self.store.database.read() as session:
            return list(session.scalars(select(Sheet)))

    def used(self) -> list[OneTimeCode]:
        with self.store.database.read() as session:
            return list(session.scalars(select(OneTimeCode).where(OneTimeCode.used)))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("codes")
    prepare(str(folder))
    with serving("printing") as (port, _):
        store = open_store(served_settings(public_url=PUBLIC))
        world = World(store)
        store.database.run(lambda session: _furnish(session, world.commune))
        notice = world.line(world.approved(field="Đất đai"))
        assert notice.document_id is not None
        with store.database.read() as session:
            paper = get_document(session, notice.document_id, store.sealer).content
        yield Site(PUBLIC, port, store, world.commune, paper, folder)
        store.database.close()


def _furnish(session: Session, unit_id: int) -> None:
    """A head who can sign in, and codes that are good whenever this test is run."""
    session.add(UnitSetting(unit_id=None, key="one_time_code_days", value=36_500, source="QĐ mẫu"))
    unit = session.get_one(Unit, unit_id)
    Factory(session).account(Role.HEAD, unit=unit, login="thutruong", password=hash_password(SECRET))


@pytest.fixture(scope="module")
def browser(site: Site) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = [
            "--no-sandbox",
            "--disable-background-networking",
            f"--host-resolver-rules=MAP * 127.0.0.1:{site.port}",
        ]
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


@contextmanager
def telephone(browser: Browser, width: int = 360, height: int = 740, **more: Any) -> Iterator[Page]:
    settings: dict[str, Any] = {"java_script_enabled": False} | more
    context = browser.new_context(viewport={"width": width, "height": height}, **settings)
    context.set_default_timeout(WAIT)
    yield context.new_page()
    context.close()


def pictures(pdf: bytes, folder: Path, name: str) -> list[Path]:
    (folder / f"{name}.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "150", "-png", f"{name}.pdf", name], cwd=folder, check=True)
    return sorted(folder.glob(f"{name}-*.png"))


def seen_by_camera(picture: Path) -> str:
    command = ["zbarimg", "--quiet", "--raw", picture]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def first_label(page: Path) -> Path:
    """The label at the top left of a sheet, as somebody photographs it."""
    picture = Image.open(page)
    label = page.with_name(f"label-{page.name}")
    picture.crop((0, 0, picture.width // 3, picture.height // 8)).save(label)
    return label


def tap(page: Page, face: str) -> None:
    page.get_by_role("button", name=face, exact=True).click()
    page.wait_for_url("**/4-xin-4-luon?**", wait_until="load")


def finds_it_used(browser: Browser, address: str) -> None:
    """Another telephone at the same code: nothing to tap, the way to the counter's code."""
    with telephone(browser) as page:
        answer = page.goto(address, wait_until="load")
        assert answer is not None
        assert answer.status == 410
        expect(page.get_by_role("heading", name="Mã này đã dùng")).to_be_visible()
        expect(page.get_by_text("mã QR đặt tại quầy")).to_be_visible()
        expect(page.get_by_role("button")).to_have_count(0)


def looks_well(browser: Browser, address: str, name: str, folder: Path) -> None:
    """No barrier that axe knows, nothing sticking out, at two widths."""
    for width, height in ((360, 740), (1280, 900)):
        with telephone(browser, width, height, java_script_enabled=True, bypass_csp=True) as page:
            page.goto(address, wait_until="load")
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)


def test_a_head_prints_a_sheet_and_one_of_its_labels_counts_one_answer(site: Site, browser: Browser):
    with telephone(browser, 1280, 900, java_script_enabled=True) as page:
        page.goto(f"{site.url}/dang-nhap")
        page.get_by_label("Tên đăng nhập").fill("thutruong")
        page.get_by_label("Mật khẩu").fill(SECRET)
        page.get_by_role("button", name="Đăng nhập").click()
        expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
        page.goto(f"{site.url}/diem-thu-thap")
        page.get_by_role("link", name="Mã một lần cho giấy hẹn").click()
        expect(page.get_by_role("heading", level=1, name="Mã một lần cho giấy hẹn")).to_be_visible()
        with page.expect_download() as waiting:
            page.get_by_role("button", name="In nhãn (PDF)").click()
        pdf = Path(waiting.value.path()).read_bytes()
        page.reload(wait_until="load")
        expect(page.get_by_role("cell", name="24", exact=True)).to_be_visible()
        for width, height in ((360, 740), (1280, 900)):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
            assert Axe().run(page).violations_count == 0
            page.screenshot(path=site.folder / f"print-{width}.png", full_page=True)
    (sheet,) = pictures(pdf, site.folder, "labels")
    address = seen_by_camera(first_label(sheet))
    assert address.startswith(f"{site.url}/h/")
    looks_well(browser, address, "sticker", site.folder)
    before = len(site.sheets())
    with telephone(browser) as page:
        page.goto(address, wait_until="load")
        expect(page.get_by_text("Mã này dùng một lần")).to_be_visible()
        tap(page, "Rất hài lòng")
        page.go_back(wait_until="load")
        tap(page, "Hài lòng")
        expect(page.get_by_text("Đã sửa mức đánh giá")).to_be_visible()
        page.get_by_role("link", name="Xong, không trả lời thêm").click()
        expect(page.get_by_role("heading", name="Cảm ơn ông/bà!")).to_be_visible()
    row = site.sheets()[-1]
    assert len(site.sheets()) == before + 1
    assert (row.channel, row.unit_id, row.overall, row.stage, row.field) == (
        "code",
        site.unit_id,
        4,
        "on_receipt",
        None,
    )
    finds_it_used(browser, address)


def test_the_code_of_an_apology_counts_once_and_the_file_is_forgotten(site: Site, browser: Browser):
    (paper,) = pictures(site.notice_pdf, site.folder, "notice")
    address = seen_by_camera(paper)
    looks_well(browser, f"{address}?lang=en", "apology", site.folder)
    with telephone(browser) as page:
        page.goto(address, wait_until="load")
        expect(page.get_by_text("quên ngay mã thuộc hồ sơ nào")).to_be_visible()
        tap(page, "Không hài lòng")
        for step in ("noi-dung", "dung-hen", "gop-y"):
            page.get_by_role("link", name="Bỏ qua").click()
            page.wait_for_url(f"**/{step}?**", wait_until="load")
        page.get_by_role("textbox").fill("Đã có phiếu xin lỗi")
        page.get_by_role("button", name="Gửi", exact=True).click()
        expect(page.get_by_role("heading", name="Cảm ơn ông/bà!")).to_be_visible()
    (row,) = [each for each in site.sheets() if each.stage == "after_apology"]
    assert (row.channel, row.overall, row.field) == ("code", 2, "Đất đai")
    assert row.lateness in ("on_time", "late_apologised")
    assert [code.record_id for code in site.used() if code.kind == "apology"] == [None]
    finds_it_used(browser, address)
    looks_well(browser, address, "used", site.folder)


def test_a_code_typed_in_capitals_with_dashes_opens_and_a_misspelt_one_says_what_to_do(site: Site, browser: Browser):
    pdf = print_stickers(site.store, actor=SYSTEM, now=now(), unit_id=site.unit_id, day=local_day(now()), count=1)
    printed = " ".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())
    typed = re.search(r"/h/ ?((?:[2-9a-z]{4}-){2}[2-9a-z]{5})", printed)
    assert typed
    with telephone(browser) as page:
        page.goto(f"{site.url}/h/{typed[1].upper()}", wait_until="load")
        expect(page.locator("button.face")).to_have_count(5)
        answer = page.goto(f"{site.url}/h/{typed[1][:-1]}", wait_until="load")
        assert answer is not None
        assert answer.status == 404
        expect(page.get_by_text("gõ lại đúng dòng chữ in cạnh mã")).to_be_visible()
