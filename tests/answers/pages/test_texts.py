"""Every language has every word, and every word is used."""

from __future__ import annotations

import re
import string

from feedback.answers.pages.texts import TEXTS, language_of, suffix
from feedback.foundation.files import ROOT

TEMPLATES = ROOT / "templates" / "answers"
PAGES = ROOT / "feedback" / "answers" / "pages"


def test_no_language_misses_a_string_or_a_place_in_it():
    vietnamese = TEXTS["vi"]
    for texts in TEXTS.values():
        assert set(texts) == set(vietnamese)
        assert all(text.strip() for text in texts.values())
        for name, text in texts.items():
            assert fields(text) == fields(vietnamese[name]), name


def fields(text: str) -> set[str | None]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


def test_every_string_is_shown_somewhere():
    source = "".join(path.read_text() for path in [*TEMPLATES.glob("*.html"), *PAGES.glob("*.py")])
    unused = [name for name in TEXTS["vi"] if not re.search(rf"\b{name}\b", source) and not name.startswith("problem_")]
    assert unused == []


def test_an_unknown_language_is_vietnamese():
    assert [language_of(each) for each in (None, "vi", "en", "xx")] == ["vi", "vi", "en", "vi"]
    assert (suffix("vi"), suffix("en"), suffix("en", first=True)) == ("", "&lang=en", "?lang=en")
