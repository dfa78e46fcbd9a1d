"""`feedback import-mappings`: the saved columns of software, their versions, and giving one up."""

from __future__ import annotations

from functools import partial

import click

from feedback.foundation import clock, words
from feedback.foundation.actors import SYSTEM
from feedback.foundation.commands import database, refusing, say_json
from feedback.foundation.errors import Invalid, NotFound
from feedback.records.actions.mappings import forget_mapping
from feedback.records.queries.mappings import list_mapping_lines
from feedback.records.rules import ROLE_WORDS

json_option = click.option("--json", "as_json", is_flag=True, help="In một văn bản JSON.")


@click.command("import-mappings")
@click.argument("name", required=False)
@click.option("--forget", is_flag=True, help="Bỏ mẫu cột đang dùng của phần mềm này.")
@json_option
@refusing
def import_mappings(name: str | None, forget: bool, as_json: bool) -> None:
    """Mẫu cột đã lưu của các phần mềm; với TÊN: từng phiên bản và các cột của nó.

    \b
    Ví dụ:
      feedback import-mappings
      feedback import-mappings "Một cửa tỉnh" --json
      feedback import-mappings "Một cửa tỉnh" --forget
    """
    if forget:
        _forget_mapping(name)
    with database().read() as session:
        lines = list_mapping_lines(session, name)
    if name and not lines:
        raise NotFound(f"Không có mẫu cột “{name}”.")
    if as_json:
        say_json([line.as_json for line in lines])
        return
    for line in lines:
        used = f"không dùng từ {words.moment(line.ended_at)}" if line.ended_at else "đang dùng"
        made = f"{line.made_by}, {words.moment(line.made_at)}"
        click.echo(f"{line.mapping.name}, phiên bản {line.mapping.version}: {used}; {made}")
        for title, role in line.said if name else ():
            click.echo(f"  “{title}” → {ROLE_WORDS[role]}")
    if not lines:
        click.echo("Chưa có mẫu cột nào.")


def _forget_mapping(name: str | None) -> None:
    if not name:
        raise Invalid("Xin ghi tên mẫu cột muốn bỏ.")
    with database().read() as session:
        used = [line.id for line in list_mapping_lines(session, name) if line.ended_at is None]
    if not used:
        raise NotFound(f"Không có mẫu cột “{name}” đang dùng.")
    now = clock.now()
    for mapping_id in used:
        database().run(partial(forget_mapping, actor=SYSTEM, now=now, mapping_id=mapping_id))


commands = [import_mappings]
