"""The workbook beyond its figures: it opens clean, charts show only what is shown."""

from __future__ import annotations

import io
import zipfile

import openpyxl

from feedback.reports.exports.xlsx import weekly_xlsx
from tests.reports.samples import numbers

MARK = "cd" * 32


def test_every_sheet_names_its_scope_and_week() -> None:
    book = openpyxl.load_workbook(io.BytesIO(weekly_xlsx(numbers(2, 5, sample=True), MARK)))
    for sheet in book.worksheets[:-1]:
        assert "Địa bàn mẫu" in sheet["A1"].value
        assert sheet["A2"].value.startswith("DỮ LIỆU MẪU. Báo cáo tuần 46/2026.")


def test_charts_are_native_and_plot_no_hidden_row() -> None:
    content = weekly_xlsx(numbers(3), MARK)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if "charts/chart" in name]
    assert len(charts) == 3
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        hidden = [cell.row for cell in sheet["B"] if cell.value == "chưa đủ mẫu"]
        for chart in charts:
            assert not any(
                f"'{sheet.title}'!$B${row}," in chart or f"'{sheet.title}'!$B${row})" in chart for row in hidden
            )


def test_the_workbook_holds_no_macro_no_link_and_no_comment() -> None:
    with zipfile.ZipFile(io.BytesIO(weekly_xlsx(numbers(1, 4), MARK))) as archive:
        names = " ".join(archive.namelist())
    assert not any(word in names for word in ("vba", "externalLink", "comments"))
