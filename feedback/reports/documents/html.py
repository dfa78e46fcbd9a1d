"""The report as HTML: a file that stands alone, and the letter that carries it. The website's page shares the body."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from feedback.foundation.files import ROOT
from feedback.reports.documents.drawings import drawings
from feedback.reports.documents.lines import report
from feedback.reports.rules.numbers import WeekNumbers

MOST_ROWS = 24
"""Longer tables stay out of the letter: it is to be read in two minutes."""

STYLES = ("site.css", "reports.css")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's subject, its body as HTML and as plain text."""

    subject: str
    html: str
    text: str


@cache
def templates() -> Environment:
    """Without a website: commands and jobs print too. Plain text stays as it is; a reader would see &amp; there."""
    return Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _css() -> str:
    return "\n".join((ROOT / "feedback" / "static" / name).read_text(encoding="utf-8") for name in STYLES)


def weekly_html(numbers: WeekNumbers, sha256: str) -> str:
    """A page to keep as a file: styles inside, no script, nothing fetched from anywhere."""
    return (
        templates()
        .get_template("reports/file.html")
        .render(report=report(numbers, sha256), drawings=drawings(numbers), css=_css())
    )


def weekly_letter(weeks: list[tuple[WeekNumbers, str, str]], *, person_name: str, late: bool) -> Letter:
    """One letter about all scopes of a leader, (numbers, sha256, link) each: two minutes to read, papers attached."""
    reports = [(report(numbers, sha256), link) for numbers, sha256, link in weeks]
    first = reports[0][0]
    more = f" và {len(reports) - 1} báo cáo khác" if len(reports) > 1 else ""
    sample = "[DỮ LIỆU MẪU] " if first.sample else ""
    data = {"reports": reports, "person_name": person_name, "late": late, "most_rows": MOST_ROWS}
    return Letter(
        subject=f"{sample}{'[Gửi muộn] ' if late else ''}{first.title} – {first.scope}{more}",
        html=templates().get_template("mail/weekly_report.html").render(data),
        text=templates().get_template("mail/weekly_report.txt").render(data),
    )
