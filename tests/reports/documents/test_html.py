from __future__ import annotations

import re

from feedback.reports.documents.html import weekly_html, weekly_letter
from tests.reports.samples import numbers

MARK = "01" * 32


def test_the_file_fetches_nothing_and_runs_nothing() -> None:
    page = weekly_html(numbers(1, 5), MARK)
    assert "<script" not in page
    assert re.findall(r'(?:src|href)="[^"#]+"|url\(', page) == []


def test_invented_figures_are_marked_in_file_and_letter() -> None:
    shown = numbers(1, 3, sample=True)
    letter = weekly_letter([(shown, MARK, "https://x.example")], person_name="Mẫu", late=False)
    assert letter.subject.startswith("[DỮ LIỆU MẪU] ")
    for text in (weekly_html(shown, MARK), letter.html, letter.text):
        assert "DỮ LIỆU MẪU" in text


def test_a_letter_about_two_scopes_says_so_in_its_subject() -> None:
    week = (numbers(), MARK, "https://x.example")
    letter = weekly_letter([week, week], person_name="Mẫu", late=True)
    assert letter.subject == "[Gửi muộn] Báo cáo tuần 46/2026 – Xã Mẫu Một và 1 báo cáo khác"
    assert "Gửi muộn" in letter.text


def test_a_name_with_markup_stays_a_name() -> None:
    letter = weekly_letter([(numbers(), MARK, "https://x.example")], person_name="<b>Mẫu</b>", late=False)
    assert "<b>Mẫu</b>" not in letter.html
    assert "style=" not in letter.html


def test_a_letter_about_eighty_units_stays_short_and_says_where_they_are() -> None:
    short, long = (
        weekly_letter([(numbers(1, units), MARK, "https://x.example")], person_name="Mẫu", late=False).html
        for units in (8, 80)
    )
    assert "Xã Mẫu 8<" in short
    assert "Xã Mẫu 80" not in long
    assert "Bảng từng đơn vị dài" in long
    assert "Bảng từng đơn vị dài" not in short
