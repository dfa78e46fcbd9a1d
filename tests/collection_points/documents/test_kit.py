"""Every printed page, made a picture and dirtied, reads back to its own counter's address."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from PIL import Image, ImageDraw, ImageFilter
from pypdf import PageObject, PdfReader

from feedback.collection_points.documents import Part, Printing, kit_pdf, page_count
from feedback.collection_points.rules import Point, address_of, token_from
from feedback.foundation.errors import Invalid

PROOF = bool(os.environ.get("FEEDBACK_PROOF"))
BASE = "https://danhgia.example.gov.vn"
LONG_BASE = "https://danhgia-phucvuhanhchinhcong.trungtam-dieuhanh.example.gov.vn/lang-nghe"
LONG_COUNTER = "Quầy 2 – Đất đai, môi trường, xây dựng và bảo trợ xã hội, người có công với cách mạng"
LONG_UNIT = "Chi nhánh Văn phòng Đăng ký đất đai khu vực Mẫu Một – Mẫu Hai – Mẫu Ba, tỉnh Mẫu"
LONG_DESK = "Bộ phận Tiếp nhận và Trả kết quả giải quyết thủ tục hành chính theo cơ chế một cửa liên thông"
DOTS = 150 / 25.4
"""To the millimetre."""
KEY = b"k" * 32


def point(number: int, now: datetime, *, unit_id: int = 1, **more: str) -> Point:
    return Point(
        token=token_from(number.to_bytes(4, "big") * 3),
        version=3,
        issued_at=now,
        revoked_at=None,
        counter_id=number,
        counter_code=str(number),
        counter_name=more.get("counter", f"Quầy số {number}"),
        unit_id=unit_id,
        unit_code=f"9000{unit_id}",
        unit_name=more.get("unit", f"Xã Mẫu {unit_id}"),
        desk_name=more.get("desk", "Trung tâm Phục vụ hành chính công"),
        desk_address="",
        is_sample=True,
    )


def printing(now: datetime, *, base: str = BASE, sample: bool = False) -> Printing:
    return Printing(base_url=base, key=KEY, sample=sample, now=now)


def long_point(now: datetime) -> Point:
    return point(9, now, unit_id=2, unit=LONG_UNIT, counter=LONG_COUNTER, desk=LONG_DESK)


def pictures(pdf: bytes, folder: Path) -> Iterator[Image.Image]:
    """The pages as a scanner at 150 dots per inch would see them, were everything clean."""
    (folder / "kit.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "150", "-gray", "kit.pdf", "page"], cwd=folder, check=True)
    for each in sorted(folder.glob("page*.pgm")):
        yield Image.open(each).convert("L")


def worn(page: Image.Image, seed: int) -> Image.Image:
    """Turned a little, out of focus, one dot in sixty black or white by chance."""
    random = Random(seed)
    page = page.rotate(random.uniform(-3, 3), Image.Resampling.BILINEAR, fillcolor=255)
    page = page.filter(ImageFilter.GaussianBlur(0.8))
    dots = Image.frombytes("L", page.size, random.randbytes(page.width * page.height))
    page.paste(0, mask=dots.point(lambda value: 255 if value < 2 else 0))
    page.paste(255, mask=dots.point(lambda value: 255 if value > 253 else 0))
    return page


def decoded(page: Image.Image, folder: Path) -> list[str]:
    """What a reader of codes finds in the picture."""
    page.save(folder / "seen.pgm")
    command = ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", "seen.pgm"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout.split()


def codes_on(page: Image.Image) -> list[Image.Image]:
    """The page itself, or its twelve lines as they are cut apart."""
    if page.width < page.height:
        return [page]
    corners = [(16.5 + 132 * column, 20 + 30.5 * row) for row in range(6) for column in range(2)]
    return [page.crop(tuple(round(side * DOTS) for side in (x, y, x + 132, y + 30.5))) for x, y in corners]


def glanced_at(code: Image.Image, seed: int, folder: Path) -> list[str]:
    """What is read from it in one of three looks, each with wear of its own: a telephone takes many a second."""
    looks = (decoded(worn(code, seed + another), folder) for another in (0, 10**6, 2 * 10**6))
    return next((found for found in looks if found), [])


def read_worn(pdf: bytes, folder: Path) -> list[list[str]]:
    """Page by page what is read from each of its codes after wear."""
    return [
        [
            address
            for place, code in enumerate(codes_on(page))
            for address in glanced_at(code, 100 * number + place, folder)
        ]
        for number, page in enumerate(pictures(pdf, folder))
    ]


def on_each_page(points: Sequence[Point], parts: Sequence[Part], base: str) -> list[list[str]]:
    """What must be read from the pages of a kit of one unit without its list."""
    copies = {Part.STANDS: 1, Part.STICKERS: 1, Part.STRIPS: 12}
    return [[address_of(base, each.token)] * copies[part] for part in parts for each in points]


def words(page: PageObject) -> str:
    return " ".join(page.extract_text().split())


def size(page: PageObject) -> tuple[int, int]:
    return round(float(page.mediabox.width) / 72 * 25.4), round(float(page.mediabox.height) / 72 * 25.4)


CODED = (Part.STANDS, Part.STICKERS, Part.STRIPS)


@pytest.mark.parametrize(("base", "sample"), [(BASE, True), (LONG_BASE, False)])
def test_every_code_of_every_page_is_read_though_worn(now: datetime, tmp_path: Path, base: str, sample: bool):
    points = [point(1, now, unit_id=2), long_point(now)]
    pdf = kit_pdf(points, printing(now, base=base, sample=sample), parts=CODED)
    assert read_worn(pdf, tmp_path) == on_each_page(points, CODED, base)


BLOTS = {Part.STANDS: (82, 115), Part.STICKERS: (58, 88), Part.STRIPS: (19, 19)}
"""Where a blot falls: millimetres from the left and the top of the page, or of the line that was cut."""
DIRTY = {Part.STANDS: 11.0, Part.STICKERS: 10.0, Part.STRIPS: 3.6}
"""Its radius: about a tenth of the code of a stand or sticker, a twentieth of the small one."""


@pytest.mark.parametrize("part", CODED)
def test_a_code_is_read_under_a_blot_of_ink_and_a_scratch(now: datetime, tmp_path: Path, part: Part):
    (page,) = pictures(kit_pdf([point(1, now)], printing(now), parts=[part]), tmp_path)
    code = codes_on(page)[0]
    x, y, radius = (side * DOTS for side in (*BLOTS[part], DIRTY[part]))
    draw = ImageDraw.Draw(code)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=0)
    draw.line((x - 2 * radius, y + 1.5 * radius, x + radius, y + 1.2 * radius), fill=255, width=3)
    assert decoded(worn(code, 1), tmp_path) == [address_of(BASE, point(1, now).token)]


def test_a_kit_is_laid_out_unit_by_unit_with_a_list_before_each(now: datetime):
    points = [point(1, now), point(2, now), long_point(now)]
    reader = PdfReader(BytesIO(kit_pdf(points, printing(now), title="Bộ mã QR – Địa bàn Mẫu")))
    a4, a5, a6, a4_across = (210, 297), (148, 210), (105, 148), (297, 210)
    first, second = [a4, a5, a5, a6, a6, a4_across, a4_across], [a4, a5, a6, a4_across]
    assert [size(page) for page in reader.pages] == [a4, *first, *second]
    overview, listed = words(reader.pages[0]), words(reader.pages[1])
    assert "Bộ mã QR – Địa bàn Mẫu" in overview
    assert "3 quầy ở 2 đơn vị" in overview
    for each in points[:2]:
        assert each.counter_name in listed
        assert printing(now).mark(each) in listed
    assert "Xã Mẫu 1" in listed
    assert "/diem-thu-thap/kiem-tra" in listed
    assert sum(page_count(points, tuple(Part)).values()) + 1 == len(reader.pages)


@pytest.mark.parametrize("part", CODED)
def test_each_print_names_unit_desk_counter_address_version_and_mark(now: datetime, part: Part):
    one = point(7, now)
    reader = PdfReader(BytesIO(kit_pdf([one], printing(now), parts=[part])))
    assert len(reader.pages) == 1
    said = words(reader.pages[0])
    named = (
        one.unit_name,
        one.counter_name,
        "Mời ông/bà đánh giá",
        "danhgia.example.gov.vn/q/",
        "How was our service?",
    )
    for word in (*named, "Bản v3", f"Dấu kiểm {printing(now).mark(one)}"):
        assert word in said, word
    if part is not Part.STRIPS:
        assert one.desk_name in said
    assert "MẪU" not in said


def test_a_stand_says_what_the_officers_promise(now: datetime):
    reader = PdfReader(BytesIO(kit_pdf([point(7, now)], printing(now), parts=[Part.STANDS])))
    for word in ("4 xin", "xin phép", "4 luôn", "luôn mỉm cười"):
        assert word in words(reader.pages[0])


def test_the_demo_prints_on_every_page_that_it_is_a_sample(now: datetime):
    pdf = kit_pdf([point(1, now)], printing(now, base="http://127.0.0.1:8000", sample=True))
    assert all("MẪU" in page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_the_longest_names_and_address_stay_on_their_page(now: datetime):
    reader = PdfReader(BytesIO(kit_pdf([long_point(now)], printing(now, base=LONG_BASE))))
    assert len(reader.pages) == 4
    for page in reader.pages[1:]:
        said = words(page).replace(" ", "")
        for name in (LONG_COUNTER, LONG_UNIT, LONG_BASE.removeprefix("https://")):
            assert name.replace(" ", "") in said


def test_progress_is_told_counter_by_counter(now: datetime):
    heard: list[tuple[int, int]] = []
    points = [point(number, now) for number in range(1, 4)]
    kit_pdf(points, printing(now), parts=[Part.STICKERS], tell=lambda done, whole: heard.append((done, whole)))
    assert heard == [(1, 3), (2, 3), (3, 3)]


def test_without_counters_there_is_nothing_to_print(now: datetime):
    with pytest.raises(Invalid, match="chưa có quầy"):
        kit_pdf([], printing(now))


def test_every_page_of_a_large_area_is_read_though_worn(now: datetime, tmp_path: Path):
    """Three hundred counters under FEEDBACK_PROOF=1, three otherwise."""
    points = [point(number, now) for number in range(1, 301 if PROOF else 4)]
    for part in CODED:
        folder = tmp_path / part.value
        folder.mkdir()
        pdf = kit_pdf(points, printing(now), parts=[part])
        assert read_worn(pdf, folder) == on_each_page(points, [part], BASE)
