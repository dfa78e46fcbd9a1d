"""Pages of importing: choose a file, see what it would do, confirm, offer rejected rows again."""

from __future__ import annotations

from datetime import datetime
from typing import IO, Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from feedback.foundation import clock
from feedback.foundation.access import actor, allow
from feedback.foundation.engine import current, read_session, sealer, settings
from feedback.foundation.errors import Invalid
from feedback.foundation.pages import page_number
from feedback.organisation.queries import list_units
from feedback.records import actions, queries
from feedback.records.actions import Spool, Upload
from feedback.records.actions.asking import has_first_rows
from feedback.records.actions.keeping import has_upload
from feedback.records.actions.reading import UnknownColumns
from feedback.records.actions.storing import raw_binding
from feedback.records.forms import read_large_upload, read_upload
from feedback.records.pages.files import PER_PAGE, pages
from feedback.records.pages.mappings import ask_for_columns, at_home, folder, keep_for_columns
from feedback.records.queries import ImportHead, Progress, RowLine
from feedback.records.rules import (
    IGNORED_WORDS,
    IMPORT_RECORDS,
    ROLE_WORDS,
    WORDS,
)
from feedback.records.rules.progress import PHASE_WORDS, WAITING, Phase, say_left
from feedback.records.rules.raw import unpack
from feedback.records.rules.wording import Conversion, conversions

OUTCOMES = {
    "rejected": "Bị từ chối",
    "accepted_with_warning": "Nhận kèm cảnh báo",
    "accepted": "Nhận",
    "ignored": "Bỏ qua",
}


@pages.get("/ho-so/nhap")
@allow(IMPORT_RECORDS)
def import_form() -> str:
    session, who = read_session(), actor()
    units = list_units(session, clock.local_day(clock.now()), ids=who.units_for(IMPORT_RECORDS))
    mine = None if who.units_for(IMPORT_RECORDS) is None else who.login
    return render_template("records/import.html", units=units, imports=queries.list_imports(session, actor_login=mine))


@pages.post("/ho-so/nhap")
@allow(IMPORT_RECORDS)
def import_upload() -> Any:
    now = clock.now()
    try:
        large = read_large_upload(request.form, request.files, now)
        if large is not None:
            return _take_large(*large, now)
        upload = at_home(read_upload(request.form, request.files, now))
        outcome = actions.prepare_import(current(), sealer=sealer(), actor=actor(), now=now, upload=upload)
    except UnknownColumns as unknown:
        return ask_for_columns(upload, unknown)
    except Invalid as refusal:
        flash(refusal.message, "error")
        return redirect(url_for("records.import_form"), 303)
    keep_for_columns(upload, outcome.import_id)
    return redirect(url_for("records.import_page", import_id=outcome.import_id), 303)


def _take_large(upload: Upload, source: IO[bytes], now: datetime) -> Any:
    spool = Spool.of(settings().home)
    begun = actions.begin_large(current(), spool, actor=actor(), now=now, upload=upload, source=source, at_once=False)
    if begun.known:
        flash("Đúng tệp này đã được nhập trước đó và từ đó không có lần nhập nào khác: không có gì mới.")
    return redirect(url_for("records.import_page", import_id=begun.import_id), 303)


@pages.get("/ho-so/nhap/<int:import_id>")
@allow(IMPORT_RECORDS)
def import_page(import_id: int) -> str:
    session, number = read_session(), page_number()
    actions.require_reach(session, actor(), import_id)
    head = queries.get_import(session, import_id)
    progress = queries.find_progress(session, import_id, clock.now())
    if progress is not None and progress.phase not in (Phase.LOOK, Phase.SETTLE):
        return _progress_page(head, progress)
    counts = queries.count_import_rows(session, import_id)
    asked = request.args.get("xem", "")
    shown = asked if asked in OUTCOMES else next((each for each in OUTCOMES if counts.get(each)), "ignored")
    rows = queries.list_import_rows(session, import_id, outcome=shown, skip=(number - 1) * PER_PAGE, take=PER_PAGE)
    return render_template(
        "records/preview.html",
        head=head,
        counts=counts,
        outcomes=OUTCOMES,
        shown=shown,
        rows=[(row, _told(import_id, row), _reasons(row)) for row in rows],
        page=number,
        pages=-(-counts.get(shown, 0) // PER_PAGE),
        may_change_columns=head.state != "visible" and _is_mine(head) and _is_kept(session, import_id),
        role_words=ROLE_WORDS,
    )


def _is_kept(session: Session, import_id: int) -> bool:
    """Whether what was handed in, or of a large register its first rows, can be looked at again."""
    return has_upload(folder(), import_id) or has_first_rows(session, folder(), import_id)


def _is_mine(head: ImportHead) -> bool:
    """Only who handed a register in may say what its columns are: its bytes are kept for that person alone."""
    return bool(head.actor_login) and actor().login == head.actor_login


def _progress_page(head: ImportHead, progress: Progress) -> str:
    return render_template(
        "records/progress.html",
        head=head,
        progress=progress,
        phase_words=PHASE_WORDS[progress.phase],
        left=say_left(progress.seconds_left),
        working=progress.phase not in WAITING,
        mine=_is_mine(head),
    )


def _told(import_id: int, row: RowLine) -> list[Conversion]:
    if row.sealed_raw is None:
        return []
    return conversions(unpack(sealer().open_json(row.sealed_raw, belongs_to=raw_binding(import_id, row.number))))


def _reasons(row: RowLine) -> list[str]:
    if row.outcome == "ignored":
        return [IGNORED_WORDS.get(row.effect, row.effect)]
    return [WORDS.get(reason, reason) for reason in row.reasons]


@pages.post("/ho-so/nhap/<int:import_id>/xac-nhan")
@allow(IMPORT_RECORDS)
def confirm(import_id: int) -> Any:
    who, now, seal = actor(), clock.now(), sealer()
    current().run(lambda session: actions.confirm_import(session, sealer=seal, actor=who, now=now, import_id=import_id))
    done = queries.find_progress(read_session(), import_id, now) is None
    flash("Đã nhập xong. Các hồ sơ trong tệp đã có trong hệ thống." if done else "Đã xác nhận; đang ghi hồ sơ.")
    return redirect(url_for("records.import_page", import_id=import_id), 303)


@pages.post("/ho-so/nhap/<int:import_id>/huy")
@allow(IMPORT_RECORDS)
def discard(import_id: int) -> Any:
    who = actor()
    current().run(lambda session: actions.discard_import(session, actor=who, import_id=import_id))
    flash("Đã hủy lần nhập này. Chưa có gì thay đổi.")
    return redirect(url_for("records.import_form"), 303)


@pages.post("/ho-so/nhap/<int:import_id>/thu-lai")
@allow(IMPORT_RECORDS)
def retry(import_id: int) -> Any:
    who, now = actor(), clock.now()
    actions.require_reach(read_session(), who, import_id)
    done = actions.retry_rejected(current(), sealer=sealer(), actor=who, now=now, import_id=import_id)
    taken = sum(outcome.counts["accepted"] for outcome in done)
    flash(f"Đã nhận thêm {taken} hồ sơ." if taken else "Chưa có dòng nào nhận được thêm; lý do vẫn ghi ở từng dòng.")
    return redirect(url_for("records.import_page", import_id=import_id), 303)
