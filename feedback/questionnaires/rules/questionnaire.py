"""What a questionnaire is, how its text is read, and how four items are drawn for a sheet."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from feedback.foundation.errors import Invalid

Text = Mapping[str, str]
"""One text in every language: {"vi": …, "en": …}."""

SUBJECT = "{subject}"
LEVELS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer; `value` is what is stored."""

    value: str
    text: Text


@dataclass(frozen=True, slots=True)
class Item:
    """One line to be answered; `key` is what is stored and what reports count by."""

    key: str
    text: Text


@dataclass(frozen=True, slots=True)
class Factor:
    """One of the five SIPAS factors with its items."""

    key: str
    text: Text
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A definition, read. The subject phrase is already filled into the items."""

    key: str
    version: int
    languages: tuple[str, ...]
    title: Text
    overall: Text
    levels: tuple[Choice, ...]
    courtesy: Text
    courtesy_answers: tuple[Choice, ...]
    courtesy_items: tuple[Item, ...]
    detail: Text
    detail_label: Text
    factors: tuple[Factor, ...]
    blocks: tuple[tuple[str, ...], ...]
    late: Text
    late_answers: tuple[Choice, ...]
    comment: Text
    comment_limit: int

    @property
    def factor_items(self) -> dict[str, Item]:
        return {item.key: item for factor in self.factors for item in factor.items}

    def draw_block(self, seed: bytes) -> int:
        """The number of the block for a sheet: always the same for the same key, evenly spread over keys."""
        return int.from_bytes(hashlib.sha256(b"block" + seed).digest()[:4], "big") % len(self.blocks)


def canonical(definition: Mapping[str, Any]) -> str:
    """The definition as one exact text (NFC, sorted keys): what is hashed, frozen and read back."""
    text = json.dumps(definition, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text)


def fingerprint(content: str) -> str:
    """SHA-256 of a canonical content, in hexadecimal."""
    return hashlib.sha256(content.encode()).hexdigest()


def read(content: str) -> Questionnaire:
    """A questionnaire from its canonical content. Invalid says which text or block is missing or wrong."""
    raw = json.loads(content)
    languages = tuple(raw["languages"])
    subject = raw["detail"]["subject"]
    factors = tuple(
        Factor(factor["key"], _text(factor, languages), _items(factor["items"], languages, subject))
        for factor in raw["factors"]
    )
    questionnaire = Questionnaire(
        key=raw["key"],
        version=raw["version"],
        languages=languages,
        title=_text(raw["title"], languages),
        overall=_text(raw["overall"], languages),
        levels=_choices(raw["levels"], languages),
        courtesy=_text(raw["courtesy"], languages),
        courtesy_answers=_choices(raw["courtesy"]["answers"], languages),
        courtesy_items=_items(raw["courtesy"]["items"], languages, {}),
        detail=_text(raw["detail"], languages),
        detail_label=_text(raw["detail"]["label"], languages),
        factors=factors,
        blocks=tuple(tuple(block["items"]) for block in raw["blocks"]),
        late=_text(raw["late"], languages),
        late_answers=_choices(raw["late"]["answers"], languages),
        comment=_text(raw["comment"], languages),
        comment_limit=raw["comment"]["limit"],
    )
    _check(questionnaire)
    return questionnaire


def _text(raw: Mapping[str, Any], languages: tuple[str, ...]) -> Text:
    missing = [language for language in languages if not raw.get(language)]
    if missing:
        raise Invalid(f"Phiếu hỏi thiếu bản {', '.join(missing)} của “{raw.get(languages[0], '?')}”.")
    return {language: raw[language] for language in languages}


def _choices(raw: list[dict[str, Any]], languages: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(str(each["value"]), _text(each, languages)) for each in raw)


def _items(raw: list[dict[str, Any]], languages: tuple[str, ...], subject: Mapping[str, str]) -> tuple[Item, ...]:
    return tuple(Item(each["key"], _filled(_text(each, languages), subject)) for each in raw)


def _filled(text: Text, subject: Mapping[str, str]) -> Text:
    return {language: words.replace(SUBJECT, subject.get(language, "")) for language, words in text.items()}


def _check(questionnaire: Questionnaire) -> None:
    for problem in _problems(questionnaire):
        raise Invalid(f"Phiếu hỏi “{questionnaire.key}” bản {questionnaire.version}: {problem}")


def _problems(questionnaire: Questionnaire) -> Iterator[str]:
    items = questionnaire.factor_items
    keys = [*items, *(item.key for item in questionnaire.courtesy_items)]
    if len(set(keys)) != len(keys) or len(items) != sum(len(factor.items) for factor in questionnaire.factors):
        yield "có hai câu cùng mã."
    if [choice.value for choice in questionnaire.levels] != [str(level) for level in LEVELS]:
        yield "thang mức phải là 1 đến 5."
    asked = Counter(key for block in questionnaire.blocks for key in block)
    if set(asked) != set(items) or len(set(asked.values())) != 1:
        yield "các khối phải chứa đủ mọi câu, mỗi câu số lần như nhau."
