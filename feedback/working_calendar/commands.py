"""`feedback load-calendar` and `feedback calendar`: load a year's days off and look at them."""

from pathlib import Path
from typing import Any

import click

from feedback.foundation import clock, words
from feedback.foundation.actors import SYSTEM
from feedback.foundation.commands import database, refusing, say_json
from feedback.foundation.errors import Invalid
from feedback.working_calendar import actions, queries
from feedback.working_calendar.rules.changes import changes_as_json, tell_changes
from feedback.working_calendar.rules.reading import KINDS, STATUSES, CalendarLine, decode

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("load-calendar")
@click.argument("file", type=FILE, required=False)
@click.option("--json", "as_json", is_flag=True, help="In một văn bản JSON.")
@refusing
def load_calendar(file: Path | None, as_json: bool) -> None:
    """Nạp lịch nghỉ từ FILE (CSV); không có FILE thì nạp lịch kèm chương trình. Nạp lại không trùng.

    \b
    Ví dụ:
      feedback load-calendar
      feedback load-calendar lich-nghi-2028.csv
    """
    now = clock.now()
    if file is None:
        changes = database().run(lambda session: actions.load_reference_calendar(session, actor=SYSTEM, now=now))
    else:
        text = decode(file.read_bytes(), file.name)
        changes = database().run(lambda session: actions.load_calendar(session, actor=SYSTEM, now=now, text=text))
    if as_json:
        say_json(changes_as_json(changes))
    else:
        click.echo("\n".join(tell_changes(changes)))


@click.command("calendar")
@click.option("--year", type=int, help="Năm cần xem; không ghi thì liệt kê các năm đã nạp.")
@click.option("--json", "as_json", is_flag=True, help="In một văn bản JSON.")
@refusing
def calendar(year: int | None, as_json: bool) -> None:
    """Xem lịch nghỉ, làm bù đã nạp.

    \b
    Ví dụ:
      feedback calendar
      feedback calendar --year 2026
    """
    with database().read() as session:
        years = {each.year: each.provisional for each in queries.list_years(session)}
        lines = [queries.line_of(row) for row in queries.list_days(session, year)] if year else []
    if year is not None and year not in years:
        raise Invalid(f"Chưa nạp lịch nghỉ năm {year}. Hãy chạy: feedback load-calendar FILE.csv")
    if as_json:
        say_json(_as_json(year, years, lines))
    elif year is None:
        _say_years(years)
    else:
        _say_days(years[year], lines)


def _as_json(year: int | None, years: dict[int, bool], lines: list[CalendarLine]) -> dict[str, Any]:
    if year is None:
        return {"years": [{"year": each, "provisional": open_} for each, open_ in years.items()]}
    days = [{name: getattr(line, name) for name in line.__slots__} for line in lines]
    return {"year": year, "provisional": years[year], "days": days}


def _say_years(years: dict[int, bool]) -> None:
    for year, provisional in years.items():
        click.echo(f"{year}{'  (tạm tính: chưa có thông báo chính thức)' if provisional else ''}")
    if not years:
        click.echo("Chưa nạp lịch năm nào. Hãy chạy: feedback load-calendar")


def _say_days(provisional: bool, lines: list[CalendarLine]) -> None:
    if provisional:
        click.echo("Tạm tính: chưa có thông báo chính thức về các ngày nghỉ bù, hoán đổi của năm này.")
    for line in lines:
        hours = f", làm việc {line.sessions}" if line.sessions else ""
        status = "" if line.status == "official" else f" [{STATUSES[line.status].lower()}]"
        click.echo(f"{words.weekday(line.day):22} {KINDS[line.kind]:20} {line.name}{hours}{status}")


commands = [load_calendar, calendar]
