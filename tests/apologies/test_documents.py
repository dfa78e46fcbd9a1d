"""The paper: every case fits, what must be on it is on it, in the layout of NĐ 30/2020."""

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from feedback.apologies.documents import letter_text, notice_pdf, notice_png, preview_picture
from feedback.apologies.queries import forms
from tests.apologies.conftest import MORNING, World
from tests.apologies.samples import PLAIN, notices

FORM = forms()["mau-04-2025"]
CASES = notices()


def read(pdf: bytes) -> tuple[int, str]:
    pages = PdfReader(BytesIO(pdf)).pages
    return len(pages), " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("case", CASES)
def test_every_case_is_set_on_one_page_with_its_essential_words(case: str) -> None:
    facts = CASES[case]
    pages, text = read(notice_pdf(FORM, facts))
    assert pages == (2 if case == "long-everything-a5" else 1)
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ"):
        assert words in text
    assert facts.head_name in text
    assert facts.code in text


@pytest.mark.parametrize(("paper", "width"), [("A4", 595), ("A5", 420)])
def test_the_paper_has_the_size_of_the_setting(paper: str, width: int) -> None:
    page = PdfReader(BytesIO(notice_pdf(FORM, CASES["plain" if paper == "A4" else "plain-a5"]))).pages[0]
    assert round(float(page.mediabox.width)) == width


def test_the_same_facts_give_the_same_bytes() -> None:
    assert notice_pdf(FORM, PLAIN) == notice_pdf(FORM, PLAIN)


def test_the_information_copy_says_what_it_is() -> None:
    assert "BẢN THÔNG TIN – bản ký, đóng dấu nhận tại quầy" in read(notice_pdf(FORM, PLAIN, information_copy=True))[1]
    assert "BẢN THÔNG TIN" not in read(notice_pdf(FORM, PLAIN))[1]


def test_markup_in_a_name_is_printed() -> None:
    assert '#panic("x") *đậm* $x$ @a' in read(notice_pdf(FORM, CASES["markup"]))[1]


def test_the_preview_is_a_picture(world: World) -> None:
    assert notice_png(FORM, PLAIN).startswith(b"\x89PNG")
    notice = world.expect_late(world.file())
    world.decide(notice)
    assert preview_picture(world.store, notice, MORNING).startswith(b"\x89PNG")


def test_the_letter_tells_why_no_consent_is_needed_and_what_the_copy_is() -> None:
    text = letter_text("Xã Mẫu Một")
    assert "Xã Mẫu Một xin lỗi" in text
    assert "BẢN THÔNG TIN – bản ký, đóng dấu nhận tại quầy" in text
    assert "Điều 19.1c" in text
    assert "chạm một khuôn mặt" not in text


def test_the_letter_invites_with_the_code_of_the_notice() -> None:
    text = letter_text("Xã Mẫu Một", PLAIN.survey_url)
    assert f"chạm một khuôn mặt: {PLAIN.survey_url}\n" in text
    assert "dùng một lần" in text


@pytest.mark.parametrize("case", ["plain", "plain-a5", "sample", "long-everything"])
def test_the_code_on_the_paper_decodes_and_stands_beside_it_in_words(case: str, tmp_path: Path) -> None:
    (tmp_path / "notice.pdf").write_bytes(notice_pdf(FORM, CASES[case]))
    subprocess.run(["pdftoppm", "-r", "150", "-png", "notice.pdf", "page"], cwd=tmp_path, check=True)
    command = ["zbarimg", "--quiet", "--raw", *sorted(str(page) for page in tmp_path.glob("page*.png"))]
    decoded = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    assert decoded == [CASES[case].survey_url]
    assert "danhgia.example.gov.vn/h/ 7kmp-2xqw-9ftb4" in read(notice_pdf(FORM, CASES[case]))[1]
