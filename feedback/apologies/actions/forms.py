"""Adding a province's own form and choosing a unit's; an edition once kept never changes, used or not."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from feedback.apologies.queries.forms import forms, get_form, setting_of
from feedback.apologies.rules import CHOOSE_FORMS, USE_WORDS, Form
from feedback.apologies.rules.own_forms import read_form, write_form
from feedback.apologies.tables import OwnForm
from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.errors import Conflict, Forbidden, Invalid
from feedback.foundation.text import whole
from feedback.organisation.actions import set_setting
from feedback.outbox.actions.once import insert_once

FEWEST_SOURCE = 10


def add_form(session: Session, *, actor: Actor, now: datetime, text: str) -> Form:
    """Keep a form of one's own; where its key is known this is its next edition: what is kept is never changed.

    Invalid names what is wrong in the text; Conflict for a key of the program; Forbidden without the right everywhere.
    """
    _check_may(actor, None)
    form = read_form(text)
    if form.key in forms():
        raise Conflict(f"“{form.key}” là mẫu có sẵn của chương trình, không thay được. Hãy đặt tên ngắn (key) khác.")
    last = session.scalars(
        select(OwnForm).where(OwnForm.key == form.key).order_by(OwnForm.edition.desc()).limit(1)
    ).first()
    if last is not None and last.use != form.use:
        raise Conflict(f"Mẫu “{form.key}” đã dùng cho {USE_WORDS[last.use]}. Hãy đặt tên ngắn (key) khác.")
    written = write_form(form)
    if last is not None and last.text == written:
        raise Conflict(f"Mẫu này giống hệt bản {last.edition} đang có nên không thêm.")
    edition = 1 if last is None else last.edition + 1
    values = {
        "key": form.key,
        "edition": edition,
        "use": form.use,
        "source": form.source,
        "dated": form.dated,
        "text": written,
        "added_by": actor.name,
        "added_at": now,
    }
    if not insert_once(session, OwnForm, ("key", "edition"), values):
        raise Conflict("Người khác vừa thêm một bản của mẫu này. Hãy tải lại trang rồi thử lại.")
    _note(session, actor, now, "apology.form_add", f"{form.key}/{edition}", None)
    return get_form(session, f"{form.key}/{edition}")


def choose_form(
    session: Session, *, actor: Actor, now: datetime, unit_id: int | None, reference: str, why: str
) -> None:
    """From now on the unit (None: everybody without an own choice) prints on that form; `why` is the ground in law."""
    _check_may(actor, unit_id)
    form = get_form(session, reference)
    source = _source(why)
    set_setting(
        session, actor=actor, now=now, unit_id=unit_id, key=setting_of(form.use), value=form.reference, source=source
    )


def mark_used(session: Session, reference: str, now: datetime) -> None:
    """Note when the first notice was printed from that edition of an own form."""
    key, _, edition = reference.partition("/")
    if (number := whole(edition)) is None:
        return
    mine = (OwnForm.key == key) & (OwnForm.edition == number)
    session.execute(update(OwnForm).where(mine, OwnForm.first_used_at.is_(None)).values(first_used_at=now))


def _check_may(actor: Actor, unit_id: int | None) -> None:
    units = actor.units_for(CHOOSE_FORMS)
    if units is not None and unit_id not in units:
        raise Forbidden("Chỉ quản trị của đơn vị ấy được chọn mẫu; mẫu chung cho mọi đơn vị do quản trị toàn hệ thống.")


def _source(why: str) -> str:
    if len(why.strip()) < FEWEST_SOURCE:
        raise Invalid("Hãy ghi căn cứ chọn mẫu: số, ngày của văn bản hoặc ý kiến chỉ đạo, ít nhất mười chữ cái.")
    return why.strip()[:400]


def _note(session: Session, actor: Actor, now: datetime, verb: str, label: str, unit_id: int | None) -> None:
    note(
        session,
        actor=actor,
        now=now,
        verb=verb,
        object_kind="apology_form",
        object_id=label,
        object_label=label,
        unit_id=unit_id,
        detail={},
    )
