"""What the survey pages share in one process: points and questionnaires looked up, pages rendered once.

A page is rendered once per code, language and version, with marks where the sheet's key and receipt go; a visit only
splices those in. Rendering and looking up would cost more than everything else together (`docs/decisions`).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from flask import Blueprint, Flask, current_app, render_template

from feedback.answers.pages.texts import prepare_voices, texts_in, voices
from feedback.answers.queries import get_questionnaire
from feedback.answers.rules.codes import CodePlace
from feedback.answers.rules.keys import NONCE, SheetKey, make_key, read_key, receipt_for, sheet_id
from feedback.answers.rules.sheets import Channel, Flag, OpenedSheet, Value, table_of
from feedback.collection_points.queries import PointBook
from feedback.collection_points.rules import Point, read_token
from feedback.foundation.engine import read_session, sealer, settings
from feedback.languages.rules import in_languages
from feedback.questionnaires.queries import audio_urls, find_current
from feedback.questionnaires.rules import Questionnaire

pages = Blueprint("answers", __name__)
"""The slice's blueprint; its modules hang their pages on it."""

Place = Point | CodePlace
"""Where an answer comes from, as the pages see it."""

EXTENSION = "survey-desk"
KEY_MARK, RECEIPT_MARK = "@@phieu@@", "@@bien-nhan@@"
FORM_FRESH = timedelta(seconds=1)
SHELLS_KEPT = 4_000


class Problem(Exception):
    """Something a survey page must say instead of going on; `kind` names its words."""

    def __init__(self, kind: str, status: int) -> None:
        super().__init__(kind)
        self.kind, self.status = kind, status


@dataclass(frozen=True, slots=True)
class Form:
    """A published questionnaire, ready to be asked and checked."""

    version_id: int
    questionnaire: Questionnaire
    table: dict[str, dict[str, Value]]


class Desk:
    """One per process. Threads share it: a race only costs one more look or rendering."""

    def __init__(self, secret: bytes, css_version: str) -> None:
        self.secret = secret
        self.css_version = css_version
        self.points = PointBook()
        self._forms: dict[int, Form] = {}
        self._current: tuple[int, datetime] | None = None
        self._shells: dict[Any, bytes] = {}
        self._heard: dict[str, tuple[Mapping[str, str], int]] = {}

    def point(self, typed: str, now: datetime) -> Point:
        """The point of a token as typed, in use or revoked. Problem when there is none."""
        point = self.points.find(read_session, read_token(typed), now)
        if point is None:
            raise Problem("unknown", 404)
        return point

    def form(self, version_id: int) -> Form:
        """A published version; read once."""
        form = self._forms.get(version_id)
        if form is None:
            questionnaire = in_languages(get_questionnaire(read_session(), version_id), voices().languages)
            form = self._forms[version_id] = Form(version_id, questionnaire, table_of(questionnaire))
        return form

    def current_form(self, now: datetime) -> Form:
        """The version in force, looked up at most once a second. Problem before the first publication."""
        if self._current is None or now >= self._current[1]:
            version = find_current(read_session())
            if version is None:
                raise Problem("closed", 503)
            self._current = (version.id, now + FORM_FRESH)
        return self.form(self._current[0])

    def new_key(self, point: Place, now: datetime) -> str:
        return make_key(self.secret, point.token, os.urandom(NONCE), now)

    def read_key(self, point: Place, text: str | None) -> SheetKey | None:
        return read_key(self.secret, point.token, text or "")

    def opened_sheet(self, point: Place, key: SheetKey, form: Form, lang: str) -> OpenedSheet:
        """What is known of a sheet before its first tap."""
        return OpenedSheet(
            id=sheet_id(self.secret, key),
            unit_id=point.unit_id,
            counter_id=point.counter_id,
            channel=Channel.QR,
            version_id=form.version_id,
            receipt=receipt_for(self.secret, key),
            block=form.questionnaire.draw_block(key.nonce),
            lang=lang,
            opened_at=key.opened_at,
            flags=(Flag.REVOKED_CODE,) if point.revoked_at else (),
        )

    def shell(self, template: str, lang: str, identity: Any, more: Callable[[], dict[str, Any]]) -> bytes:
        """The page with its marks. `identity` (hashable) says all that its words depend on; `more` gives the rest."""
        heard = self.heard(lang)
        known = (template, lang, identity, self._mark(lang, heard))
        shell = self._shells.get(known)
        if shell is None:
            shell = self.render(template, lang, key=KEY_MARK, receipt=RECEIPT_MARK, heard=heard, **more())
            if len(self._shells) >= SHELLS_KEPT:
                self._shells.clear()
            self._shells[known] = shell
        return shell

    def render(self, template: str, lang: str, **more: Any) -> bytes:
        """A page in the survey's own small layout."""
        return render_template(f"answers/{template}", t=texts_in(lang), css=self.css_version, **more).encode()

    def forget_pages(self) -> None:
        """After the languages were read anew."""
        self._forms.clear()
        self._shells.clear()

    def heard(self, lang: str) -> Mapping[str, str]:
        """Prompt → address of what can be heard in a language."""
        return audio_urls(lang)

    def _mark(self, lang: str, heard: Mapping[str, str]) -> int:
        """A number for what can be heard, made anew only when it changes: another recording is another page."""
        seen = self._heard.get(lang)
        if seen is None or seen[0] is not heard:
            seen = self._heard[lang] = (heard, hash(frozenset(heard.items())))
        return seen[1]


def splice(shell: bytes, key: str, receipt: str = "") -> bytes:
    """The page of one sheet."""
    return shell.replace(KEY_MARK.encode(), key.encode()).replace(RECEIPT_MARK.encode(), receipt.encode())


def desk() -> Desk:
    return cast(Desk, current_app.extensions[EXTENSION])


def store_answers() -> bool:
    """Off only while `tests/bench` measures what storing costs."""
    return settings().store_answers


def prepare_desk(app: Flask) -> None:
    """Give the app its desk, with the secret of this installation's keys."""
    with app.app_context():
        secret = sealer().derive("survey-key")
        prepare_voices(app, settings().language_folder)
    css = Path(str(app.static_folder)) / "survey.css"
    app.extensions[EXTENSION] = Desk(secret, hashlib.sha256(css.read_bytes()).hexdigest()[:8])
