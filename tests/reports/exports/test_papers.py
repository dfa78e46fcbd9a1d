from __future__ import annotations

from feedback.reports.exports.papers import file_stem, html_paper, pdf_paper, xlsx_paper
from tests.reports.samples import numbers

MARK = "23" * 32


def test_files_are_named_by_week_code_and_place_in_plain_letters() -> None:
    assert file_stem(numbers()) == "bao-cao-2026-W46-90001-xa-mau-mot"


def test_each_paper_is_what_its_name_says() -> None:
    papers = [html_paper(numbers(), MARK), pdf_paper(numbers(), MARK), xlsx_paper(numbers(), MARK)]
    assert [paper.name.rpartition(".")[2] for paper in papers] == ["html", "pdf", "xlsx"]
    assert [paper.content[:4] for paper in papers] == [b"<!do", b"%PDF", b"PK\x03\x04"]
