"""The site tells the pages its languages."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from feedback.foundation.settings import Settings
from feedback.questionnaires.pages.blueprint import Tongue, know_languages, tongues
from feedback.web import create_app
from tests.languages.samples import MARK, write_language


def test_the_program_has_two_languages(app: Flask):
    with app.app_context():
        assert {code: tongue.name for code, tongue in tongues().items()} == {"vi": "Tiếng Việt", "en": "English"}


def test_a_provinces_own_language_is_known_with_its_words(site_settings: Settings):
    write_language(Path(site_settings.language_folder))
    site = create_app(site_settings)
    with site.app_context():
        assert tongues()["zzu"].name == "Zuzu"
        assert tongues()["zzu"].texts["late"].startswith(MARK)
        site.extensions["lang-nghe"].database.close()


def test_what_was_told_is_kept_as_told():
    site = Flask("a-site")
    know_languages(site, {"vi": Tongue("Tiếng Việt")})
    with site.app_context():
        assert dict(tongues()) == {"vi": Tongue("Tiếng Việt", {})}
