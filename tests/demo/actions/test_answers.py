"""Planned answers become sheets like a citizen's."""

from __future__ import annotations

from random import Random

from feedback.demo.actions.answers import _courtesy, _factors
from feedback.demo.rules import PlannedAnswer, communes
from feedback.questionnaires.queries import list_definitions, load_definition
from feedback.questionnaires.rules import read
from tests.demo.actions.test_files import FILE

QUESTIONNAIRE = read(load_definition(list_definitions()[0]))


def answer(overall: int) -> PlannedAnswer:
    return PlannedAnswer(communes()[0], 0, FILE.received, overall, None, 3, 1, "no", "")


def test_all_eight_courtesies_are_answered_and_the_pleased_say_yes_more_often():
    pleased = [_courtesy(answer(5), QUESTIONNAIRE, Random(seed)) for seed in range(50)]
    displeased = [_courtesy(answer(1), QUESTIONNAIRE, Random(seed)) for seed in range(50)]
    assert all(len(each) == 8 for each in pleased)
    assert sum(v == "yes" for each in pleased for v in each.values()) > sum(
        v == "yes" for each in displeased for v in each.values()
    )


def test_the_items_of_the_block_lie_around_the_overall_face():
    class Sheet:
        block = 1

    found = _factors(answer(5), Sheet(), QUESTIONNAIRE, Random(1))  # type: ignore[arg-type]
    assert set(found) == set(QUESTIONNAIRE.blocks[1])
    assert all(4 <= value <= 5 for value in found.values())
