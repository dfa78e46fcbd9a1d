"""Reads: the languages that come with the program, and those a province has put beside its data."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from feedback.foundation.errors import Invalid
from feedback.languages.rules import (
    BUILT_IN,
    DEFAULT,
    NAME,
    PAGE,
    QUESTIONNAIRE,
    TABLET,
    Language,
    Wanted,
    Words,
    flat,
    questions_of,
    read_language,
)
from feedback.questionnaires.queries import COUNTER, DEFINITIONS, load_definition
from feedback.questionnaires.rules import read

OWN_FOLDER = Path(__file__).parent
"""Further languages that come with the program."""

TEXTS = {
    PAGE: OWN_FOLDER.parent / "answers" / "texts",
    TABLET: OWN_FOLDER.parent / "collection_points" / "texts",
}
"""Where the slices keep their words in Vietnamese and English: data, read by path."""

LARGEST = 512 * 1024


@dataclass(frozen=True, slots=True)
class Languages:
    """What can be read here, Vietnamese first; and why a file is not used (one Vietnamese line each)."""

    known: Mapping[str, Language]
    refused: tuple[str, ...] = ()
    places: Mapping[str, Path] = field(default_factory=dict)


def load_languages(folder: Path | None = None) -> Languages:
    """The built-in languages, those in this slice's folder, and those in the installation's `folder`.

    A file that is not complete is left out and named: it never keeps the survey from opening.
    """
    known = {code: built_in(code) for code in BUILT_IN}
    wanted, refused, found = wanted_words(), [], {}
    for path in _files(folder):
        try:
            known[path.stem] = read_language(path.stem, read_file(path), wanted)
            found[path.stem] = path
        except Invalid as error:
            refused.append(f"Tệp ngôn ngữ {path} chưa dùng được: {error.message}.")
    return Languages(known, tuple(refused), found)


def _files(folder: Path | None) -> Iterator[Path]:
    """The installation's own file of a language goes before one of the same name that came with the program."""
    found = {path.stem: path for each in (OWN_FOLDER, folder) if each for path in _listed(each)}
    return iter([found[code] for code in sorted(found)])


def _listed(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.glob("*.toml") if not path.name.startswith(".")]
    except OSError:
        return []


def read_file(path: Path) -> dict[str, Any]:
    """A file's content. Invalid when it cannot be read as TOML."""
    try:
        if path.stat().st_size > LARGEST:
            raise Invalid("tệp quá lớn")
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise Invalid(f"không đọc được ({error})") from error


def built_in(code: str) -> Language:
    """Vietnamese or English. Their questions stand in the questionnaire itself."""
    words = {table: _words(folder / f"{code}.toml") for table, folder in TEXTS.items()}
    name = words[PAGE].pop(NAME)
    return Language(code, name, words[PAGE], words[TABLET], {})


def _words(path: Path) -> dict[str, str]:
    return dict(_read_once(path))


@cache
def _read_once(path: Path) -> dict[str, str]:
    """The texts that come with the program: they do not change while it runs."""
    if not path.exists():
        return {}
    return flat(tomllib.loads(path.read_text(encoding="utf-8")))


def wanted_words() -> Wanted:
    """Table → key → Vietnamese words: what a further language must have, no key more and none less."""
    return _all_words(DEFAULT)


def _all_words(code: str) -> dict[str, Words]:
    language = built_in(code)
    questionnaire = read(load_definition(DEFINITIONS / f"{COUNTER}.toml"))
    questions = {key: text[code] for key, text in questions_of(questionnaire).items()}
    return {PAGE: language.page, TABLET: language.tablet, QUESTIONNAIRE: questions}


def template(given: Mapping[str, Any]) -> str:
    """A file to fill in: every key with the Vietnamese and English words above it, and what was `given` already."""
    name = given.get(NAME, "")
    lines = [
        "# Điền chữ vào giữa hai dấu ngoặc kép. Dòng bắt đầu bằng # là bản tiếng Việt và tiếng Anh.",
        "# Giữ nguyên chữ trong ngoặc nhọn, như {step}. Kiểm tra: feedback languages",
        f"{NAME} = {_quoted(name)}",
    ]
    english = _all_words("en")
    for table, words in wanted_words().items():
        before = given.get(table, {})
        done = flat(before) if isinstance(before, Mapping) else {}
        lines += ["", f"[{table}]"]
        for key, vietnamese in words.items():
            lines += [f"# {vietnamese}", f"# {english[table].get(key, '')}", f'"{key}" = {_quoted(done.get(key, ""))}']
    return "\n".join(lines) + "\n"


def _quoted(text: Any) -> str:
    """A TOML string; anything else that stood there is left to be written anew."""
    return json.dumps(text if isinstance(text, str) else "", ensure_ascii=False).replace("\x7f", "\\u007f")
