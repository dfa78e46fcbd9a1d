"""The definition is complete in both languages, and its blocks ask every item equally often."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from feedback.foundation.errors import Invalid
from feedback.questionnaires import queries, rules

CONTENT = queries.load_definition(queries.DEFINITIONS / "counter.toml")
COUNTER = rules.read(CONTENT)
VERBATIM = [
    *("Xin chào", "Xin lỗi", "Xin cảm ơn", "Xin phép"),
    *("Luôn mỉm cười", "Luôn nhẹ nhàng", "Luôn lắng nghe", "Luôn giúp đỡ"),
]


def changed(change: Any) -> str:
    definition = json.loads(CONTENT)
    change(definition)
    return rules.canonical(definition)


def test_the_eight_courtesies_are_the_slogan_word_for_word():
    assert [item.text["vi"] for item in COUNTER.courtesy_items] == VERBATIM
    assert [choice.text["vi"] for choice in COUNTER.courtesy_answers] == ["Có", "Không", "Không rõ"]


def test_the_sixteen_items_of_2026_stand_under_five_factors_and_say_where_they_come_from():
    assert [(factor.key, len(factor.items)) for factor in COUNTER.factors] == [
        ("access", 3),
        ("procedure", 4),
        ("officer", 3),
        ("result", 3),
        ("complaint", 3),
    ]
    assert list(COUNTER.factor_items) == [f"f{number}" for number in range(24, 40)]
    assert COUNTER.detail_label["vi"] == "Theo mẫu phiếu 2026, nguồn thứ cấp"


def test_the_subject_phrase_is_filled_in():
    assert COUNTER.factor_items["f24"].text["vi"] == (
        "Chi nhánh Trung tâm Phục vụ hành chính công/Điểm phục vụ hành chính công "
        "có biển hiệu, hướng dẫn rõ ràng, giúp người dân dễ tìm, dễ thấy."
    )
    assert not [item for item in COUNTER.factor_items.values() if "{" in item.text["vi"] + item.text["en"]]


def test_whether_the_file_was_late_has_four_answers():
    assert [choice.text["vi"] for choice in COUNTER.late_answers] == ["Có", "Không", "Chưa đến hẹn", "Không rõ"]


def test_each_block_asks_four_different_factors_and_each_item_stands_in_one_block():
    factor_of = {item.key: factor.key for factor in COUNTER.factors for item in factor.items}
    assert all(len({factor_of[key] for key in block}) == len(block) == 4 for block in COUNTER.blocks)
    assert sorted(key for block in COUNTER.blocks for key in block) == sorted(factor_of)


def test_the_block_follows_from_the_key_and_is_spread_evenly():
    seeds = [index.to_bytes(4, "big") for index in range(4000)]
    assert COUNTER.draw_block(seeds[7]) == COUNTER.draw_block(seeds[7])
    drawn = Counter(COUNTER.draw_block(seed) for seed in seeds)
    assert set(drawn) == {0, 1, 2, 3}
    assert max(drawn.values()) - min(drawn.values()) < 200


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d["late"].pop("en"), "thiếu bản en"),
        (lambda d: d["courtesy"]["items"][2].update(en=""), "thiếu bản en"),
        (lambda d: d["blocks"].pop(), "mọi câu"),
        (lambda d: d["blocks"][0]["items"].append("f24"), "số lần như nhau"),
        (lambda d: d["levels"].pop(), "1 đến 5"),
        (lambda d: d["factors"][0]["items"][0].update(key="xin_chao"), "cùng mã"),
    ],
)
def test_an_incomplete_definition_is_refused_and_says_what_is_wrong(change: Any, words: str):
    with pytest.raises(Invalid, match=words):
        rules.read(changed(change))


def test_the_fingerprint_depends_on_the_content_and_not_on_its_layout(tmp_path: Path):
    text = (queries.DEFINITIONS / "counter.toml").read_text()
    other = tmp_path / "counter.toml"
    other.write_text("# another remark" + os.linesep + text)
    assert rules.fingerprint(queries.load_definition(other)) == rules.fingerprint(CONTENT)
    other.write_text(text.replace("Hài lòng", "Hài  lòng", 1))
    assert rules.fingerprint(queries.load_definition(other)) != rules.fingerprint(CONTENT)
