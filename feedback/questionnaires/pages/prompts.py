"""`/phieu-hoi/doc-to`: every prompt of a language with its sound; an office's own voice in its place, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from feedback.foundation import clock
from feedback.foundation.access import actor, allow
from feedback.foundation.engine import current, read_session
from feedback.foundation.errors import Invalid, NotFound
from feedback.questionnaires import actions, queries
from feedback.questionnaires.pages.blueprint import Tongue, pages, tongues
from feedback.questionnaires.pages.sections import sections_of
from feedback.questionnaires.queries import Replaced
from feedback.questionnaires.rules import PUBLISH_QUESTIONNAIRES
from feedback.questionnaires.rules.prompts import printed_texts, prompt_order
from feedback.questionnaires.rules.sounds import LARGEST, check_recording

DEFAULT = "vi"
READ_AT_MOST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """One prompt of the page. `url` is empty while it cannot be heard; `guide`: what to say, where only Vietnamese is
    known; `outdated`: recorded before the wording in force was published.
    """

    key: str
    text: str
    guide: str
    url: str
    replaced: Replaced | None
    outdated: bool


@pages.get("/phieu-hoi/doc-to")
@allow(PUBLISH_QUESTIONNAIRES)
def prompt_list() -> str:
    lang = request.args.get("tieng", DEFAULT)
    return _page(lang if lang in tongues() else DEFAULT)


@pages.post("/phieu-hoi/doc-to/<lang>/<key>")
@allow(PUBLISH_QUESTIONNAIRES)
def replace(lang: str, key: str) -> Any:
    """Take an office's recording. What is wrong with the file is said beside its prompt."""
    _known(lang)
    who, now, sent = actor(), clock.now(), request.files.get("ban_ghi")
    try:
        sound = check_recording(sent.read(READ_AT_MOST) if sent else b"")
    except Invalid as refusal:
        return _page(lang, {key: refusal.message}), refusal.status
    new = current().run(
        lambda session: actions.replace_prompt(session, actor=who, now=now, lang=lang, key=key, sound=sound)
    )
    queries.sound_book().forget()
    flash("Đã thay bản đọc. Người dân nghe bản mới ngay từ bây giờ." if new else "Bản ghi này đang được dùng rồi.")
    return _back_to(lang, key)


@pages.post("/phieu-hoi/doc-to/<lang>/<key>/co-san")
@allow(PUBLISH_QUESTIONNAIRES)
def restore(lang: str, key: str) -> Any:
    """Take the recording away again."""
    _known(lang)
    who, now = actor(), clock.now()
    current().run(lambda session: actions.restore_prompt(session, actor=who, now=now, lang=lang, key=key))
    queries.sound_book().forget()
    flash("Đã bỏ bản ghi của cơ quan.")
    return _back_to(lang, key)


def _known(lang: str) -> None:
    if lang not in tongues():
        raise NotFound("Trang người dân không có tiếng này. Xem các tiếng đang có ở trang Phiếu hỏi.")


def _back_to(lang: str, key: str) -> Any:
    return redirect(url_for("questionnaires.prompt_list", tieng=lang, _anchor=f"cau-{key}"), 303)


def _page(lang: str, problems: Mapping[str, str] | None = None) -> str:
    lines = _lines(lang)
    return render_template(
        "questionnaires/prompts.html",
        lang=DEFAULT,
        tongue=lang,
        languages=tongues(),
        sections=sections_of(lines),
        lines=lines,
        problems=problems or {},
        audible=sum(1 for line in lines.values() if line.url),
        recorded=sum(1 for line in lines.values() if line.replaced),
        largest=LARGEST,
        may_change=actor().units_for(PUBLISH_QUESTIONNAIRES) is None,
    )


def _lines(lang: str) -> dict[str, Line]:
    """Every prompt in the order in which it is asked."""
    session = read_session()
    asked, version = queries.questionnaire_in_force(session), queries.find_current(session)
    said, vietnamese = queries.say_prompts(asked, lang), queries.say_prompts(asked, DEFAULT)
    printed = {key: text.get(lang, "") for key, text in printed_texts(asked).items()}
    urls, replaced, tongue = queries.audio_urls(lang), queries.list_replaced(session, lang), tongues()[lang]
    since = version.published_at if version else None
    return {
        key: Line(
            key=key,
            text=_words(key, said, printed, tongue),
            guide="" if key in said else vietnamese[key],
            url=urls.get(key, ""),
            replaced=replaced.get(key),
            outdated=bool(since and key in replaced and replaced[key].at < since),
        )
        for key in prompt_order(asked)
    }


def _words(key: str, said: Mapping[str, str], printed: Mapping[str, str], tongue: Tongue) -> str:
    """What is said; in a language nobody speaks here by machine, what is printed."""
    return said.get(key) or printed.get(key) or tongue.texts.get(key.replace("tablet.items", "courtesy.items"), "")
