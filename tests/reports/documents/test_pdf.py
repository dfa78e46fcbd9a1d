from __future__ import annotations

import io
import re

import pypdf

from feedback.reports.documents.pdf import pdf_data, weekly_pdf
from tests.reports.samples import numbers

MARK = "45" * 32


def test_the_pdf_is_tagged_titled_and_numbered() -> None:
    read = pypdf.PdfReader(io.BytesIO(weekly_pdf(numbers(1, 4), MARK)))
    assert read.metadata is not None
    assert read.metadata.title == "Báo cáo tuần 46/2026 – Địa bàn mẫu"
    assert "/MarkInfo" in read.root_object
    assert f"1 / {len(read.pages)}" in read.pages[0].extract_text()


def test_eighty_units_still_fit_the_paper() -> None:
    read = pypdf.PdfReader(io.BytesIO(weekly_pdf(numbers(9, 80), MARK)))
    assert "Xã Mẫu 80" in "".join(page.extract_text() for page in read.pages)


def test_invented_figures_say_so() -> None:
    assert pdf_data(numbers(sample=True), MARK)["sample"]
    text = pypdf.PdfReader(io.BytesIO(weekly_pdf(numbers(sample=True), MARK))).pages[0].extract_text()
    assert "DỮ LIỆU MẪU" in text


def test_no_interval_of_the_wide_table_is_broken_over_two_lines() -> None:
    made = numbers(1, 4)
    pages = pypdf.PdfReader(io.BytesIO(weekly_pdf(made, MARK))).pages
    lines = [
        " ".join(line.split()) for page in pages for line in page.extract_text(extraction_mode="layout").split("\n")
    ]
    weeks = [line for line in lines if re.match(r"4[0-9]/2026 ", line)]
    assert len(weeks) == len(made.weeks) + 1
    assert [line for line in weeks if not re.match(r"\S+ \S+ % \S+ – \S+ % ", line)] == []
