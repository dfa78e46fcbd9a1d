"""A language file is complete or not used; its words join a questionnaire without touching what was published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from feedback.foundation.errors import Invalid
from feedback.languages.queries import wanted_words
from feedback.languages.rules import Language, flat, in_languages, places, problems, questions_of, read_language
from feedback.questionnaires.queries import DEFINITIONS, load_definition
from feedback.questionnaires.rules import Questionnaire, read
from tests.languages.samples import MARK, made_up


@pytest.fixture(scope="module")
def asked() -> Questionnaire:
    return read(load_definition(DEFINITIONS / "counter.toml"))


def test_a_complete_file_is_a_language():
    language = read_language("zzu", made_up(), wanted_words())
    assert (language.code, language.name) == ("zzu", "Zuzu")
    assert language.page["skip"] == f"{MARK}Bỏ qua"
    assert language.questionnaire["courtesy.items.xin_chao"] == f"{MARK}Xin chào"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"page__tap": None}, "thiếu page.tap"),
        ({"page__tap": " \u200b "}, "thiếu page.tap"),
        ({"page__tapp": "x"}, "không có page.tapp"),
        ({"questionnaire__items.f24": None}, "thiếu questionnaire.items.f24"),
        ({"page__optional": "Step {step}"}, "page.optional phải giữ đúng các chỗ điền {step}, {steps}"),
        ({"page__optional": "{step} {steps:>99999999}"}, "page.optional phải giữ đúng"),
        ({"page__optional": "{step.__class__} {steps}"}, "page.optional phải giữ đúng"),
        ({"page__skip": "Skip {now}"}, "page.skip phải giữ đúng các chỗ điền (không có chỗ nào)"),
        ({"page__skip": "Skip {"}, "page.skip phải giữ đúng"),
    ],
)
def test_a_missing_unknown_or_unfit_string_is_named(changed: dict[str, str | None], said: str):
    with pytest.raises(Invalid, match=said.replace("(", r"\(").replace(")", r"\)")):
        read_language("zzu", made_up(**changed), wanted_words())


@pytest.mark.parametrize("code", ["vi", "en", "Bru", "x", "bru_vn", "../bru", "bru vn"])
def test_a_code_that_is_taken_or_no_code_is_refused(code: str):
    assert next(problems(code, made_up(), wanted_words())).startswith("tên tệp phải là mã ngôn ngữ chưa có")


def test_tables_and_names_that_are_no_words_are_named():
    wrong = made_up() | {"language": 7, "extra": {}, "page": "x"}
    found = list(problems("zzu", wrong, wanted_words()))
    assert [each for each in found if "tên ngôn ngữ" in each or "extra" in each or "page phải" in each] == found
    assert len(found) == 3


def test_many_problems_are_counted_not_listed_for_ever():
    with pytest.raises(Invalid, match=r"và \d{2,} chỗ nữa"):
        read_language("zzu", {"language": "Zuzu"}, wanted_words())


def test_nested_and_quoted_keys_mean_the_same():
    assert flat({"a": {"b": {"c": "x"}}, "d.e": "y"}) == {"a.b.c": "x", "d.e": "y"}
    assert places("{step} of {steps}") == frozenset({"step", "steps"})
    assert places("}") is None


def test_every_text_of_a_questionnaire_has_a_stable_key(asked: Questionnaire):
    keys = questions_of(asked)
    named = {
        "title",
        "overall",
        "levels.1",
        "levels.5",
        "courtesy",
        "courtesy.answers.unsure",
        "courtesy.items.xin_chao",
    }
    named |= {
        "detail",
        "detail.label",
        "factors.access",
        "items.f24",
        "items.f39",
        "late",
        "late.answers.yes",
        "comment",
    }
    assert named <= set(keys)
    assert len(keys) == 2 + 5 + 1 + 3 + 8 + 2 + 5 + 16 + 1 + 4 + 1
    assert keys["overall"] == asked.overall


def test_words_of_a_language_join_the_questionnaire_and_gaps_are_vietnamese(asked: Questionnaire):
    whole = read_language("zzu", made_up(), wanted_words())
    partly = replace(whole, code="zzb", questionnaire={"overall": "Only this"})
    plain = {code: Language(code, code, {}, {}, {}) for code in ("vi", "en")}
    shown = in_languages(asked, {**plain, "zzu": whole, "zzb": partly})
    assert shown.factor_items["f24"].text["zzu"] == f"{MARK}{asked.factor_items['f24'].text['vi']}"
    assert (shown.overall["zzb"], shown.late["zzb"]) == ("Only this", asked.late["vi"])
    assert shown.overall["en"] == asked.overall["en"]
    assert "zzu" not in asked.overall


def test_a_questionnaire_without_english_is_still_shown_in_english_pages(asked: Questionnaire):
    alone = replace(asked, overall={"vi": "Một câu"})
    english = {code: Language(code, code, {}, {}, {}) for code in ("vi", "en")}
    assert in_languages(alone, english).overall["en"] == "Một câu"
