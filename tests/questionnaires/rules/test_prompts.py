"""What is said for each prompt."""

from __future__ import annotations

import json

import pytest

from feedback.languages.rules import questions_of
from feedback.questionnaires.queries import DEFINITIONS, find_speech, list_spoken, load_definition
from feedback.questionnaires.rules import canonical, read
from feedback.questionnaires.rules.prompts import (
    PAGE_PROMPTS,
    UNSPOKEN,
    Speech,
    printed_texts,
    prompt_order,
    spoken_texts,
    text_mark,
)

COUNTER = read(load_definition(DEFINITIONS / "counter.toml"))


def told(lang: str) -> dict[str, str]:
    speech = find_speech(lang)
    assert speech is not None
    return spoken_texts(COUNTER, lang, speech)


def test_every_text_of_the_questionnaire_is_a_prompt_but_those_that_ask_nothing():
    tablet = {key for key in printed_texts(COUNTER) if key.startswith("tablet.items.")}
    assert len(tablet) == len(COUNTER.courtesy_items)
    assert set(printed_texts(COUNTER)) - tablet == set(questions_of(COUNTER)) - UNSPOKEN
    assert set(questions_of(COUNTER)) > UNSPOKEN


@pytest.mark.parametrize("lang", COUNTER.languages)
def test_every_prompt_is_said_in_every_language_of_the_questionnaire(lang: str):
    assert tuple(told(lang)) == prompt_order(COUNTER)
    assert all(text and "{" not in text for text in told(lang).values())
    assert lang in list_spoken()


@pytest.mark.parametrize("lang", COUNTER.languages)
def test_the_question_is_heard_with_its_answers_in_their_order(lang: str):
    for key, choices in (
        ("overall", COUNTER.levels),
        ("detail", COUNTER.levels),
        ("courtesy.items.xin_loi", COUNTER.courtesy_answers),
        ("late", COUNTER.late_answers),
    ):
        text, places = told(lang)[key], list[int]()
        for choice in choices:
            places.append(text.index(choice.text[lang], places[-1] + 1 if places else 0))
        assert places == sorted(places)
        assert len(places) == len(choices)


def test_signs_that_no_voice_can_read_are_said_in_words():
    for text in told("vi").values():
        assert not set("/()[]–") & set(text), text
    assert told("vi")["courtesy"].startswith("Bốn xin, bốn luôn: cán bộ tiếp ông bà")
    assert "hành chính công hoặc Điểm phục vụ" in told("vi")["items.f24"]
    assert not set("/()") & set("".join(told("en").values()))


def test_a_prompt_may_have_a_sentence_of_its_own_or_that_of_its_kind():
    speech = Speech("vi", 165, {}, {"items": "Điều này: {text}", "items.f24": "Riêng: {text}"})
    assert (speech.sentence("items.f24"), speech.sentence("items.f25")) == ("Riêng: {text}", "Điều này: {text}")
    with pytest.raises(KeyError):
        speech.sentence("late")


def test_another_word_has_another_mark():
    definition = json.loads(load_definition(DEFINITIONS / "counter.toml"))
    definition["levels"][2]["vi"] = "Tạm được"
    speech = find_speech("vi")
    assert speech is not None
    changed = spoken_texts(read(canonical(definition)), "vi", speech)
    others = {key for key, text in changed.items() if text_mark(text) != text_mark(told("vi")[key])}
    assert others == {"levels.3", "overall", "detail"}


def test_pages_and_tablet_have_prompts_of_their_own():
    assert {"thanks", "callback", "tablet.idle", "tablet.reasons_bad"} < set(PAGE_PROMPTS)
    assert COUNTER.courtesy["en"].split(":")[1] in told("en")["tablet.reasons_good"]
