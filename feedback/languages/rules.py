"""When a language file is complete, what its keys are, and how its words join a questionnaire."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from string import Formatter
from typing import Any

from feedback.foundation.errors import Invalid
from feedback.foundation.text import clean
from feedback.questionnaires.rules import Choice, Item, Questionnaire, Text

DEFAULT = "vi"
BUILT_IN = ("vi", "en")
PAGE, TABLET, QUESTIONNAIRE = "page", "tablet", "questionnaire"
NAME = "language"
CODE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,2}")
NAMED_AT_MOST = 6

Words = Mapping[str, str]
Wanted = Mapping[str, Words]
"""Table → key → the Vietnamese words."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language, complete. `name` is how its speakers write it."""

    code: str
    name: str
    page: Words
    tablet: Words
    questionnaire: Words


def read_language(code: str, raw: Mapping[str, Any], wanted: Wanted) -> Language:
    """The language of a file. Invalid names the keys that are missing, unknown or not as they should be."""
    found = list(problems(code, raw, wanted))
    if found:
        shown, more = found[:NAMED_AT_MOST], len(found) - NAMED_AT_MOST
        raise Invalid("; ".join(shown) + (f"; và {more} chỗ nữa" if more > 0 else ""))
    page, tablet, questions = ({key: clean(text) for key, text in flat(raw[table]).items()} for table in wanted)
    return Language(code, clean(raw[NAME]), page, tablet, questions)


def problems(code: str, raw: Mapping[str, Any], wanted: Wanted) -> Iterator[str]:
    """Everything that keeps a file from being used, in words."""
    if code in BUILT_IN or not CODE.fullmatch(code):
        yield f"tên tệp phải là mã ngôn ngữ chưa có, chữ thường, như bru.toml; “{code}” không dùng được"
    if not isinstance(raw.get(NAME), str) or not clean(raw[NAME]):
        yield f"thiếu tên ngôn ngữ, viết như {NAME} = “Bru”"
    yield from (f"không có bảng {table} nào trong chương trình" for table in raw if table not in {NAME, *wanted})
    for table, words in wanted.items():
        given = raw.get(table, {})
        if not isinstance(given, Mapping):
            yield f"{table} phải là một bảng"
            continue
        yield from _problems_of(table, flat(given), words)


def _problems_of(table: str, given: Mapping[str, Any], wanted: Words) -> Iterator[str]:
    for key, vietnamese in wanted.items():
        text = given.get(key)
        if text is None or (isinstance(text, str) and not clean(text)):
            yield f"thiếu {table}.{key}"
        elif not isinstance(text, str):
            yield f"{table}.{key} phải là chữ trong ngoặc kép"
        elif places(text) != places(vietnamese):
            yield f"{table}.{key} phải giữ đúng các chỗ điền {_shown_places(vietnamese)}"
    yield from (f"không có {table}.{key} trong chương trình" for key in given if key not in wanted)


def places(text: str) -> frozenset[str] | None:
    """The {places} a sentence leaves open, bare ones only; None for braces nobody can read."""
    try:
        parts = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return None
    bare = all(name and name.isidentifier() and not how and not conversion for _, name, how, conversion in parts)
    return frozenset(str(part[1]) for part in parts) if bare else None


def _shown_places(text: str) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(places(text) or ())) or "(không có chỗ nào)"


def flat(table: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Nested tables as one: `[page] a.b = "…"` and `"a.b" = "…"` mean the same."""
    found: dict[str, Any] = {}
    for key, value in table.items():
        found |= flat(value, f"{before}{key}.") if isinstance(value, Mapping) else {f"{before}{key}": value}
    return found


def questions_of(questionnaire: Questionnaire) -> dict[str, Text]:
    """Every text of a questionnaire by a stable key: `overall`, `levels.1`, `items.f24`, `courtesy.items.xin_chao`…"""
    found: dict[str, Text] = {}

    def note(key: str, text: Text) -> Text:
        found[key] = text
        return text

    _each_text(questionnaire, note)
    return found


def in_languages(questionnaire: Questionnaire, languages: Mapping[str, Language]) -> Questionnaire:
    """The questionnaire as read in each of these languages; what one of them lacks is said in Vietnamese.

    The published version itself stays as it was frozen: this is only how it is shown.
    """

    def tell(key: str, text: Text) -> Text:
        otherwise = text.get(DEFAULT) or next(iter(text.values()))
        return {
            code: text.get(code) or language.questionnaire.get(key) or otherwise for code, language in languages.items()
        }

    return _each_text(questionnaire, tell)


Change = Callable[[str, Text], Text]


def _each_text(asked: Questionnaire, change: Change) -> Questionnaire:
    return replace(
        asked,
        title=change("title", asked.title),
        overall=change("overall", asked.overall),
        levels=_choices("levels", asked.levels, change),
        courtesy=change("courtesy", asked.courtesy),
        courtesy_answers=_choices("courtesy.answers", asked.courtesy_answers, change),
        courtesy_items=_items("courtesy.items", asked.courtesy_items, change),
        detail=change("detail", asked.detail),
        detail_label=change("detail.label", asked.detail_label),
        factors=tuple(
            replace(each, text=change(f"factors.{each.key}", each.text), items=_items(ITEMS, each.items, change))
            for each in asked.factors
        ),
        late=change("late", asked.late),
        late_answers=_choices("late.answers", asked.late_answers, change),
        comment=change("comment", asked.comment),
    )


ITEMS = "items"


def _choices(before: str, choices: tuple[Choice, ...], change: Change) -> tuple[Choice, ...]:
    return tuple(replace(each, text=change(f"{before}.{each.value}", each.text)) for each in choices)


def _items(before: str, items: tuple[Item, ...], change: Change) -> tuple[Item, ...]:
    return tuple(replace(each, text=change(f"{before}.{each.key}", each.text)) for each in items)
