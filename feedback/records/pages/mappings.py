"""Pages of saved columns: say what the columns of an export are, see which readings are saved, forget one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from feedback.foundation import clock
from feedback.foundation.access import actor, allow, require
from feedback.foundation.engine import current, read_session, sealer, settings
from feedback.foundation.errors import Forbidden, Invalid, NotFound
from feedback.foundation.spreadsheets import Book, open_book
from feedback.foundation.text import whole
from feedback.organisation.queries import unit_names
from feedback.records import actions
from feedback.records.actions.asking import Asked, get_asked, read_on
from feedback.records.actions.keeping import drop_upload, keep_upload
from feedback.records.actions.mappings import forget_mapping, look_at, save_mapping
from feedback.records.actions.reading import UnknownColumns, Upload
from feedback.records.pages.files import pages
from feedback.records.queries.mappings import get_mapping, list_mapping_lines, list_mappings, mapping_for
from feedback.records.rules import IMPORT_RECORDS, ROLE_WORDS, STATE_WORDS, ColumnMapping, DateOrder, Role, State
from feedback.records.rules.columns import is_handing_in, role_of
from feedback.records.rules.guessing import Looked
from feedback.records.rules.mappings import ORDER_WORDS, missing_words

FOR_EVERYBODY = "Mẫu cột này dùng chung cho mọi đơn vị; chỉ người nhập được cho mọi đơn vị mới bỏ được."
NEW_WORDS = "Cột trạng thái có chữ chưa biết. Xin chọn nghĩa của từng chữ, hoặc để “tự suy ra”, rồi ghi nhớ."


def folder() -> Path:
    """Where uploads wait."""
    return settings().home


def _home(upload: Upload) -> int | None:
    """The unit whose saved columns come first: the one chosen, else the person's own; None for all units."""
    mine = actor().units_for(IMPORT_RECORDS)
    if upload.unit_id is not None or mine is None:
        return upload.unit_id
    return min(mine, default=None)


def at_home(upload: Upload) -> Upload:
    """The upload, to be read with the saved columns of the person's own unit first."""
    return replace(upload, home=_home(upload))


def keep_for_columns(upload: Upload, import_id: int | None) -> None:
    """Keep the upload of a preview, so that its columns can still be told otherwise."""
    if import_id is not None:
        keep_upload(folder(), sealer(), upload, actor=actor(), import_id=import_id)


def ask_for_columns(upload: Upload, unknown: UnknownColumns) -> Any:
    """To the page that asks what the columns are; back to the first one where nothing could be titles."""
    try:
        look_at(read_session(), open_book(upload.content))
    except Invalid:
        flash(unknown.message, "error")
        return redirect(url_for("records.import_form"), 303)
    mark = keep_upload(folder(), sealer(), upload, actor=actor())
    return redirect(url_for("records.columns_form", mark=mark), 303)


@pages.get("/ho-so/nhap/cot/<mark>")
@allow(IMPORT_RECORDS)
def columns_form(mark: str) -> Any:
    """What the columns of this upload may be, for a clerk to say what they are."""
    return _form(mark, _asked(mark), request.args)


def _asked(mark: str) -> Asked:
    return get_asked(read_session(), folder(), sealer(), mark, actor=actor())


def _form(mark: str, about: Asked, asked: MultiDict[str, str], refusal: str = "") -> Any:
    session = read_session()
    try:
        looked = _chosen(about, asked) if refusal else _look(about, about.open(), asked)
    except Invalid as unreadable:
        flash(unreadable.message, "error")
        back = url_for("records.columns_form", mark=mark) if asked.get("dong") else url_for("records.import_form")
        return redirect(back, 303)
    told = mapping_for(session, looked.keys, _home(about.upload))
    return render_template(
        "records/columns.html",
        mark=mark,
        upload=about.upload,
        waiting=about.import_id,
        looked=looked,
        told=told,
        names=sorted({each.name for each in list_mappings(session)}),
        chosen=_roles(looked, asked) if refusal else looked.roles,
        said=_statuses(looked, asked) if refusal else {word: state for word, state in looked.statuses if state},
        asked=asked,
        refusal=refusal,
        known=not missing_words([role for title in looked.titles if (role := role_of(title))]),
        handed_in=_instead_of_receipt(looked),
        roles=ROLE_WORDS,
        orders=ORDER_WORDS,
        states=STATE_WORDS,
    )


def _instead_of_receipt(looked: Looked) -> list[str]:
    """Titles of days of handing in, where no column is known to tell the receipt: a person may take one for it."""
    known = any(role_of(title) is Role.RECEIVED for title in looked.titles)
    return [] if known else [title for title in looked.titles if is_handing_in(title)]


