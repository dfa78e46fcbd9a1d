"""The forms of records: the upload of the import page, moments entered by hand."""

from __future__ import annotations

import os
from datetime import datetime
from typing import IO

from werkzeug.datastructures import FileStorage, ImmutableMultiDict

from feedback.foundation.clock import parse_local
from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets.reading import MAX_FILE
from feedback.foundation.text import whole
from feedback.records.actions import SMALL, Upload


def read_upload(
    form: ImmutableMultiDict[str, str], files: ImmutableMultiDict[str, FileStorage], now: datetime
) -> Upload:
    """The uploaded register. Fields: `tep` (file), `don_vi` (unit id or ""), `tinh_den` (local time or "")."""
    file = files.get("tep")
    if file is None or not file.filename:
        raise Invalid("Chưa chọn tệp. Xin chọn tệp .xlsx hoặc .csv xuất từ phần mềm một cửa.")
    content = file.stream.read(MAX_FILE + 1)
    return Upload(file.filename, content, _as_of(form.get("tinh_den", ""), now), _unit(form.get("don_vi", "")))


def read_large_upload(
    form: ImmutableMultiDict[str, str], files: ImmutableMultiDict[str, FileStorage], now: datetime
) -> tuple[Upload, IO[bytes]] | None:
    """An upload too large to be read at once: its facts without its content, and its bytes. None for any other."""
    file = files.get("tep")
    if file is None or not file.filename:
        return None
    size = file.stream.seek(0, os.SEEK_END)
    file.stream.seek(0)
    if size <= SMALL:
        return None
    facts = Upload(file.filename, b"", _as_of(form.get("tinh_den", ""), now), _unit(form.get("don_vi", "")))
    return facts, file.stream


def _as_of(text: str, now: datetime) -> datetime:
    if not text.strip():
        return now
    try:
        as_of = parse_local(text)
    except ValueError as error:
        raise Invalid("Thời điểm tính chưa đúng. Xin ghi ngày và giờ, hoặc để trống để lấy lúc này.") from error
    if as_of > now:
        raise Invalid("Thời điểm tính không thể ở tương lai. Xin để trống để lấy lúc này.")
    return as_of


def _unit(text: str) -> int | None:
    return whole(text)


def read_moment(text: str, what: str) -> datetime | None:
    """A local date and time as an aware moment; None when left empty. `what` names the field in the refusal."""
    if not text.strip():
        return None
    try:
        return parse_local(text)
    except ValueError as error:
        raise Invalid(f"Không đọc được {what}. Xin ghi ngày và giờ, ví dụ 2026-11-20T09:30.") from error
