"""Every word is used; the language is kept in addresses; a province's file is one more link on every page."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from flask import Flask

from feedback.answers.pages.texts import language_of, prepare_voices, suffix, switches, texts_in
from feedback.foundation.files import ROOT
from feedback.languages.queries import built_in
from tests.languages.samples import write_language

TEMPLATES = ROOT / "templates" / "answers"
PAGES = ROOT / "feedback" / "answers" / "pages"


def test_every_string_is_shown_somewhere():
    source = "".join(path.read_text() for path in [*TEMPLATES.glob("*.html"), *PAGES.glob("*.py")])
    by_kind = ("problem_", "code_")
    names = [name for name in built_in("vi").page if not name.startswith(by_kind)]
    assert [name for name in names if not re.search(rf"\b{re.escape(name)}\b", source)] == []


def test_an_unknown_language_is_vietnamese(app: Flask):
    with app.app_context():
        assert [language_of(each) for each in (None, "vi", "en", "xx")] == ["vi", "vi", "en", "vi"]
        assert texts_in("en")["lang"] == "en"
    assert (suffix("vi"), suffix("en"), suffix("en", first=True)) == ("", "&lang=en", "?lang=en")


def test_the_links_to_other_languages_keep_the_page(app: Flask):
    with app.app_context():
        assert [(each.code, each.name, each.href) for each in switches("vi", "/tra-cuu")] == [
            ("en", "English", "/tra-cuu?lang=en")
        ]
        assert [each.href for each in switches("en", "/q/abc?phieu=K")] == ["/q/abc?phieu=K"]
        assert [each.href for each in switches("vi", "/q/abc?phieu=K")] == ["/q/abc?phieu=K&lang=en"]


def test_a_file_of_the_province_is_one_language_more_and_a_bad_one_is_logged(
    app: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    write_language(tmp_path, "zzu")
    write_language(tmp_path, "zzb", page__tap=None)
    with caplog.at_level(logging.ERROR):
        prepare_voices(app, tmp_path)
    assert "thiếu page.tap" in caplog.text
    with app.app_context():
        assert [each.code for each in switches("vi", "/")] == ["en", "zzu"]
        assert (language_of("zzu"), language_of("zzb")) == ("zzu", "vi")
