"""The report as PDF (PDF/A-2a, PDF/UA-1): the same bytes for the same edition."""

from __future__ import annotations

from typing import Any

from feedback.foundation.documents import compile_pdf
from feedback.reports.documents.cells import Report, Table
from feedback.reports.documents.drawings import drawings
from feedback.reports.documents.lines import report
from feedback.reports.rules.numbers import WeekNumbers

FONT = "Tinos"


def weekly_pdf(numbers: WeekNumbers, sha256: str) -> bytes:
    return compile_pdf("weekly", pdf_data(numbers, sha256), timestamp=numbers.cut_off)


def pdf_data(numbers: WeekNumbers, sha256: str) -> dict[str, Any]:
    """What templates/documents/weekly.typ prints."""
    printed: Report = report(numbers, sha256)
    return {
        "title": printed.title,
        "scope": printed.scope,
        "period": printed.period,
        "provisional": printed.provisional,
        "sample": printed.sample,
        "facts": [
            {"label": fact.label, "value": fact.value, "detail": fact.detail, "note": fact.note}
            for fact in printed.facts
        ],
        "drawings": [
            {"title": each.title, "svg": each.svg, "words": each.words} for each in drawings(numbers, font=FONT)
        ],
        "tables": [_table(table) for table in printed.tables],
        "notes": list(printed.notes),
        "imprint": printed.imprint,
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "note": table.note,
        "columns": list(table.columns),
        "wordy": sorted(table.wordy),
        "rows": [[cell.text for cell in row] for row in table.rows],
    }
