"""The report as XLSX: one visible sheet a table, the numbers as numbers, native charts, nothing hidden."""

from __future__ import annotations

import io
from typing import Any

from feedback.foundation.spreadsheets import new_workbook
from feedback.foundation.spreadsheets.writing import write_value
from feedback.reports.documents.cells import Cell, Report, Table
from feedback.reports.documents.lines import report
from feedback.reports.rules.numbers import WeekNumbers

TOP = 4
CHARTED = {"cac-tuan": "line", "4-xin-4-luon": "bar", "nam-yeu-to": "bar"}


def weekly_xlsx(numbers: WeekNumbers, sha256: str) -> bytes:
    """The workbook's bytes, the same for the same edition."""
    printed = report(numbers, sha256)
    stream = io.BytesIO()
    book = new_workbook(stream, made_at=numbers.cut_off)
    formats = _formats(book)
    for table in printed.tables:
        _write_table(book, book.add_worksheet(table.title[:31]), printed, table, formats)
    _write_notes(book.add_worksheet("Cách đọc"), printed, formats)
    book.close()
    return stream.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1}),
        "count": book.add_format({"num_format": "#,##0"}),
        "percent": book.add_format({"num_format": '0.00" %"'}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "right": book.add_format({"align": "right"}),
    }


def _write_table(book: Any, page: Any, printed: Report, table: Table, formats: dict[str, Any]) -> None:
    page.write_string(0, 0, f"{table.title} – {printed.scope}", formats["title"])
    page.write_string(1, 0, _subtitle(printed))
    page.write_string(2, 0, table.note)
    for at, title in enumerate(table.columns):
        page.set_column(at, at, 48 if at == 0 else 18)
        page.write_string(TOP - 1, at, title, formats["head"])
    for down, row in enumerate(table.rows, TOP):
        for at, cell in enumerate(row):
            write_value(page, down, at, *_typed(cell, formats, wordy=at in table.wordy))
    page.freeze_panes(TOP, 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    if table.key in CHARTED and table.rows:
        _add_chart(book, page, table)


def _subtitle(printed: Report) -> str:
    sample = "DỮ LIỆU MẪU. " if printed.sample else ""
    return " ".join(part for part in (f"{sample}{printed.title}. {printed.period}.", printed.provisional) if part)


def _typed(cell: Cell, formats: dict[str, Any], *, wordy: bool) -> tuple[Any, Any]:
    if cell.value is not None:
        return cell.value, formats["percent" if cell.percent else "count"]
    return cell.text, None if wordy else formats["right"]


def _add_chart(book: Any, page: Any, table: Table) -> None:
    """The shown figures over their names. Rows with a hidden share are left out: as text they would plot as zero."""
    shown = [TOP + down + 1 for down, row in enumerate(table.rows) if row[1].value is not None]
    if not shown:
        return
    kind = CHARTED[table.key]
    chart = book.add_chart({"type": kind})
    series: dict[str, Any] = {
        "name": table.columns[1],
        "categories": _cells(page.name, "A", shown),
        "values": _cells(page.name, "B", shown),
    }
    chart.add_series(series | ({"marker": {"type": "circle"}} if kind == "line" else {}))
    chart.set_title({"name": table.title})
    chart.set_legend({"none": True})
    axis = {"min": 0, "max": 100, "num_format": "0"}
    chart.set_y_axis(axis if kind == "line" else {"reverse": True})
    if kind == "bar":
        chart.set_x_axis(axis)
    page.insert_chart(TOP + len(table.rows) + 1, 0, chart, {"description": f"Biểu đồ {table.title}", "x_scale": 1.2})


def _cells(sheet: str, column: str, rows: list[int]) -> str:
    """One column of the rows (from 1), as a reference: a run where they follow each other, else a union."""
    if rows == list(range(rows[0], rows[-1] + 1)):
        return f"='{sheet}'!${column}${rows[0]}:${column}${rows[-1]}"
    return "=(" + ",".join(f"'{sheet}'!${column}${row}" for row in rows) + ")"


def _write_notes(page: Any, printed: Report, formats: dict[str, Any]) -> None:
    page.set_column(0, 0, 110)
    for at, line in enumerate((printed.title, printed.scope, printed.period, *printed.notes, printed.imprint)):
        page.write_string(at, 0, line, formats["wrap"])
