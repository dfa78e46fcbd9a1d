"""`feedback import-mappings`: the saved columns of software, their versions, and giving one up."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from feedback.foundation import clock, words
from feedback.foundation.actors import SYSTEM
from feedback.foundation.commands import database, refusing, say_json
from feedback.foundation.errors import Invalid, NotFound
from feedback.foundation.spreadsheets.large import open_large
from feedback.foundation.text import fold
from feedback.records.actions.mappings import forget_mapping, tell_columns
from feedback.records.queries.mappings import list_mapping_lines
from feedback.records.rules import ROLE_WORDS, Role
from feedback.records.rules.mappings import ORDER_WORDS

NO_NAME = "Xin ghi thêm --mapping TÊN: cách đọc các cột được ghi nhớ dưới tên đó, các tệp sau tự được đọc như vậy."
column_option = click.option(
    "--column",
    "columns",
    metavar="“TIÊU ĐỀ=LÀ CỘT”",
    multiple=True,
    help="Chỉ ra một cột, ví dụ --column “Ngày nộp=Tiếp nhận”; nhắc lại cho nhiều cột. Cần --mapping TÊN để ghi nhớ.",
)


def tell_columns_of(file: Path, columns: Sequence[str], software: str) -> None:
    """Remember the columns told on the command line, for this file and every later one with its titles."""
    if not columns:
        return
    if not software:
        raise Invalid(NO_NAME)
    told = [read_column(each) for each in columns]
    book, now = open_large(file), clock.now()
    saved = database().run(
        lambda session: tell_columns(session, actor=SYSTEM, now=now, name=software, book=book, told=told)
    )
    order = ORDER_WORDS[saved.order]
    click.echo(f"Đã ghi nhớ cách đọc cột của “{saved.name}” (phiên bản {saved.version}); ngày là {order}.", err=True)


def read_column(text: str) -> tuple[str, Role]:
    """`Ngày nộp=Tiếp nhận` as title and role. Invalid says which words there are."""
    title, _, word = text.rpartition("=")
    by_word = {fold(words): role for role, words in ROLE_WORDS.items()} | {role.value: role for role in Role}
    role = by_word.get(fold(word))
    if role is None or not title.strip():
        every = ", ".join(ROLE_WORDS.values())
        raise Invalid(f"“{text}”: xin ghi “tiêu đề=là cột”, ví dụ “Ngày nộp=Tiếp nhận”. Các loại cột: {every}.")
    return title.strip(), role


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
