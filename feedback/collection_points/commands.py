"""Commands: the counters with their addresses, the printed stands, a code taken back or replaced."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

import click

from feedback.collection_points import actions, queries
from feedback.collection_points.documents import stands_pdf
from feedback.collection_points.rules import Point, address_of, check_printable, read_token
from feedback.foundation import clock
from feedback.foundation.actors import SYSTEM
from feedback.foundation.commands import database, refusing, say_json, settings
from feedback.foundation.files import write_atomic
from feedback.organisation.queries import get_unit_at, subtree_ids


@click.command("counters")
@click.option("--unit", help="Mã đơn vị (cùng các đơn vị bên dưới); bỏ trống là mọi đơn vị.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@refusing
def counters(unit: str | None, as_json: bool) -> None:
    """Liệt kê các quầy với mã khảo sát và địa chỉ; quầy chưa có mã thì được cấp mã.

    \b
    Ví dụ:
      feedback counters --json
      feedback counters --unit 19702
    """
    points = _points(unit)
    if as_json:
        say_json([_as_json(point) for point in points])
        return
    for point in points:
        click.echo(f"{point.token}  {point.unit_name}, {point.counter_name}  {address_of(settings().url, point.token)}")


@click.command("qr")
@click.option("--unit", required=True, help="Mã đơn vị (cùng các đơn vị bên dưới).")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Tệp PDF sẽ ghi.")
@refusing
def qr(unit: str, out: Path) -> None:
    """In bộ mã QR: mỗi quầy một trang A5 để đứng trên bàn.

    \b
    Ví dụ:
      feedback qr --unit 19702 --out bo-qr.pdf
    """
    installation = settings()
    check_printable(url=installation.url, is_loopback=installation.url_is_loopback, demo=installation.demo)
    points = _points(unit)
    pdf = stands_pdf(points, base_url=installation.url, sample=installation.demo, now=clock.now())
    write_atomic(out, pdf)
    click.echo(f"Đã ghi {len(points)} trang A5 vào {out}.")


@click.command("revoke-code")
@click.argument("token")
@click.option("--reissue", is_flag=True, help="Cấp luôn mã mới cho quầy.")
@refusing
def revoke_code(token: str, reissue: bool) -> None:
    """Thu hồi một mã QR (bị dán đè, thất lạc); mã đã thu hồi không dùng lại được.

    \b
    Ví dụ:
      feedback revoke-code k7m2-xq9d --reissue
    """
    now, wanted = clock.now(), read_token(token)
    if reissue:
        new = database().run(lambda session: actions.reissue(session, actor=SYSTEM, now=now, token=wanted))
        click.echo(f"Đã thu hồi {wanted}. Mã mới: {new}  {address_of(settings().url, new)}")
        return
    database().run(lambda session: actions.revoke(session, actor=SYSTEM, now=now, token=wanted).token)
    click.echo(f"Đã thu hồi {wanted}.")


def _points(unit: str | None) -> list[Point]:
    """The points of a unit and those below it, after giving codes to counters without one."""
    now = clock.now()
    day = clock.local_day(now)
    unit_ids = _unit_ids(unit, day)
    while database().run(lambda session: actions.issue_missing(session, actor=SYSTEM, now=now, unit_ids=unit_ids)):
        pass
    with database().read() as session:
        return queries.list_points(session, day, unit_ids)


def _unit_ids(unit: str | None, day: date) -> Collection[int] | None:
    if unit is None:
        return None
    with database().read() as session:
        return subtree_ids(session, get_unit_at(session, unit, day).id)


def _as_json(point: Point) -> dict[str, object]:
    return {
        "code": point.token,
        "unit": point.unit_code,
        "unit_name": point.unit_name,
        "name": point.counter_name,
        "counter": point.counter_code,
        "url": address_of(settings().url, point.token),
        "version": point.version,
    }


commands: list[click.Command] = [counters, qr, revoke_code]
