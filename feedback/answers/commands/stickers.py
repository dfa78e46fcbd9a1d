"""Commands: sheets of one-time codes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from feedback.answers import documents
from feedback.foundation import clock
from feedback.foundation.actors import SYSTEM
from feedback.foundation.commands import refusing, store
from feedback.foundation.files import write_atomic
from feedback.organisation.queries import get_unit_at


@click.command("stickers")
@click.option("--unit", required=True, help="Mã đơn vị phát giấy hẹn.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Ngày phát, như 2026-11-20. Không ghi: hôm nay.")
@click.option(
    "--count", type=click.IntRange(min=1), default=documents.PER_SHEET, show_default=True, help="Số nhãn (24 một tờ)."
)
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Tệp PDF sẽ ghi.")
@refusing
def stickers(unit: str, day: datetime | None, count: int, out: Path) -> None:
    """In nhãn mã một lần để dán giấy hẹn: tờ A4, 24 nhãn 70 × 37 mm; mỗi mã tính đúng một lượt đánh giá.

    Hệ thống chỉ giữ dấu của mã, không giữ mã: tệp in ra là bản duy nhất.

    \b
    Ví dụ:
      feedback stickers --unit 19702 --count 48 --out nhan.pdf
    """
    now = clock.now()
    wanted = day.date() if day else clock.local_day(now)
    with store().database.read() as session:
        unit_id = get_unit_at(session, unit, clock.local_day(now)).id
    pdf = documents.print_stickers(store(), actor=SYSTEM, now=now, unit_id=unit_id, day=wanted, count=count)
    write_atomic(out, pdf, mode=0o600)
    click.echo(f"Đã ghi {count} nhãn vào {out}. Không in lại được các mã này; mất tệp thì in mã mới.")