def _look(about: Asked, book: Book, asked: MultiDict[str, str]) -> Looked:
    depth = whole(asked.get("so_dong", ""))
    return look_at(
        read_session(),
        book,
        row=whole(asked.get("dong", "")),
        depth=depth if depth in (1, 2) else None,
        home=_home(about.upload),
    )


def _chosen(about: Asked, form: MultiDict[str, str]) -> Looked:
    """The sheet with its columns as they were chosen in the form."""
    book = about.open()
    looked = _look(about, book, form)
    return look_at(read_session(), book, row=looked.row, depth=looked.rows, chosen=_roles(looked, form))


def _roles(looked: Looked, form: MultiDict[str, str]) -> dict[str, Role]:
    """Key → role as chosen; a column left at “không dùng” is not there."""
    given = {column.key: form.get(f"cot_{column.number}", "") for column in looked.columns}
    return {key: Role(role) for key, role in given.items() if role in set(Role)}


def _statuses(looked: Looked, form: MultiDict[str, str]) -> dict[str, State]:
    given = {word: form.get(f"trang_thai_{at}", "") for at, (word, _) in enumerate(looked.statuses)}
    return {word: State(state) for word, state in given.items() if state in set(State)}


@pages.post("/ho-so/nhap/cot/<mark>")
@allow(IMPORT_RECORDS)
def columns_save(mark: str) -> Any:
    """Remember what was said, and read the upload with it: its preview follows."""
    about = _asked(mark)
    try:
        looked = _chosen(about, request.form)
        if looked.statuses and whole(request.form.get("da_hoi", "")) != looked.status_column:
            return _form(mark, about, request.form, NEW_WORDS)
        saved = _save(about, looked, request.form)
    except Invalid as refusal:
        return _form(mark, about, request.form, refusal.message)
    flash(f"Đã ghi nhớ cách đọc cột của “{saved.name}” (phiên bản {saved.version}).")
    if about.import_id is not None:
        return redirect(url_for("records.import_page", import_id=about.import_id), 303)
    return _read_again(mark, about.upload)


def _save(about: Asked, looked: Looked, form: MultiDict[str, str]) -> ColumnMapping:
    """In one work with letting a large import be read on."""
    who, now, home, order = actor(), clock.now(), _home(about.upload), form.get("thu_tu", "")

    def work(session: Session) -> ColumnMapping:
        if about.import_id is not None:
            read_on(session, actor=who, now=now, import_id=about.import_id)
        return save_mapping(
            session,
            actor=who,
            now=now,
            name=form.get("ten", ""),
            unit_id=home,
            looked=looked,
            roles=_roles(looked, form),
            order=DateOrder(order) if order in set(DateOrder) else DateOrder.DAY_FIRST,
            statuses=_statuses(looked, form),
        )

    return current().run(work)


def _read_again(mark: str, upload: Upload) -> Any:
    who, now = actor(), clock.now()
    try:
        outcome = actions.prepare_import(current(), sealer=sealer(), actor=who, now=now, upload=at_home(upload))
    except Invalid as refusal:
        flash(refusal.message, "error")
        return redirect(url_for("records.import_form"), 303)
    keep_for_columns(upload, outcome.import_id)
    _give_up(mark)
    return redirect(url_for("records.import_page", import_id=outcome.import_id), 303)


def _give_up(mark: str) -> None:
    """The earlier preview of this upload, if there was one, was read otherwise."""
    who, old = actor(), whole(mark)
    if old is not None:
        try:
            current().run(lambda session: actions.discard_import(session, actor=who, import_id=old))
        except NotFound:
            return  # Confirmed meanwhile: it stays.
    drop_upload(folder(), mark)


# ── what is saved ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pages.get("/ho-so/nhap/mau-cot")
@allow(IMPORT_RECORDS)
def mapping_list() -> str:
    session = read_session()
    lines = list_mapping_lines(session, units=actor().units_for(IMPORT_RECORDS))
    return render_template(
        "records/mappings.html",
        lines=lines,
        units=unit_names(session, {line.unit_id for line in lines if line.unit_id}),
        roles=ROLE_WORDS,
        orders=ORDER_WORDS,
        states=STATE_WORDS,
    )


@pages.post("/ho-so/nhap/mau-cot/<int:mapping_id>/bo")
@allow(IMPORT_RECORDS)
def mapping_forget(mapping_id: int) -> Any:
    who, now = actor(), clock.now()
    line = get_mapping(read_session(), mapping_id)
    if line.unit_id is None and who.units_for(IMPORT_RECORDS) is not None:
        raise Forbidden(FOR_EVERYBODY)
    require(IMPORT_RECORDS, line.unit_id)
    current().run(lambda session: forget_mapping(session, actor=who, now=now, mapping_id=mapping_id))
    flash(f"Đã bỏ mẫu cột “{line.mapping.name}”. Các lần nhập đã đọc bằng mẫu này giữ nguyên.")
    return redirect(url_for("records.mapping_list"), 303)
