"""The notice as paper: set by typst outside the transaction, approved inside only if it still says what is true."""

from datetime import datetime
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from feedback.apologies import actions, queries
from feedback.apologies.rules import Form, NoticeFacts, fill
from feedback.foundation.actors import Actor
from feedback.foundation.documents import compile_pdf, compile_png, qr_svg
from feedback.foundation.engine import Store
from feedback.foundation.errors import Conflict
from feedback.foundation.files import ROOT

TEMPLATE = "apology"
TRIES = 30
"""Heads of one unit approving at the same moment move each other's number; each try sees a newer one."""


def notice_pdf(form: Form, facts: NoticeFacts, *, information_copy: bool = False) -> bytes:
    """The notice for signing, or the copy that goes out by e-mail and says that it is only that."""
    return compile_pdf(TEMPLATE, _data(form, facts, information_copy), timestamp=facts.made_at)


def notice_png(form: Form, facts: NoticeFacts) -> bytes:
    """The first page as a picture, for looking at before approving."""
    return compile_png(TEMPLATE, _data(form, facts, False), timestamp=facts.made_at)


def _data(form: Form, facts: NoticeFacts, information_copy: bool) -> dict[str, Any]:
    data = fill(form, facts, information_copy=information_copy)
    return data | {"qr": qr_svg(facts.survey_url) if facts.survey_url else ""}


def survey_base(store: Store) -> str:
    """What the survey's code leads to; none where it would lead a citizen's phone to itself."""
    settings = store.settings
    return "" if settings.url_is_loopback and not settings.demo else settings.url


def preview_picture(store: Store, notice_id: int, now: datetime) -> bytes:
    """The paper as it would be if approved now."""
    form, facts = _preview(store, notice_id, now)
    return notice_png(form, facts)


def _preview(store: Store, notice_id: int, now: datetime) -> tuple[Form, NoticeFacts]:
    with store.database.read() as session:
        notice = queries.read_notice(session, notice_id)
        facts = queries.preview_facts(
            session,
            notice,
            queries.decision_of(notice),
            now=now,
            sealer=store.sealer,
            base_url=survey_base(store),
        )
        return queries.form_for(session, notice.unit_id), facts


def approve_notice(store: Store, *, actor: Actor, now: datetime, notice_id: int, version: int) -> int:
    """Set the paper, approve it, and set it anew when the number was taken meanwhile; returns the number.

    Setting takes some 30 ms and must not hold the one writer of the database: so it happens before, and the
    transaction compares every fact on the paper with what is true then. Refusals as in `actions.approve`.
    """
    for _ in range(TRIES):
        approval = _set(store, notice_id, now)
        try:
            return _approve(store, actor, now, notice_id, version, approval)
        except actions.FactsMoved:
            continue
    raise Conflict("Nhiều phiếu đang được duyệt cùng lúc. Chưa có gì bị ghi; xin thử lại sau ít giây.")


def _set(store: Store, notice_id: int, now: datetime) -> actions.Approval:
    form, facts = _preview(store, notice_id, now)
    copy = notice_pdf(form, facts, information_copy=True) if facts.applicant.email else b""
    return actions.Approval(facts, notice_pdf(form, facts), copy)


def _approve(
    store: Store, actor: Actor, now: datetime, notice_id: int, version: int, approval: actions.Approval
) -> int:
    return store.database.run(
        lambda session: actions.approve(
            session,
            actor=actor,
            now=now,
            notice_id=notice_id,
            version=version,
            decision=approval.facts.decision,
            approval=approval,
            sealer=store.sealer,
            base_url=survey_base(store),
        )
    )


def letter_text(unit: str, survey_url: str = "") -> str:
    """The words around the information copy, and where it can be said how one was served."""
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"), undefined=StrictUndefined, autoescape=select_autoescape()
    )
    return environment.get_template("mail/apology.txt").render(unit=unit, survey_url=survey_url)
