"""Commands: the counters with their addresses, the kit to print, a code taken back or replaced."""

from __future__ import annotations

import sys
from collections.abc import Collection
from pathlib import Path

import click

from feedback.collection_points import actions, queries
from feedback.collection_points.documents import EVERYTHING, PART_WORDS, Part, Printing, kit_pdf, page_count
from feedback.collection_points.rules import Point, address_of, check_printable, read_token
from feedback.collection_points.rules.marks import PURPOSE, check_mark, shown_mark
from feedback.foundation import clock
from feedback.foundation.actors import SYSTEM
from feedback.foundation.commands import database, refusing, say_json, sealer, settings
from feedback.foundation.files import write_atomic
from feedback.organisation.queries import area_ids, get_area, get_unit_at, subtree_ids

FEW = 20
"""So many codes are drawn before anybody looks for progress."""


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
    points = _points(_place(unit, None)[1])
    if as_json:
        say_json([_as_json(point) for point in points])
        return
    for point in points:
        click.echo(f"{point.token}  {point.unit_name}, {point.counter_name}  {address_of(settings().url, point.token)}")


@click.command("qr")
@click.option("--unit", help="Mã đơn vị (cùng các đơn vị bên dưới).")
@click.option("--area", help="Mã địa bàn (mọi đơn vị của địa bàn).")
@click.option("--only", type=click.Choice([part.value for part in Part]), help="Chỉ in một loại.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Tệp PDF sẽ ghi.")
@refusing
def qr(unit: str | None, area: str | None, only: str | None, out: Path) -> None:
    """In bộ mã QR của một đơn vị hoặc một địa bàn, xếp theo từng đơn vị.

    Mỗi đơn vị: danh sách giao mã có dấu kiểm (A4), rồi cho từng quầy một bảng đứng (A5), một nhãn dán kính (A6) và một
    tờ dòng cho giấy hẹn (A4). --only chọn một loại: list, stands, stickers, strips.

    \b
    Ví dụ:
      feedback qr --unit 19702 --out bo-qr.pdf
      feedback qr --area DB464 --only stands --out bang-dung.pdf
    """
    if (unit is None) == (area is None):
        raise click.UsageError("Cho biết --unit hoặc --area, một trong hai.")
    installation = settings()
    check_printable(url=installation.url, is_loopback=installation.url_is_loopback, demo=installation.demo)
    place, unit_ids = _place(unit, area)
    points = _points(unit_ids)
    parts = EVERYTHING if only is None else (Part(only),)
    key = sealer().derive(PURPOSE)
    printing = Printing(base_url=installation.url, key=key, sample=installation.demo, now=clock.now())
    pdf = kit_pdf(points, printing, title=f"Bộ mã QR – {place}", parts=parts, tell=_tell)
    write_atomic(out, pdf)
    pages = "; ".join(f"{number} trang {PART_WORDS[part]}" for part, number in page_count(points, parts).items())
    click.echo(f"Đã ghi bộ mã của {len(points)} quầy vào {out}: {pages}.")


@click.command("revoke-code")
@click.argument("token")
@click.option("--reissue", is_flag=True, help="Cấp luôn mã mới cho quầy.")
@click.option("--reason", default="", help="Lý do, ghi vào nhật ký.")
@refusing
def revoke_code(token: str, reissue: bool, reason: str) -> None:
    """Thu hồi một mã QR (bị dán đè, thất lạc); mã đã thu hồi không dùng lại được.

    \b
    Ví dụ:
      feedback revoke-code k7m2-xq9d --reissue --reason "bị dán đè"
    """
    now, wanted = clock.now(), read_token(token)
    if reissue:
        new = database().run(
            lambda session: actions.reissue(session, actor=SYSTEM, now=now, token=wanted, reason=reason)
        )
        click.echo(f"Đã thu hồi {wanted}. Mã mới: {new}  {address_of(settings().url, new)}")
        return
    database().run(lambda session: actions.revoke(session, actor=SYSTEM, now=now, token=wanted, reason=reason).token)
    click.echo(f"Đã thu hồi {wanted}.")


def _tell(done: int, whole: int) -> None:
    """One line that counts up on a terminal; silence in a log, and for a few counters."""
    if whole > FEW and sys.stderr.isatty():
        click.echo(
            f"\r  Vẽ mã {done}/{whole}" + (", đang dàn trang…" if done == whole else ""), nl=done == whole, err=True
        )


def _points(unit_ids: Collection[int] | None) -> list[Point]:
    """The points of these units, after giving codes to counters without one."""
    now = clock.now()
    while database().run(lambda session: actions.issue_missing(session, actor=SYSTEM, now=now, unit_ids=unit_ids)):
        pass
    with database().read() as session:
        return queries.list_points(session, clock.local_day(now), unit_ids)


def _place(unit: str | None, area: str | None) -> tuple[str, Collection[int] | None]:
    """The name of the unit or area that is meant, and the units it holds; every unit where neither is given."""
    with database().read() as session:
        if area is not None:
            found = get_area(session, area)
            return found.name, area_ids(session, found.id)
        if unit is None:
            return "mọi đơn vị", None
        one = get_unit_at(session, unit, clock.local_day(clock.now()))
        return one.name, subtree_ids(session, one.id)


def _as_json(point: Point) -> dict[str, object]:
    return {
        "code": point.token,
        "unit": point.unit_code,
        "unit_name": point.unit_name,
        "name": point.counter_name,
        "counter": point.counter_code,
        "url": address_of(settings().url, point.token),
        "version": point.version,
        "mark": shown_mark(check_mark(sealer().derive(PURPOSE), point.token, point.version)),
    }


commands: list[click.Command] = [counters, qr, revoke_code]
