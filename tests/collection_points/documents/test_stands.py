"""Every printed page, made a picture, reads back to its own counter's address."""

from __future__ import annotations

import subprocess
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from feedback.collection_points.documents import stands_pdf
from feedback.collection_points.rules import Point, address_of, token_from
from feedback.foundation.errors import Invalid

BASE = "https://danhgia.example.gov.vn"


def point(number: int, now: datetime, **more: str) -> Point:
    return Point(
        token=token_from(number.to_bytes(4, "big") * 3),
        version=1,
        issued_at=now,
        revoked_at=None,
        counter_id=number,
        counter_code=str(number),
        counter_name=more.get("counter", f"Quầy số {number}"),
        unit_id=1,
        unit_code="90001",
        unit_name=more.get("unit", "Xã Mẫu Một"),
        desk_name="Trung tâm Phục vụ hành chính công",
        desk_address="",
        is_sample=True,
    )


def pictures(pdf: bytes, folder: Path) -> list[Path]:
    (folder / "kit.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "150", "-png", "kit.pdf", "page"], cwd=folder, check=True)
    return sorted(folder.glob("page*.png"))


def decoded(picture: Path) -> str:
    command = ["zbarimg", "--quiet", "--raw", str(picture)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.mark.parametrize("sample", [False, True])
def test_each_page_decodes_to_the_address_of_its_counter(now: datetime, tmp_path: Path, sample: bool):
    points = [point(number, now) for number in range(1, 5)]
    pages = pictures(stands_pdf(points, base_url=BASE, sample=sample, now=now), tmp_path)
    assert [decoded(page) for page in pages] == [address_of(BASE, each.token) for each in points]


def test_a_page_is_a5_and_names_unit_counter_address_and_promise(now: datetime):
    one = point(7, now, unit="Ủy ban nhân dân xã Nam Cửa Việt", counter="Quầy 2: Đất đai, môi trường và xây dựng")
    reader = PdfReader(BytesIO(stands_pdf([one], base_url=BASE, sample=False, now=now)))
    box = reader.pages[0].mediabox
    assert [round(float(side) / 72 * 25.4) for side in (box.width, box.height)] == [148, 210]
    words = " ".join(reader.pages[0].extract_text().split())
    for part in (one.unit_name, one.counter_name, "danhgia.example.gov.vn/q/", "4 xin", "4 luôn", "luôn mỉm cười"):
        assert part in words
    assert len(reader.pages) == 1
    assert "MẪU" not in words


def test_the_demo_prints_that_it_is_a_sample(now: datetime):
    reader = PdfReader(BytesIO(stands_pdf([point(1, now)], base_url="http://127.0.0.1:8000", sample=True, now=now)))
    assert "MẪU" in reader.pages[0].extract_text()


def test_without_counters_there_is_nothing_to_print(now: datetime):
    with pytest.raises(Invalid, match="chưa có quầy"):
        stands_pdf([], base_url=BASE, sample=False, now=now)
