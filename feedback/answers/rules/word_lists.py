"""The lists of words in `answers/words`: files that can be read and added to without reading code."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "words"


@cache
def word_file(name: str) -> dict[str, Any]:
    """The file as it stands: key → text with its words."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def split(words: str) -> list[str]:
    """Words of a list: a bar or a line between two."""
    return [each.strip() for each in re.split(r"[|\n]", words) if each.strip()]


def words(name: str, key: str) -> frozenset[str]:
    """One list of a file."""
    return frozenset(split(word_file(name)[key]))
