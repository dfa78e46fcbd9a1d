"""The export a province would hand over, read back by the same door."""

from __future__ import annotations

from datetime import datetime

from feedback.demo.actions.files import COLUMNS, _export, _row
from feedback.demo.rules import PlannedFile, communes

FILE = PlannedFile(
    code="H99.99.01-261116-0001",
    commune=communes()[0],
    procedure="2.000815",
    received=datetime(2026, 11, 16, 8, 5),
    due=datetime(2026, 11, 16, 17),
    finished=datetime(2026, 11, 17, 9),
    status="Đã trả kết quả",
    applicant="Nguyễn Văn Mẫu",
    email="",
    told=True,
)


def told(until: datetime) -> dict[str, object]:
    return dict(zip(COLUMNS, _row(1, FILE, until), strict=True))


def test_before_it_is_finished_the_export_does_not_know_the_end():
    row = told(datetime(2026, 11, 16, 17, 15))
    assert row["Trạng thái"] == "Đang xử lý"
    assert row["Ngày có kết quả"] == ""


def test_after_that_it_does():
    row = told(datetime(2026, 11, 17, 17, 15))
    assert row["Trạng thái"] == "Đã trả kết quả"
    assert row["Ngày có kết quả"] == "17/11/2026 09:00"
    assert row["Ngày hẹn trả"] == "16/11/2026 17:00"


def test_the_export_looks_like_one_with_mark_and_semicolons():
    content = _export([_row(1, FILE, datetime(2026, 11, 17, 17, 15))])
    assert content.startswith(b"\xef\xbb\xbfSTT;")
    assert content.endswith(b"\r\n")
