"""Prompts under headings."""

from __future__ import annotations

from feedback.questionnaires.pages.sections import sections_of
from feedback.questionnaires.queries import DEFINITIONS, load_definition
from feedback.questionnaires.rules import read
from feedback.questionnaires.rules.prompts import prompt_order


def test_every_prompt_has_its_place_exactly_once():
    order = prompt_order(read(load_definition(DEFINITIONS / "counter.toml")))
    placed = [key for section in sections_of(order) for key in section.keys]
    assert sorted(placed) == sorted(order)


def test_a_heading_without_prompts_is_left_out_and_the_order_is_kept():
    found = sections_of(["late.answers.no", "overall", "late"])
    assert [(section.number, section.keys) for section in found] == [
        (1, ("overall",)),
        (4, ("late.answers.no", "late")),
    ]
