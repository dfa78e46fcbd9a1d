"""An edition as files, ready to be written or attached."""

from __future__ import annotations

from dataclasses import dataclass

from feedback.foundation.text import fold
from feedback.reports.documents.html import weekly_html
from feedback.reports.documents.pdf import weekly_pdf
from feedback.reports.exports.xlsx import weekly_xlsx
from feedback.reports.rules.numbers import WeekNumbers

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Paper:
    """A file: its name, what it is, its bytes."""

    name: str
    media_type: str
    content: bytes


def file_stem(numbers: WeekNumbers) -> str:
    """bao-cao-2026-W46-19702-xa-hai-lang."""
    name = "-".join("".join(c if c.isalnum() else " " for c in fold(numbers.scope.name)).split())
    return f"bao-cao-{numbers.week}-{numbers.scope.code}-{name}"


def pdf_paper(numbers: WeekNumbers, sha256: str) -> Paper:
    return Paper(f"{file_stem(numbers)}.pdf", PDF, weekly_pdf(numbers, sha256))


def xlsx_paper(numbers: WeekNumbers, sha256: str) -> Paper:
    return Paper(f"{file_stem(numbers)}.xlsx", XLSX, weekly_xlsx(numbers, sha256))


def html_paper(numbers: WeekNumbers, sha256: str) -> Paper:
    return Paper(f"{file_stem(numbers)}.html", HTML, weekly_html(numbers, sha256).encode())
