"""Drawings: well-formed, within the page's policy, honest about few answers, and told in words."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from feedback.reports.documents.drawings import Mark, bars, drawings, files_bar, over_weeks
from feedback.reports.rules.numbers import Figure, Files
from feedback.scoring.rules.shares import Standing
from tests.reports.samples import numbers

SHOWN = Figure(n=20, standing=Standing.SHOWN, part=15, percent=75.0, low=53.1, high=88.8)
JUDGED = Figure(n=100, standing=Standing.JUDGED, part=75, percent=75.0, low=65.7, high=82.5)
HIDDEN = Figure(n=7, standing=Standing.HIDDEN)


@pytest.mark.parametrize("seed", range(1, 6))
def test_every_drawing_is_well_formed_and_needs_no_style_and_no_script(seed: int) -> None:
    for drawing in drawings(numbers(seed), font="Tinos"):
        root = ElementTree.fromstring(drawing.svg)
        assert root.get("font-family") == "Tinos"
        for element in root.iter():
            assert not {"style", "class", "onload", "href"} & set(element.keys())
            assert element.tag.rpartition("}")[2] in {"svg", "path", "rect", "circle", "text"}
        assert drawing.words.endswith(".")


def test_nothing_is_drawn_outside_the_paper() -> None:
    for drawing in drawings(numbers(3)):
        root = ElementTree.fromstring(drawing.svg)
        wide, high = map(float, (root.get("viewBox") or "").split()[2:])
        for element in root.iter():
            for key, most in (("x", wide), ("cx", wide), ("y", high), ("cy", high)):
                assert 0 <= float(element.get(key, "0")) <= most


def test_too_few_answers_are_words_in_the_place_of_the_mark() -> None:
    for picture in (over_weeks([Mark("T46", HIDDEN)]), bars([Mark("Xin chào", HIDDEN)])):
        assert "chưa đủ mẫu" in picture
        assert "circle" not in picture


def test_ten_to_twenty_nine_answers_have_no_colour() -> None:
    grey, coloured = bars([Mark("a", SHOWN)]), bars([Mark("a", JUDGED)])
    assert "#0b5a52" not in grey
    assert "#0b5a52" in coloured


def test_the_scale_starts_at_nothing_and_ends_at_everything() -> None:
    assert re.findall(r">(\d+)</text>", over_weeks([Mark("T46", HIDDEN)])) == ["0", "25", "50", "75", "100"]


def test_a_week_without_files_draws_an_empty_bar() -> None:
    picture = files_bar(Files(0, 0, 0, 0, 0, 0, 0, 0, None))
    ElementTree.fromstring(picture)
    assert "Xong trễ: 0" in picture


def test_a_label_cannot_break_out() -> None:
    assert "<b>" not in bars([Mark('"><b>', JUDGED)])
