"""The people of the offices, in a real Chromium on a running sample: import, see what is late, apologise, read Monday.

Each page is looked at by axe at 360 and 1280 px; a message of the browser (a broken policy, a missing file) fails.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from socket import socket

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from feedback.accounts.actions import new_setup_code
from feedback.demo.actions.seeding import seed
from feedback.demo.rules import DEMO_PASSWORD
from feedback.foundation import clock
from feedback.questionnaires.queries import built_in_clips
from tests.architecture.source import ROOT
from tests.browsers import CHROMIUM
from tests.demo.conftest import open_at

WIDTHS = [(360, 740), (1280, 900)]
RECORDING = ROOT / "tests" / "questionnaires" / "data" / "opus.ogg"
PROOF = bool(os.environ.get("FEEDBACK_PROOF"))
EXPORT = ROOT / "tests" / "records" / "data" / "C_so-theo-doi-lon-xon.xlsx"
SERVE = ("-P", "-m", "gunicorn", "--worker-class", "gthread", "--threads", "8", "--no-control-socket")


@contextmanager
def running(folder: Path, *, demo: bool) -> Iterator[str]:
    """The website on that folder, as the supervisor starts it; its address."""
    with socket() as door:
        door.bind(("127.0.0.1", 0))
        port = int(door.getsockname()[1])
    told = {"FEEDBACK_DATA_DIR": str(folder), "DEMO": "1" if demo else "0", "PORT": str(port)}
    command = [sys.executable, *SERVE, "--bind", f"127.0.0.1:{port}", "--log-level", "critical"]
    process = subprocess.Popen([*command, "feedback.web:create_app()"], env=os.environ | told, cwd=ROOT)
    try:
        while process.poll() is None and not _answers(port):
            pass
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/dang-nhap")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Two weeks of the sample, running."""
    folder = tmp_path_factory.mktemp("staff")
    store = open_at(folder, demo=True)
    seed(store, clock.now(), lambda *_: None, weeks=3)
    store.database.close()
    with running(folder, demo=True) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


