"""What is said aloud for each prompt: the printed text with its answers, in words a voice can read.

A *prompt* has the stable key of its text (`overall`, `courtesy.items.xin_chao`, `items.f24`); those that belong to a
page or to the tablet and stand in no questionnaire have keys of their own (`thanks`, `tablet.idle`).
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from feedback.questionnaires.rules.questionnaire import Choice, Questionnaire, Text

PAGE_PROMPTS = (
    *("callback", "thanks"),
    *("tablet.invite", "tablet.counter", "tablet.officer", "tablet.reasons_good", "tablet.reasons_bad"),
    *("tablet.idle", "tablet.thanks"),
)
"""Prompts of pages and of the tablet. A sentence of theirs may quote the questionnaire's {courtesy}."""

UNSPOKEN = frozenset({"title", "detail.label"})
"""The title of the browser's tab, and the source of the items: neither asks anything."""


@dataclass(frozen=True, slots=True)
class Speech:
    """How one language is spoken: the voice, what is said instead of what is written, a sentence for each prompt.

    A sentence may be given for a key or for all keys under it: `items` speaks `items.f24`.
    """

    voice: str
    speed: int
    said: Mapping[str, str]
    sentences: Mapping[str, str]

    def sentence(self, key: str) -> str:
        return self.sentences.get(key) or self.sentences[key.rpartition(".")[0]]


def printed_texts(asked: Questionnaire) -> dict[str, Text]:
    """Every prompt of a questionnaire that is printed, by key, in the order in which it is asked."""
    return {key: text for key, text, _ in _prompts(asked)}


def prompt_order(asked: Questionnaire) -> tuple[str, ...]:
    """The keys of all prompts, those of the questionnaire first."""
    return (*printed_texts(asked), *PAGE_PROMPTS)


def spoken_texts(asked: Questionnaire, lang: str, speech: Speech) -> dict[str, str]:
    """Key → what is said, for every prompt in one language of the questionnaire."""
    levels = _listed(asked.levels, lang)
    found = {}
    for key, text, answers in _prompts(asked):
        sentence = speech.sentence(key)
        found[key] = sentence.format(text=text[lang], levels=levels, answers=_listed(answers, lang))
    found |= {key: speech.sentence(key).format(courtesy=asked.courtesy[lang]) for key in PAGE_PROMPTS}
    return {key: _aloud(text, speech.said) for key, text in found.items()}


def text_mark(spoken: str) -> str:
    """SHA-256 of a spoken text: a clip is right as long as this is the same."""
    return hashlib.sha256(spoken.encode()).hexdigest()


def _prompts(asked: Questionnaire) -> Iterator[tuple[str, Text, tuple[Choice, ...]]]:
    """Key, printed text, and the answers that belong to it."""
    none: tuple[Choice, ...] = ()
    yield "overall", asked.overall, asked.levels
    yield from _choices("levels", asked.levels)
    yield "courtesy", asked.courtesy, asked.courtesy_answers
    for item in asked.courtesy_items:
        yield f"courtesy.items.{item.key}", item.text, asked.courtesy_answers
    yield from _choices("courtesy.answers", asked.courtesy_answers)
    yield "detail", asked.detail, asked.levels
    for factor in asked.factors:
        yield f"factors.{factor.key}", factor.text, none
        for item in factor.items:
            yield f"items.{item.key}", item.text, none
    yield "late", asked.late, asked.late_answers
    yield from _choices("late.answers", asked.late_answers)
    yield "comment", asked.comment, none
    for item in asked.courtesy_items:
        yield f"tablet.items.{item.key}", item.text, none


def _choices(before: str, choices: tuple[Choice, ...]) -> Iterator[tuple[str, Text, tuple[Choice, ...]]]:
    return ((f"{before}.{each.value}", each.text, ()) for each in choices)


def _listed(choices: tuple[Choice, ...], lang: str) -> str:
    return "; ".join(choice.text[lang] for choice in choices)


def _aloud(text: str, said: Mapping[str, str]) -> str:
    for written, spoken in said.items():
        text = text.replace(written, spoken)
    return unicodedata.normalize("NFC", " ".join(text.split()))
