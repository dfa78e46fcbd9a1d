"""The words around the questions in every language of this installation, and the language an address asks for."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import Flask, current_app

from feedback.languages.queries import load_languages
from feedback.languages.rules import DEFAULT, Language

log = logging.getLogger(__name__)

EXTENSION = "survey-languages"


@dataclass(frozen=True, slots=True)
class Voices:
    """The languages of this process, and their words as templates read them: `t.tap`, `t.lang`."""

    languages: Mapping[str, Language]
    texts: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Switch:
    """A link to the same page in another language."""

    code: str
    name: str
    href: str


def prepare_voices(app: Flask, folder: Path) -> None:
    """Read the languages once. A file that is not complete is named in the log and left out: the survey opens."""
    found = load_languages(folder)
    for line in found.refused:
        log.error(line)
    texts = {code: {**language.page, "lang": code} for code, language in found.known.items()}
    app.extensions[EXTENSION] = Voices(found.known, texts)


def voices() -> Voices:
    return cast(Voices, current_app.extensions[EXTENSION])


def texts_in(language: str) -> Mapping[str, str]:
    """The words around the questions in a language that `language_of` gave."""
    return voices().texts[language]


def language_of(wanted: str | None) -> str:
    """The language asked for in the address, where we have it; Vietnamese otherwise."""
    return wanted if wanted is not None and wanted in voices().texts else DEFAULT


def suffix(language: str, *, first: bool = False) -> str:
    """What an address needs to keep the language: nothing for Vietnamese. `first`: it opens the query."""
    if language == DEFAULT:
        return ""
    return f"{'?' if first else '&'}lang={language}"


def switches(language: str, address: str) -> list[Switch]:
    """The same page in every other language. `address` is the page's own, without a language."""
    first = "?" not in address
    others = [each for each in voices().languages.values() if each.code != language]
    return [Switch(each.code, each.name, address + suffix(each.code, first=first)) for each in others]