@contextmanager
def person(browser: Browser, address: str, login: str, width: int = 1280, height: int = 900) -> Iterator[Page]:
    """Somebody signed in, in a browser of their own; whatever the browser complains about fails."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN", base_url=address)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda told: complaints.append(told.text) if told.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
    yield page
    context.close()
    refused = [each for each in complaints if "status of 4" not in each]  # a refusal on purpose is no complaint
    assert refused == []


def fits(page: Page) -> None:
    """Nothing sticks out."""
    page.wait_for_load_state("load")
    page.wait_for_function("document.documentElement !== null")
    width = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width[0] <= width[1], f"{page.url} is wider than the screen"


def look(page: Page) -> None:
    """Nothing sticks out, nothing that axe would name."""
    fits(page)
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


@pytest.mark.parametrize("login", ["canbo", "chutich7", "lanhdao", "thanhtra", "quantri"])
@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_every_page_of_each_persons_menu_is_whole_and_usable_by_all(
    sample: str, browser: Browser, login: str, width: int, height: int
):
    examine = look if PROOF or width < 800 or login == "quantri" else fits
    with person(browser, sample, login, width, height) as page:
        examine(page)
        links = page.get_by_role("navigation").get_by_role("link").all()
        addresses = [link.get_attribute("href") or "" for link in links]
        assert len(addresses) > 3
        for address in addresses:
            page.goto(address)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            examine(page)


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_pages_hold_with_letters_twice_as_large(sample: str, browser: Browser, width: int, height: int):
    with person(browser, sample, "chutich7", width, height) as page:
        for address in ("/", "/ho-so/sap-tre", "/xin-loi", "/xin-loi/duyet-nhieu", "/to-chuc/cai-dat", "/bao-cao"):
            page.goto(address)
            page.evaluate("document.documentElement.style.fontSize = '212.5%'")
            fits(page)


def test_an_administrator_imports_a_messy_register_and_sees_row_by_row_what_happened(sample: str, browser: Browser):
    with person(browser, sample, "quantri") as page:
        page.goto("/ho-so/nhap")
        page.get_by_label("Tệp xuất từ phần mềm một cửa").set_input_files(EXPORT)
        page.get_by_label("Số liệu tính đến").fill("2026-11-20T17:00")
        page.get_by_role("button", name="Xem trước").click()
        expect(page.locator("main")).to_contain_text("256")
        text = page.locator("main").inner_text()
        assert "256" in text
        assert "20" in text
        look(page)
        page.get_by_role("button", name=re.compile("Xác nhận|Nhập")).first.click()
        expect(page.locator("main")).to_contain_text("256")
        page.goto("/ho-so?ma=H50.41.03-261116-0007")
        expect(page.get_by_role("link", name="H50.41.03-261116-0007")).to_be_visible()
        page.get_by_role("link", name="H50.41.03-261116-0007").click()
        expect(page.locator("main")).to_contain_text("Vì sao hẹn")
        look(page)


def test_a_head_cannot_be_vague_then_signs_and_the_public_sees_no_code(sample: str, browser: Browser):
    with person(browser, sample, "chutich7") as page:
        page.goto("/xin-loi")
        page.locator("main a[href*='/xin-loi/']").filter(has_text=re.compile("^H99")).first.click()
        address = page.url
        page.get_by_label("Nhóm lý do").select_option("coordination")
        page.get_by_label("Lý do cụ thể").fill("vì lý do khách quan")
        later = clock.to_local(clock.now()) + timedelta(days=9 if clock.to_local(clock.now()).weekday() < 5 else 10)
        while later.weekday() > 4:
            later += timedelta(days=1)
        page.locator("input[name=ngay]").fill(later.date().isoformat())
        page.locator("input[name=gio]").fill("16:30")
        page.get_by_role("button", name="Lưu và xem phiếu").click()
        expect(page.locator("main")).to_contain_text("Lý do chưa rõ")
        page.get_by_label("Lý do cụ thể").fill("Cơ quan phối hợp chưa trả lời văn bản xác minh gửi ngày 16/11.")
        page.get_by_role("button", name="Lưu và xem phiếu").click()
        look(page)
        page.get_by_label(re.compile("Tôi đã đọc phiếu này")).check()
        page.get_by_role("button", name="Duyệt phiếu").click()
        expect(page.locator("main")).to_contain_text(re.compile(r"Số \d\d/PXL"))
        paper = page.request.get(f"{address}/phieu.pdf")
        assert paper.body().startswith(b"%PDF")
    context = browser.new_context(base_url=sample, java_script_enabled=False)
    public = context.new_page()
    public.goto("/cong-khai/xin-loi")
    text = public.locator("main").inner_text()
    assert "Xã Mẫu Bảy" in text
    assert "Võ Thu Kiểm Thử" in text
    assert "H99." not in text
    context.close()


def test_a_leader_reads_monday_in_the_page_the_paper_and_the_workbook(sample: str, browser: Browser):
    with person(browser, sample, "lanhdao") as page:
        page.goto("/bao-cao")
        page.locator("main a[href*='/dia-ban-']").first.click()
        expect(page.locator("main")).to_contain_text("Mức hài lòng của người trả lời")
        expect(page.locator("main")).not_to_contain_text("SIPAS")
        look(page)
        assert page.request.get(f"{page.url}.pdf").body().startswith(b"%PDF")
        assert page.request.get(f"{page.url}.xlsx").body().startswith(b"PK")
        assert page.request.get("/xin-loi").status == 403


def test_an_officer_answers_the_morning_list_and_ticks_off_work(sample: str, browser: Browser):
    with person(browser, sample, "canbo") as page:
        page.goto("/xin-loi/sang-nay")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Danh sách sáng nay")
        page.goto("/viec")
        done = page.get_by_role("button", name="Đã làm xong")
        before = done.count()
        if before:
            done.first.click()
            expect(done).to_have_count(before - 1)
        assert page.request.get("/tai-khoan").status == 403
        assert page.request.get("/bao-cao").status == 403


HEAR = """async () => {
  const found = {};
  const ear = new OfflineAudioContext(1, 1, 22050);
  for (const player of document.querySelectorAll("audio")) {
    const reply = await fetch(player.src);
    const sound = await ear.decodeAudioData(await reply.arrayBuffer());
    const samples = sound.getChannelData(0);
    const loudness = Math.sqrt(samples.reduce((sum, each) => sum + each * each, 0) / samples.length);
    found[new URL(player.src).pathname] = [sound.duration, loudness];
  }
  return found;
}"""
"""Every sound of a page as the browser's own player hears it: seconds, and the mean of all samples (1 is full)."""


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_prompt_sounds_in_a_browser_and_nothing_is_fetched_before_the_tap(
    sample: str, browser: Browser, lang: str
):
    with person(browser, sample, "quantri") as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"/phieu-hoi/doc-to?tieng={lang}")
        page.wait_for_load_state("networkidle")
        assert [url for url in asked if "/doc/" in url] == []
        clips = {f"/doc/{clip.name}": clip for clip in built_in_clips()[lang].values()}
        heard = page.evaluate(HEAR)
        assert set(heard) == set(clips)
        for address, (seconds, loudness) in heard.items():
            assert abs(seconds - clips[address].seconds) < 0.2, address
            assert 0.03 < loudness < 0.3, address


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_an_administrator_replaces_a_prompt_by_keyboard_and_gives_it_back(
    sample: str, browser: Browser, width: int, height: int, tmp_path: Path
):
    with person(browser, sample, "quantri", width, height) as page:
        page.goto("/phieu-hoi/doc-to")
        look(page)
        row = page.locator(r"#cau-late")
        row.locator("summary").focus()
        page.keyboard.press("Enter")
        wrong, right = tmp_path / "ghi-am.wav", RECORDING
        wrong.write_bytes(b"RIFF")
        row.locator("input[type=file]").set_input_files(wrong)
        row.get_by_role("button", name="Gửi bản ghi").press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("không phải bản ghi âm")
        look(page)
        row.locator("input[type=file]").set_input_files(right)
        row.get_by_role("button", name="Gửi bản ghi").press("Enter")
        expect(row).to_contain_text("bản ghi của cơ quan")
        look(page)
        player = row.locator("audio")
        player.evaluate("player => player.play()")
        assert player.evaluate("player => player.duration") == pytest.approx(1.33, abs=0.1)
        row.get_by_role("button", name="Trở về giọng có sẵn").press("Enter")
        expect(row).to_contain_text("giọng có sẵn")
        expect(row).not_to_contain_text("bản ghi của cơ quan")


def test_a_real_province_starts_with_a_code_from_the_terminal(browser: Browser, tmp_path: Path):
    store = open_at(tmp_path, demo=False)
    code = store.database.run(lambda session: new_setup_code(session, now=clock.now()))
    store.database.close()
    with running(tmp_path, demo=False) as address:
        context = browser.new_context(base_url=address, viewport={"width": 360, "height": 740})
        page = context.new_page()
        page.goto("/khoi-tao")
        look(page)
        page.get_by_label("Mã khởi tạo").fill(code)
        page.get_by_label("Tên đăng nhập").fill("quantri")
        page.get_by_label("Họ và tên").fill("Nguyễn Thị Quản Trị")
        for label in page.locator("input[type=password]").all():
            label.fill("một câu ngắn dễ nhớ")
        page.get_by_role("button", name="Tạo quản trị viên").click()
        expect(page.locator("body")).to_contain_text(re.compile("Đăng nhập|Xin chào"))
        assert "Dữ liệu mẫu" not in page.locator("body").inner_text()
        context.close()
