"""`feedback api-key`: keys of programs."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from feedback.accounts.actions import NewKey, Wanted, create_api_key, new_prefix, revoke_api_key, rotate_api_key
from feedback.accounts.queries import KeyLine, find_api_key, list_api_keys
from feedback.accounts.rules.api_keys import (
    DEFAULT_DAILY_ROWS,
    DEFAULT_DAYS,
    DEFAULT_OVERLAP_DAYS,
    PURPOSE,
    STATE_WORDS,
    VERB_WORDS,
    Verb,
    read_networks,
    read_verbs,
)
from feedback.foundation import clock
from feedback.foundation.actors import SYSTEM
from feedback.foundation.commands import database, refusing, say_json, sealer, settings
from feedback.foundation.errors import NotFound
from feedback.foundation.words import moment
from feedback.organisation.queries import get_unit_at

json_option = click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
prefix_argument = click.argument("prefix", metavar="TIỀN_TỐ")


@click.group("api-key")
def api_key() -> None:
    """Khóa API: phần mềm một cửa dùng để gửi hồ sơ và đọc lại hồ sơ. Khóa chỉ in ra một lần.

    \b
    Ví dụ:
      feedback api-key create "Một cửa điện tử tỉnh" --unit 19702
      feedback api-key list
      feedback api-key rotate ABCDEFGHIJKLMNOP --overlap-days 7
      feedback api-key revoke ABCDEFGHIJKLMNOP
    """


@api_key.command("create")
@click.argument("name", metavar="TÊN")
@click.option("--unit", "address", metavar="MÃ", help="Dùng được ở đơn vị này và cấp dưới; không ghi là mọi đơn vị.")
@click.option(
    "--verb",
    "verbs",
    multiple=True,
    type=click.Choice([verb.value for verb in Verb]),
    default=[Verb.WRITE.value],
    help="Được làm gì: write gửi hồ sơ, read đọc hồ sơ; ghi nhiều lần được.",
)
@click.option("--days", default=DEFAULT_DAYS, help="Dùng được trong bao nhiêu ngày.")
@click.option("--daily-rows", default=DEFAULT_DAILY_ROWS, help="Nhiều nhất bao nhiêu dòng mỗi ngày.")
@click.option("--network", "networks", multiple=True, metavar="DẢI", help="Chỉ nhận từ dải mạng này, như 10.1.2.0/24.")
@json_option
@refusing
def create_key(
    name: str,
    address: str | None,
    verbs: tuple[str, ...],
    days: int,
    daily_rows: int,
    networks: tuple[str, ...],
    as_json: bool,
) -> None:
    """Tạo khóa cho một phần mềm.

    \b
    Ví dụ:
      feedback api-key create "Một cửa điện tử tỉnh" --unit 19702 --verb write --verb read --days 180
    """
    now = clock.now()
    with database().read() as session:
        unit_id = get_unit_at(session, address, clock.local_day(now)).id if address else None
    wanted = Wanted(name, unit_id, read_verbs(verbs), read_networks(" ".join(networks)), days, daily_rows)
    make = partial(create_api_key, actor=SYSTEM, now=now, master=sealer().derive(PURPOSE), prefix=new_prefix())
    _say_key(database().run(partial(make, wanted=wanted)), as_json)


@api_key.command("rotate")
@prefix_argument
@click.option("--overlap-days", default=DEFAULT_OVERLAP_DAYS, help="Khóa cũ còn dùng được mấy ngày.")
@json_option
@refusing
def rotate_key(prefix: str, overlap_days: int, as_json: bool) -> None:
    """Đổi khóa: khóa mới cùng quyền, khóa cũ còn dùng thêm vài ngày.

    \b
    Ví dụ:
      feedback api-key rotate ABCDEFGHIJKLMNOP --overlap-days 7
    """
    make = partial(rotate_api_key, actor=SYSTEM, now=clock.now(), master=sealer().derive(PURPOSE), prefix=new_prefix())
    _say_key(database().run(partial(make, key_id=_key_id(prefix), overlap_days=overlap_days)), as_json)


@api_key.command("revoke")
@prefix_argument
@refusing
def revoke_key(prefix: str) -> None:
    """Thu hồi khóa ngay.

    \b
    Ví dụ:
      feedback api-key revoke ABCDEFGHIJKLMNOP
    """
    database().run(partial(revoke_api_key, actor=SYSTEM, now=clock.now(), key_id=_key_id(prefix)))
    click.echo("Đã thu hồi khóa. Phần mềm dùng khóa này không gửi và không đọc được nữa.")


@api_key.command("list")
@json_option
@refusing
def list_keys(as_json: bool) -> None:
    """Các khóa, được làm gì, ở đâu, dùng gần nhất lúc nào.

    \b
    Ví dụ:
      feedback api-key list
    """
    with database().read() as session:
        lines = list_api_keys(session, clock.now())
    if as_json:
        say_json([_key_json(line) for line in lines])
        return
    if not lines:
        click.echo("Chưa có khóa nào.")
    for line in lines:
        verbs = ", ".join(VERB_WORDS[verb] for verb in line.verbs)
        used = f"dùng gần nhất {moment(line.last_used_at)}" if line.last_used_at else "chưa dùng"
        said = (STATE_WORDS[line.state], line.unit, verbs, f"hết hạn {moment(line.expires_at)}", used)
        click.echo(f"{line.prefix}  {line.name}: {'; '.join(said)}.")


def _key_id(prefix: str) -> int:
    with database().read() as session:
        key = find_api_key(session, prefix.partition(".")[0].upper())
        if key is None:
            raise NotFound(f"Không có khóa “{prefix[:20]}”. Xem danh sách: feedback api-key list.")
        return key.id


def _say_key(made: NewKey, as_json: bool) -> None:
    if as_json:
        say_json({"key": made.text, "url": f"{settings().url}/api/v1/"})
        return
    click.echo(f"Khóa (chỉ in lần này): {made.text}\nCách dùng: {settings().url}/api/v1/")


def _key_json(line: KeyLine) -> dict[str, Any]:
    return {
        "prefix": line.prefix,
        "name": line.name,
        "unit": line.unit,
        "verbs": [verb.value for verb in line.verbs],
        "networks": list(line.networks),
        "daily_rows": line.daily_rows,
        "state": line.state.value,
        "expires_at": line.expires_at,
        "last_used_at": line.last_used_at,
    }
