"""The weekly report from the command line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from feedback.foundation import clock
from feedback.foundation.actors import SYSTEM
from feedback.foundation.commands import database, refusing, say_json
from feedback.foundation.files import write_atomic
from feedback.reports.actions import keep_edition
from feedback.reports.documents.cells import Report
from feedback.reports.documents.lines import report
from feedback.reports.exports.papers import html_paper, pdf_paper, xlsx_paper
from feedback.reports.queries.scopes import area_scope, unit_scope
from feedback.reports.queries.weekly import compute
from feedback.reports.rules.numbers import WeekNumbers, sha256, to_json
from feedback.reports.rules.weeks import Week, parse_week, week_of


@click.command("weekly-report")
@click.option("--unit", metavar="MÃ", help="Đơn vị có mã này trong tuần đó; có đơn vị trực thuộc thì tính cả.")
@click.option("--area", metavar="MÃ", help="Địa bàn (nhóm xã), ví dụ DB470.")
@click.option("--week", metavar="TUẦN", help="Tuần, ví dụ 2026-W46. Không ghi: tuần vừa qua.")
@click.option("--alone", is_flag=True, help="Chỉ riêng đơn vị, không gộp đơn vị trực thuộc.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Thư mục ghi tệp HTML, PDF và XLSX.")
@click.option("--json", "as_json", is_flag=True, help="In các con số dạng JSON.")
@refusing
def weekly_report(
    unit: str | None, area: str | None, week: str | None, alone: bool, out: Path | None, as_json: bool
) -> None:
    """Báo cáo tuần của một đơn vị hay một địa bàn: HTML, PDF, XLSX cùng một bộ số.

    Tuần chưa kết thúc thì số liệu là tạm tính và không lưu vào kho báo cáo.

    \b
    Ví dụ:
      feedback weekly-report --unit 19702 --week 2026-W46 --out bao-cao/
      feedback weekly-report --area DB470 --out bao-cao/
      feedback weekly-report --unit 19702 --week 2026-W46 --json
    """
    if (unit is None) == (area is None):
        raise click.UsageError("Ghi một trong hai: --unit MÃ hoặc --area MÃ.")
    now = clock.now()
    wanted = parse_week(week) if week else week_of(clock.local_day(now)).shifted(-1)
    numbers, mark = _settled(unit, area, wanted, now, alone=alone)
    written = [] if out is None else _write(numbers, mark, out)
    if as_json:
        say_json(to_json(numbers) | {"sha256": mark, "files": [str(path) for path in written]})
        return
    _say(report(numbers, mark), written)


def _settled(unit: str | None, area: str | None, week: Week, now: datetime, *, alone: bool) -> tuple[WeekNumbers, str]:
    """The numbers as archived: a finished week gets an edition, a running one is only shown."""
    with database().read() as session:
        scope = unit_scope(session, unit, week, alone=alone) if unit is not None else area_scope(session, area or "")
        numbers = compute(session, scope, week, now)
    if numbers.provisional:
        return numbers, sha256(to_json(numbers))
    kept = database().run(lambda session: keep_edition(session, actor=SYSTEM, now=now, numbers=numbers))
    return kept.numbers, kept.sha256


def _write(numbers: WeekNumbers, mark: str, folder: Path) -> list[Path]:
    papers = [html_paper(numbers, mark), pdf_paper(numbers, mark), xlsx_paper(numbers, mark)]
    for paper in papers:
        write_atomic(folder / paper.name, paper.content)
    return [folder / paper.name for paper in papers]


def _say(printed: Report, written: list[Path]) -> None:
    """The facts in words, then the files."""
    sample = "DỮ LIỆU MẪU. " if printed.sample else ""
    click.echo(f"{sample}{printed.title} – {printed.scope}. {printed.period}.")
    if printed.provisional:
        click.echo(printed.provisional)
    for fact in printed.facts:
        click.echo(f"{fact.label}: {fact.value} ({fact.detail}){f'. {fact.note}' if fact.note else ''}")
    for path in written:
        click.echo(str(path))


commands: list[click.Command] = [weekly_report]
