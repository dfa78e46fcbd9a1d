"""A made-up language for tests: every Vietnamese word with a mark before it, places kept."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from feedback.languages.queries import template, wanted_words

MARK = "zz "


def made_up(**changed: str | None) -> dict[str, Any]:
    """A complete file as read. `page__tap=None` takes a key away, `page__tap="x"` changes or adds one."""
    tables = {table: {key: MARK + text for key, text in words.items()} for table, words in wanted_words().items()}
    for name, text in changed.items():
        table, _, key = name.partition("__")
        if text is None:
            del tables[table][key.replace("__", ".")]
        else:
            tables[table][key.replace("__", ".")] = text
    return {"language": "Zuzu", **tables}


def write_language(folder: Path, code: str = "zzu", **changed: str | None) -> Path:
    """The file of a made-up language, by the template that a province fills in."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{code}.toml"
    path.write_text(template(made_up(**changed)), encoding="utf-8")
    return path


def read_back(text: str) -> dict[str, Any]:
    return tomllib.loads(text)
