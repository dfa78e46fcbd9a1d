"""`feedback outbox` and `feedback tasks`: what leaves, what failed, what waits for a person."""

from pathlib import Path
from typing import Any

import click

from feedback.foundation import clock
from feedback.foundation.actors import SYSTEM
from feedback.foundation.commands import database, needs_a_look, refusing, say_json, store
from feedback.foundation.errors import Conflict, Invalid
from feedback.foundation.restoring import mark_restored, restore
from feedback.foundation.settings import load_settings
from feedback.foundation.words import moment
from feedback.outbox import actions, queries
from feedback.outbox.rules import STATE_WORDS, WorkState


@click.group("outbox", invoke_without_command=True)
@click.option("--state", type=click.Choice([each.value for each in WorkState]), help="Chỉ một trạng thái.")
@click.option("--json", "as_json", is_flag=True, help="In một văn bản JSON.")
@click.pass_context
@refusing
def outbox(context: click.Context, state: str | None, as_json: bool) -> None:
    """Hộp thư đi: thư đã gửi, đang chờ, gửi không được (mã thoát 3 nếu có thư gửi không được).

    \b
    Ví dụ:
      feedback outbox
      feedback outbox --state failed --json
      feedback outbox release                sau khi khôi phục: xem những thư sẽ gửi rồi cho gửi
    """
    if context.invoked_subcommand is not None:
        return
    with database().read() as session:
        counts = queries.count_work(session)
        items = [queries.work_facts(item) for item in queries.list_work(session, None, state or "")]
        closed = queries.is_closed(session)
    if as_json:
        say_json({"counts": counts, "closed": closed, "items": items})
    else:
        _say_work(counts, items)
    if closed:
        click.echo("Dữ liệu vừa được khôi phục: chưa thư nào được gửi. Xem: feedback outbox release", err=True)
        needs_a_look()
    if counts.get(WorkState.FAILED):
        needs_a_look()


@outbox.command("release")
@click.option("--yes", is_flag=True, help="Đã xem danh sách, cho gửi lại từ bây giờ.")
@refusing
def release(yes: bool) -> None:
    """Sau khi khôi phục: in những thư sẽ gửi; với --yes thì mở lại hộp thư đi (mã thoát 3 khi mới chỉ xem).

    \b
    Ví dụ:
      feedback outbox release
      feedback outbox release --yes
    """
    actions.mind_restore(store(), clock.now())
    with database().read() as session:
        way = queries.find_way(session)
        waiting = [queries.work_facts(each) for each in queries.list_unsent(session) if each.state != WorkState.FAILED]
        why, closed_at = (way.closed_why, way.closed_at) if way else ("", None)
    if closed_at is None:
        raise Conflict("Hộp thư đi đang mở, không có gì phải xác nhận.")
    click.echo(f"{why} Phát hiện lúc {moment(closed_at)}. {len(waiting)} thư sẽ gửi:")
    for item in waiting:
        click.echo(f"- {moment(item['created_at'])}  {item['title']}")
    if not yes:
        click.echo("Chưa gửi gì. Xem xong thì chạy lại với --yes.", err=True)
        needs_a_look()
    now = clock.now()
    count = database().run(lambda session: actions.release(session, actor=SYSTEM, now=now))
    click.echo(f"Đã mở lại hộp thư đi: {count} thư sẽ đi trong vài phút.")


@click.command("restore")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.pass_context
@refusing
def restore_command(context: click.Context, folder: Path | None) -> None:
    """Khôi phục từ bản sao; sau đó không thư nào được gửi cho tới khi có người xác nhận. Dừng dịch vụ trước.

    Với PostgreSQL: pg_restore trước, rồi chạy lệnh này không có thư mục để hệ thống biết.

    \b
    Ví dụ:
      feedback restore /media/sao-luu/lang-nghe-20261120-170000
      feedback restore                       vừa chạy pg_restore xong
    """
    settings = load_settings(demo=getattr(context.find_root().obj, "demo", None))
    if folder is not None and not settings.on_sqlite:
        raise Invalid("Dữ liệu nằm ở PostgreSQL: chạy pg_restore, rồi chạy lệnh này không có thư mục.")
    if folder is None:
        if settings.on_sqlite:
            raise Invalid("Hãy nói thư mục bản sao, ví dụ: feedback restore /media/sao-luu/lang-nghe-20261120-170000")
        mark_restored(settings)
    else:
        aside = restore(settings, folder, clock.now())
        if aside.exists():
            click.echo(f"Dữ liệu trước khi khôi phục để ở {aside}.")
    click.echo("Đã ghi nhận khôi phục: chưa thư nào được gửi. Khởi động lại rồi xác nhận ở trang Hộp thư đi,")
    click.echo("hoặc: feedback outbox release")


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


commands = [outbox, tasks, restore_command]
