"""`feedback preview-calendar` and `feedback decide-calendar`: a change of the calendar without a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from feedback.apologies.actions.calendar_letters import carry_out
from feedback.apologies.queries.calendar_letters import list_broken_by
from feedback.foundation import clock
from feedback.foundation.actors import SYSTEM
from feedback.foundation.commands import database, refusing, say_json, store
from feedback.foundation.errors import Invalid
from feedback.organisation.queries import get_unit_at
from feedback.records.actions.calendar_moves import NOTHING_NEW, decide
from feedback.records.queries.calendar_decisions import count_moves
from feedback.records.queries.calendar_moves import preview_change
from feedback.records.rules.calendar_moves import CHOICE_WORDS, Choice
from feedback.working_calendar.queries.proposals import before_of, narrowed
from feedback.working_calendar.rules.notices import Paper, swap, unswap
from feedback.working_calendar.rules.proposals import CalendarChange, Proposal
from feedback.working_calendar.rules.reading import CalendarLine, decode, read_calendar
from feedback.working_calendar.rules.wording import say_change

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])
PAIR = (DAY, DAY)


def _what(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say what changes, the same for both commands."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="In một văn bản JSON."),
        click.option("--unit", default="", help="Mã đơn vị; không ghi: mọi đơn vị."),
        click.option("--source", default="", help="Căn cứ: số, ngày văn bản, nơi ban hành."),
        click.option("--unswap", type=PAIR, default=None, help="Bỏ hoán đổi: ngày nghỉ và ngày làm bù đã ghi."),
        click.option("--swap", type=PAIR, default=None, help="Hoán đổi: ngày nghỉ và ngày làm bù."),
        click.argument("file", type=FILE, required=False),
    ):
        command = option(command)
    return command


@click.command("preview-calendar")
@_what
@refusing
def preview_calendar(as_json: bool, **what: Any) -> None:
    """Xem trước một thay đổi lịch: ngày nào đổi, hồ sơ đang chạy nào dời hạn. Không ghi gì.

    \b
    Ví dụ:
      feedback preview-calendar lich-nghi-2027.csv --source "12729/VPCP-KGVX"
      feedback preview-calendar --swap 2026-11-23 2026-11-28 --source "9999/TB-BNV" --json
    """
    now = clock.now()
    with database().read() as session:
        told = _look(session, _proposal(session, now, **what), now)
    if as_json:
        say_json(told)
        return
    for change in told["days"]:
        click.echo(f"{change['day']}: {change['before']} → {change['after']}")
    counts = told["counts"]
    click.echo(
        f"{counts['moved']} hồ sơ dời hạn tính được, {counts['stated']} đã in ngày hẹn (giữ nguyên), "
        f"{counts['sooner']} phải xin lỗi sớm hơn; {told['promises']} người đã được báo ngày hẹn mới phải báo lại."
    )
    for unit in told["units"]:
        click.echo(f"  {unit['unit']}: {unit['moved']}")
    click.echo(f"Dấu của lịch lúc này: {told['stamp']}")


def _look(session: Session, proposal: Proposal, now: datetime) -> dict[str, Any]:
    change = narrowed(session, proposal.change)
    if not change:
        raise Invalid(NOTHING_NEW)
    preview = preview_change(session, change, now)
    days = say_change(change, before_of(session, change))
    return {
        "stamp": preview.stamp,
        "days": [{"day": day, "before": before, "after": after} for day, before, after in days],
        "counts": preview.counts,
        "promises": len(list_broken_by(session, change, now)),
        "units": [{"unit": unit.name, **unit.counts} for unit in preview.units],
    }


def _proposal(
    session: Session,
    now: datetime,
    *,
    file: Path | None,
    swap: tuple[datetime, datetime] | None,
    unswap: tuple[datetime, datetime] | None,
    source: str,
    unit: str,
) -> Proposal:
    """What the options say. Invalid unless they name exactly one thing."""
    if [file, swap, unswap].count(None) != 2:
        raise Invalid("Hãy ghi đúng một thứ: FILE lịch (CSV), --swap, hoặc --unswap.")
    title, lines = _lines(file, swap, unswap, Paper(source))
    unit_id = get_unit_at(session, unit, clock.local_day(now)).id if unit else None
    return Proposal(title, CalendarChange(unit_id, tuple((line.day, line) for line in lines)), source=source)


def _lines(
    file: Path | None,
    off_for: tuple[datetime, datetime] | None,
    back: tuple[datetime, datetime] | None,
    paper: Paper,
) -> tuple[str, list[CalendarLine]]:
    if file is not None:
        return f"Nạp lịch từ {file.name}", read_calendar(decode(file.read_bytes(), file.name))
    off, worked = _days(off_for or back)
    if back is not None:
        return f"Bỏ hoán đổi: nghỉ {off:%d/%m/%Y}, làm bù {worked:%d/%m/%Y}", unswap(off, worked, paper)
    return f"Hoán đổi ngày làm việc: nghỉ {off:%d/%m/%Y}, làm bù {worked:%d/%m/%Y}", swap(off, worked, paper)


def _days(pair: tuple[datetime, datetime] | None) -> tuple[date, date]:
    if pair is None:
        raise AssertionError("one of the two is given")
    return pair[0].date(), pair[1].date()


@click.command("decide-calendar")
@_what
@click.option("--choice", type=click.Choice([each.value for each in Choice]), required=True, help="Tính lại hoặc giữ.")
@click.option("--reason", required=True, help="Lý do, một câu.")
@click.option("--by", required=True, help="Họ tên người quyết định.")
@click.option("--stamp", required=True, help="Dấu của lịch do lệnh xem trước in ra.")
@refusing
def decide_calendar(as_json: bool, choice: str, reason: str, by: str, stamp: str, **what: Any) -> None:
    """Quyết định một thay đổi lịch đã xem trước và áp dụng cho hồ sơ đang chạy.

    \b
    Ví dụ:
      feedback decide-calendar lich.csv --choice keep --reason "Hạn đã đến." --by "Nguyễn Mẫu" --stamp 0f3a
      feedback decide-calendar --swap 2026-11-23 2026-11-28 --choice recompute --reason "…" --by "…" --stamp 0f3a
    """
    now = clock.now()
    with database().read() as session:
        proposal = _proposal(session, now, **what)
    facts: dict[str, Any] = {"actor": replace(SYSTEM, name=f"{by} (bằng lệnh)"), "now": now, "reason": reason}
    decision_id = database().run(
        lambda session: decide(session, proposal=proposal, stamp=stamp, choice=Choice(choice), **facts)
    )
    carry_out(store(), now=now)
    with database().read() as session:
        counts = count_moves(session, [decision_id])[decision_id]
    if as_json:
        say_json({"decision": decision_id, "choice": choice, **counts})
    else:
        click.echo(
            f"Đã ghi quyết định số {decision_id}, {CHOICE_WORDS[Choice(choice)]}: {counts['files']} hồ sơ, "
            f"{counts['told']} người được báo lại."
        )


commands = [preview_calendar, decide_calendar]
