"""The words around the questions, one file per language: a language is added by adding its file."""

from __future__ import annotations

import tomllib
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "texts"
DEFAULT = "vi"


def load_texts() -> dict[str, dict[str, str]]:
    """Language → name → words."""
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}


TEXTS = load_texts()


def language_of(wanted: str | None) -> str:
    """The language asked for in the address, where we have it; Vietnamese otherwise."""
    return wanted if wanted in TEXTS else DEFAULT


def suffix(language: str, *, first: bool = False) -> str:
    """What an address needs to keep the language: nothing for Vietnamese. `first`: it opens the query."""
    if language == DEFAULT:
        return ""
    return f"{'?' if first else '&'}lang={language}"
