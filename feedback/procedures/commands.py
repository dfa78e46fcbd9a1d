"""`feedback load-procedures`: load the catalogue, or a province's own file over it."""

from pathlib import Path

import click

from feedback.foundation import clock
from feedback.foundation.actors import SYSTEM
from feedback.foundation.commands import database, refusing, say_json
from feedback.organisation.rules import Change
from feedback.procedures import actions
from feedback.procedures.rules import ProcedureLine, read_procedures
from feedback.working_calendar.rules.changes import changes_as_json, tell_changes
from feedback.working_calendar.rules.reading import decode

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("load-procedures")
@click.argument("file", type=FILE, required=False)
@click.option("--json", "as_json", is_flag=True, help="In một văn bản JSON.")
@refusing
def load_procedures(file: Path | None, as_json: bool) -> None:
    """Nạp danh mục thủ tục từ FILE (CSV); không có FILE thì nạp danh mục kèm chương trình. Nạp lại không trùng.

    \b
    Ví dụ:
      feedback load-procedures
      feedback load-procedures thu-tuc-quang-tri.csv
    """
    now = clock.now()
    if file is None:
        changes = database().run(lambda session: actions.load_reference_procedures(session, actor=SYSTEM, now=now))
    else:
        lines = read_procedures(decode(file.read_bytes(), file.name))
        changes = [change for start in range(0, len(lines), actions.BATCH) for change in _load(lines, start)]
    if as_json:
        say_json(changes_as_json(changes))
    else:
        click.echo("\n".join(tell_changes(changes)))


def _load(lines: list[ProcedureLine], start: int) -> list[Change]:
    now, batch = clock.now(), lines[start : start + actions.BATCH]
    return database().run(
        lambda session: actions.load_procedures(session, actor=SYSTEM, now=now, lines=batch, first_row=start + 2)
    )


commands = [load_procedures]
