"""The tablet's document: whole in every language, its tag the same for the same content."""

from __future__ import annotations

from dataclasses import replace

from feedback.collection_points.rules.tablet_content import Place, asked, document
from feedback.questionnaires.queries import DEFINITIONS, load_definition
from feedback.questionnaires.rules import read

PLACE = Place("Xã Mẫu", "90001", "K03", "counter", None, [(1, "Quầy số 1")], [], {"rounds": 1})
QUESTIONS = asked(7, read(load_definition(DEFINITIONS / "counter.toml")), ["vi", "en"])


def a_document(place: Place = PLACE) -> dict[str, object]:
    return document(
        place,
        languages={"vi": "Tiếng Việt", "en": "English"},
        questionnaire=QUESTIONS,
        words={"vi": {"start": "Bắt đầu"}, "en": {"start": "Start"}},
        audio={"vi": {}, "en": {}},
        sessions=[],
    )


def test_the_same_content_has_the_same_tag_and_other_content_another():
    first, again, other = a_document(), a_document(), a_document(replace(PLACE, name="K04"))
    assert first == again
    assert first["etag"] != other["etag"]


def test_the_questions_are_whole_in_each_language():
    texts = QUESTIONS["texts"]
    assert texts["vi"]["levels"]["5"] == "Rất hài lòng"
    assert texts["en"]["levels"]["5"] == "Very satisfied"
    assert [item["key"] for item in texts["vi"]["items"]][:2] == ["xin_chao", "xin_loi"]
    assert {each["value"] for each in texts["vi"]["late_answers"]} == {"yes", "no", "not_due", "unsure"}
