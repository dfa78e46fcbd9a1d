"""`feedback outbox` and `feedback tasks`: what leaves, what failed, what waits for a person."""

from typing import Any

import click

from feedback.foundation.commands import database, needs_a_look, refusing, say_json
from feedback.foundation.words import moment
from feedback.outbox import queries
from feedback.outbox.rules import STATE_WORDS, WorkState


@click.command("outbox")
@click.option("--state", type=click.Choice([each.value for each in WorkState]), help="Chỉ một trạng thái.")
@click.option("--json", "as_json", is_flag=True, help="In một văn bản JSON.")
@refusing
def outbox(state: str | None, as_json: bool) -> None:
    """Hộp thư đi: thư đã gửi, đang chờ, gửi không được (mã thoát 3 nếu có thư gửi không được).

    \b
    Ví dụ:
      feedback outbox
      feedback outbox --state failed --json
    """
    with database().read() as session:
        counts = queries.count_work(session)
        items = [queries.work_facts(item) for item in queries.list_work(session, None, state or "")]
    if as_json:
        say_json({"counts": counts, "items": items})
    else:
        _say_work(counts, items)
    if counts.get(WorkState.FAILED):
        needs_a_look()


def _say_work(counts: dict[str, int], items: list[dict[str, Any]]) -> None:
    click.echo(
        "; ".join(f"{STATE_WORDS[WorkState(state)]}: {count}" for state, count in sorted(counts.items()))
        or "Hộp thư đi trống."
    )
    for item in items:
        said = f" – {item['last_error']}" if item["last_error"] else ""
        click.echo(f"{moment(item['created_at'])}  {STATE_WORDS[WorkState(item['state'])]}  {item['title']}{said}")


@click.command("tasks")
@click.option("--json", "as_json", is_flag=True, help="In một văn bản JSON.")
@refusing
def tasks(as_json: bool) -> None:
    """Việc giao cho người: những việc còn mở, gấp nhất trước.

    \b
    Ví dụ:
      feedback tasks
      feedback tasks --json
    """
    with database().read() as session:
        found = [queries.task_facts(task) for task in queries.list_tasks(session, None)]
    if as_json:
        say_json({"open": len(found), "tasks": found})
        return
    click.echo(f"{len(found)} việc đang mở.")
    for task in found:
        due = f" (trước {moment(task['due_at'])})" if task["due_at"] else ""
        click.echo(f"- {task['title']}{due}")


commands = [outbox, tasks]
