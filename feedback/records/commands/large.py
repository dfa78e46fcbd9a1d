"""Large files on the command line: worked on here, with a bar on stderr, or followed where another process is at it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import click

from feedback.foundation import clock, words
from feedback.foundation.actors import SYSTEM
from feedback.foundation.commands import database, refusing, sealer, settings
from feedback.foundation.errors import Invalid
from feedback.records import actions, queries
from feedback.records.actions import Outcome, Upload
from feedback.records.queries import Progress
from feedback.records.rules.progress import PHASE_WORDS, Phase, say_left

LOOK_AGAIN = 0.5
"""Seconds between two looks at how far the import has come."""
WIDTH = 30
SHOWN = 1_000
"""Rows not simply taken that are printed; the page of the import lists all of them."""
STOPPED = (
    "Đã dừng. Chạy lại đúng lệnh này, hoặc để bộ hẹn giờ, thì việc nhập làm tiếp từ chỗ này; "
    "bỏ hẳn: feedback cancel-import {number}"
)


def import_large(file: Path, upload: Upload) -> Outcome:
    """Import a file that is too large for memory; the same file again goes on where it was, or changes nothing.

    Invalid (Vietnamese) where the file cannot be taken.
    """
    tools = actions.Tools(database(), sealer(), actions.Spool.of(settings().home), clock.now)
    with file.open("rb") as source:
        begun = actions.begin_large(
            tools.database, tools.spool, actor=SYSTEM, now=clock.now(), upload=upload, source=source, at_once=True
        )
    if not begun.known:
        try:
            with _bar(begun.import_id):
                _until_done(tools, begun.import_id)
        except KeyboardInterrupt:
            click.echo(STOPPED.format(number=begun.import_id), err=True)
            raise
    with tools.database.read() as session:
        head = queries.get_import(session, begun.import_id)
        told = queries.list_told_rows(session, begun.import_id, take=SHOWN) if not begun.known else []
    counts = head.counts | ({"unchanged": head.counts["accepted"], "changed": 0} if begun.known else {})
    return Outcome(begun.import_id, head.file_name, head.as_of, counts, tuple(told))


def _until_done(tools: actions.Tools, import_id: int) -> None:
    """Work on large imports, this one among them; wait for it while another process does."""
    while (progress := _progress(import_id)) is not None:
        if progress.phase is Phase.REFUSED:
            raise Invalid(progress.wrong)
        if not actions.work_on_imports(tools):
            tools.stop.wait(LOOK_AGAIN)


def _progress(import_id: int) -> Progress | None:
    with database().read() as session:
        return queries.find_progress(session, import_id, clock.now())


@contextmanager
def _bar(import_id: int) -> Iterator[None]:
    """Say on stderr how far it has come: a line that is written over in a terminal, a new one each tenth elsewhere."""
    over, known = Event(), database()

    def draw() -> None:
        said = -1
        while not over.wait(LOOK_AGAIN):
            with suppress(Exception), known.read() as session:
                progress = queries.find_progress(session, import_id, clock.now())
                if progress is None:
                    return
                if sys.stderr.isatty():
                    click.echo(f"\r{bar_line(progress)}\x1b[K", err=True, nl=False)
                elif int(progress.share * 10) > said:
                    said = int(progress.share * 10)
                    click.echo(bar_line(progress), err=True)

    drawing = Thread(target=draw, daemon=True)
    drawing.start()
    try:
        yield
    finally:
        over.set()
        drawing.join()
        if sys.stderr.isatty():
            click.echo("", err=True)


def bar_line(progress: Progress) -> str:
    """`[#########---------------------] 31 % Đang đọc …: 310.000 dòng, còn khoảng 12 phút`."""
    done = int(progress.share * WIDTH)
    left = say_left(progress.seconds_left)
    return (
        f"[{'#' * done}{'-' * (WIDTH - done)}] {int(progress.share * 100)} % {PHASE_WORDS[progress.phase]}: "
        f"{words.number(progress.taken)} dòng{', ' + left if left else ''}"
    )


@click.command("cancel-import")
@click.argument("import_id", type=int, metavar="SỐ")
@refusing
def cancel_import(import_id: int) -> None:
    """Bỏ một lần nhập tệp lớn đang đọc dở, chờ chỉ ra các cột hoặc chờ xác nhận. Đã xác nhận thì không bỏ được.

    \b
    Ví dụ:
      feedback cancel-import 12
    """
    actor = SYSTEM
    database().run(lambda session: actions.discard_import(session, actor=actor, import_id=import_id))
    click.echo(f"Đã bỏ lần nhập {import_id}. Chưa có hồ sơ nào của nó được ghi.")


commands = [cancel_import]
