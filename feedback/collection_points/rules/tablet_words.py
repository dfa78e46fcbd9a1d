"""The tablet's own words, one file per language beside this slice's code; the questions come from the questionnaire."""

from __future__ import annotations

import tomllib
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "texts"


def load_tablet_words() -> dict[str, dict[str, str]]:
    """Language → key → words, for the languages of the product itself; Vietnamese holds every key."""
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}


TABLET_WORDS = load_tablet_words()
