"""The PDF and QR tools: the same bytes twice, every Vietnamese letter, nothing a citizen writes is markup."""

import re
import subprocess
import threading
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from feedback.foundation import documents
from feedback.foundation.documents import DocumentError, compile_pdf, compile_png, drawable, qr_svg

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
URL = "https://langnghe.quangtri.gov.vn/q/7K2MX9PQ"
VIETNAMESE = "Thủ tục đăng ký khai sinh tại Ủy ban nhân dân xã Hướng Hiệp; lệ phí 8.000 ₫ – “đúng hẹn” … № 04"


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_the_same_data_and_moment_give_the_same_bytes() -> None:
    first, second = (compile_pdf("probe", {"text": VIETNAMESE}, timestamp=NOON) for _ in range(2))
    assert first == second


def test_vietnamese_comes_back_letter_for_letter() -> None:
    pdf = compile_pdf("probe", {"text": VIETNAMESE}, timestamp=NOON)
    assert VIETNAMESE in text_of(pdf)


def test_decomposed_vietnamese_is_composed_before_it_is_set() -> None:
    pdf = compile_pdf("probe", {"text": unicodedata.normalize("NFD", "Nguyễn Thị Hường")}, timestamp=NOON)
    assert "Nguyễn Thị Hường" in text_of(pdf)


def test_the_pdf_states_archive_and_accessibility_standards() -> None:
    pdf = compile_pdf("probe", {"text": "a"}, timestamp=NOON)
    reader = PdfReader(BytesIO(pdf))
    root: Any = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "/StructTreeRoot" in root


def test_markup_in_a_name_is_printed_and_not_obeyed() -> None:
    hostile = '#panic("x") *b* $x$ @ref #read("/etc/passwd")'
    assert hostile in text_of(compile_pdf("probe", {"text": hostile}, timestamp=NOON))


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("Cảm ơn 😀", "Cảm ơn ?"),
        ("👍🏽 tốt", "?? tốt"),
        ("❤\ufe0f", "?"),
        ("\ufeffTên\u200d", "Tên"),
        ("một\u2003hai\tba", "một hai ba"),
        ("hai\ndòng", "hai\ndòng"),
        ("b\u0304", "b"),
    ],
)
def test_what_the_font_lacks_is_replaced_and_never_stops_a_document(written: str, drawn: str) -> None:
    assert drawable(written) == drawn
    compile_pdf("probe", {"text": written}, timestamp=NOON)


def test_every_letter_called_drawable_is_in_every_face() -> None:
    compile_pdf("probe", {"text": " ".join(sorted(documents.KEPT - {"\n"}))}, timestamp=NOON)


def test_every_vietnamese_letter_is_drawable() -> None:
    vowels = "aăâeêioôơuưy"
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    letters = "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in tones) + "đ"
    assert drawable(letters + letters.upper()) == letters + letters.upper()


def test_a_warning_of_the_template_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wrong.typ").write_text('#set document(title: "x")\n#set text(font: "Arial")\nA\n', encoding="utf-8")
    monkeypatch.setattr(documents, "TEMPLATES", tmp_path)
    monkeypatch.setattr(documents, "_compilers", threading.local())
    with pytest.raises(DocumentError, match=r"wrong\.typ"):
        compile_pdf("wrong", {}, timestamp=NOON)


def test_a_template_that_is_not_there_is_an_error() -> None:
    with pytest.raises(DocumentError):
        compile_pdf("nowhere", {}, timestamp=NOON)


def test_a_template_cannot_read_outside_its_folder(tmp_path: Path) -> None:
    with pytest.raises(DocumentError):
        compile_pdf("../documents/../../pyproject.toml", {}, timestamp=NOON)


def test_each_thread_has_a_compiler_of_its_own() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda i: compile_pdf("probe", {"text": str(i % 2)}, timestamp=NOON), range(12)))
    assert len(set(made)) == 2


def test_the_qr_picture_shows_every_module_of_the_code() -> None:
    code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(URL)
    shown = {
        (int(y), int(x) + i)
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", qr_svg(URL))
        for i in range(int(length))
    }
    assert shown == {(y, x) for y, row in enumerate(code.get_matrix()) for x, dark in enumerate(row) if dark}


def test_a_preview_is_a_picture_of_the_first_page() -> None:
    picture = compile_png("probe", {"text": "Xin lỗi", "qr": qr_svg(URL)}, timestamp=NOON, ppi=60)
    assert picture.startswith(b"\x89PNG")


def test_the_qr_code_sits_in_a_tagged_document() -> None:
    compile_pdf("probe", {"text": "", "qr": qr_svg(URL)}, timestamp=NOON)


def test_the_fonts_are_ours_and_bring_their_licence(tmp_path: Path) -> None:
    assert sorted(path.name for path in documents.FONTS.iterdir()) == [
        "OFL.txt",
        "Tinos-Bold.ttf",
        "Tinos-BoldItalic.ttf",
        "Tinos-Italic.ttf",
        "Tinos-Regular.ttf",
    ]
    path = tmp_path / "a.pdf"
    path.write_bytes(compile_pdf("probe", {"text": "Chữ"}, timestamp=NOON))
    listed = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True).stdout
    assert "Tinos-Regular" in listed
    assert "Libertinus" not in listed
