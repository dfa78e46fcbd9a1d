"""`/to-chuc/nap`: the organisation workbook: upload, look at what it would do, confirm."""

from __future__ import annotations

import hashlib
import re
from functools import partial
from pathlib import Path
from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from feedback.accounts.actions import Loaded, Undone, load_workbook
from feedback.accounts.exports import read_workbook_file, write_template
from feedback.accounts.forms import ConfirmForm, WorkbookForm
from feedback.accounts.pages.blueprint import pages
from feedback.accounts.rules import MANAGE_ACCOUNTS
from feedback.foundation import clock
from feedback.foundation.access import actor, allow
from feedback.foundation.engine import current, settings
from feedback.foundation.errors import Conflict, Invalid, Refused
from feedback.foundation.files import write_atomic
from feedback.foundation.text import clean
from feedback.organisation.rules import OUTCOME_WORDS, Outcome, describe

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DONE = (Outcome.NEW, Outcome.RENAMED, Outcome.CHANGED)
SHOWN = 1000
KEPT_SECONDS = 24 * 60 * 60


@pages.get("/to-chuc/mau")
@allow(MANAGE_ACCOUNTS)
def workbook_template() -> Response:
    """The template to fill in."""
    headers = {"Content-Disposition": 'attachment; filename="mau-to-chuc.xlsx"'}
    return Response(write_template(made_at=clock.now()), mimetype=SHEET_TYPE, headers=headers)


@pages.route("/to-chuc/nap", methods=["GET", "POST"])
@allow(MANAGE_ACCOUNTS)
def workbook() -> Any:
    """Upload, and then the preview: every row with its outcome."""
    form = WorkbookForm()
    if not form.validate_on_submit():
        return render_template("accounts/workbook.html", form=form, problem="")
    content = form.file.data.read()
    name = clean(Path(form.file.data.filename or "").name)[:120] or "to-chuc.xlsx"
    try:
        loaded = _run(content, name, keep=False)
    except Refused as refusal:
        return render_template("accounts/workbook.html", form=form, problem=refusal.message), refusal.status
    _sweep()
    if not loaded.errors:
        write_atomic(_kept(_digest(content)), content, mode=0o600)
    return _preview(loaded, content, name)


@pages.post("/to-chuc/nap/xac-nhan")
@allow(MANAGE_ACCOUNTS)
def confirm_workbook() -> Any:
    """Do what was shown, exactly; if the data has changed since, show it anew."""
    form = ConfirmForm()
    if not form.validate_on_submit():
        raise Invalid("Yêu cầu thiếu thông tin của tệp. Xin tải tệp lên lại.")
    path = _kept(form.digest.data)
    if not path.exists():
        raise Conflict("Tệp đã xem không còn trên máy chủ. Xin tải tệp lên lại.")
    content = path.read_bytes()
    name = clean(form.name.data or "to-chuc.xlsx")[:120]
    seen = _run(content, name, keep=False)
    if seen.errors or seen.fingerprint != form.fingerprint.data:
        return _preview(seen, content, name, changed=True), 409
    loaded = _run(content, name, keep=True)
    path.unlink(missing_ok=True)
    flash(f"Đã nạp {name}: {loaded.count(Outcome.NEW)} dòng mới, {loaded.count(*DONE[1:])} dòng thay đổi.", "good")
    return redirect(url_for("organisation.tree"))


def _run(content: bytes, name: str, *, keep: bool) -> Loaded:
    now = clock.now()
    reading = read_workbook_file(content)
    try:
        return current().run(
            partial(
                load_workbook,
                actor=actor(),
                now=now,
                day=clock.local_day(now),
                reading=reading,
                name=name,
                keep=keep,
            )
        )
    except Undone as undone:
        return undone.loaded


def _preview(loaded: Loaded, content: bytes, name: str, *, changed: bool = False) -> str:
    digest = _digest(content)
    told = [each for each in loaded.changes if each.outcome is not Outcome.UNCHANGED]
    return render_template(
        "accounts/workbook_preview.html",
        form=ConfirmForm(formdata=None, digest=digest, fingerprint=loaded.fingerprint, name=name),
        loaded=loaded,
        told=told[:SHOWN],
        left_out=max(0, len(told) - SHOWN),
        counts=[(outcome, words, loaded.count(outcome)) for outcome, words in OUTCOME_WORDS.items()],
        words=OUTCOME_WORDS,
        describe=describe,
        name=name,
        changed=changed,
    )


def _sweep() -> None:
    """Forget uploads that nobody confirmed within a day: they hold names and addresses."""
    for path in (settings().home / "uploads").glob("*.xlsx"):
        if clock.now().timestamp() - path.stat().st_mtime > KEPT_SECONDS:
            path.unlink(missing_ok=True)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _kept(digest: str) -> Path:
    """Where an upload waits for its confirmation, readable to the server alone."""
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise Invalid("Yêu cầu thiếu thông tin của tệp. Xin tải tệp lên lại.")
    return settings().home / "uploads" / f"{digest}.xlsx"
