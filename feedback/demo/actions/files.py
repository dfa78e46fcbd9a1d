"""The sample's files, handed over the way a province hands them over: an export a day, imported like any other."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime

from feedback.demo.rules import PlannedFile
from feedback.foundation.actors import SYSTEM
from feedback.foundation.clock import LOCAL
from feedback.foundation.engine import Store
from feedback.records.actions import Upload, import_file

COLUMNS = (
    "STT",
    "Mã hồ sơ",
    "Mã TTHC",
    "Chủ hồ sơ",
    "Địa chỉ",
    "Số điện thoại",
    "Email",
    "Ngày tiếp nhận",
    "Ngày hẹn trả",
    "Ngày có kết quả",
    "Trạng thái",
    "Đơn vị tiếp nhận",
)


def import_day(store: Store, files: Iterable[PlannedFile], until: datetime, name: str) -> int:
    """Import what the one-stop software knows of these files at `until` (local, naive); how many rows."""
    rows = [_row(number, file, until) for number, file in enumerate(files, start=1)]
    if rows:
        as_of = until.replace(tzinfo=LOCAL)
        upload = Upload(name=name, content=_export(rows), as_of=as_of)
        import_file(store.database, sealer=store.sealer, actor=SYSTEM, now=as_of, upload=upload)
    return len(rows)


def _row(number: int, file: PlannedFile, until: datetime) -> tuple[object, ...]:
    done = file.finished is not None and file.finished <= until
    closed = file.finished is None and file.status != "Đã trả kết quả"
    status = file.status if done or closed else "Đang xử lý"
    return (
        number,
        file.code,
        file.procedure,
        file.applicant,
        f"Thôn Thử {number % 9 + 1}, {file.commune.name}",
        "0900 000 00" + str(number % 10),
        file.email,
        _written(file.received),
        _written(file.due) if file.due else "",
        _written(file.finished) if done and file.finished else "",
        status,
        f"UBND {file.commune.name}",
    )


def _written(moment: datetime) -> str:
    return f"{moment:%d/%m/%Y %H:%M}"


def _export(rows: list[tuple[object, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()
