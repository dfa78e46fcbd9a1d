"""`feedback apologies`: what waits, what was sent in time, what was sent late."""

import click

from feedback.apologies import queries
from feedback.apologies.rules import KIND_WORDS, OPEN_STATES, STATE_WORDS, State
from feedback.foundation import clock
from feedback.foundation.commands import database, refusing, say_json
from feedback.foundation.words import moment
from feedback.organisation.queries import get_unit_at, scope_ids

PLAIN = (
    "id",
    "unit",
    "code",
    "field",
    "number",
    "year",
    "due_at",
    "limit_at",
    "limit_rule",
    "created_at",
    "created_why",
)
LATER = ("reason_class", "new_due_at", "approved_at", "approved_by", "sent_in_time")


@click.command("apologies")
@click.option("--unit", help="Mã đơn vị: đơn vị đó và cấp dưới.")
@click.option(
    "--state", type=click.Choice([each.value for each in State]), help="Chỉ một trạng thái; mặc định: tất cả."
)
@click.option("--json", "as_json", is_flag=True, help="In một văn bản JSON.")
@refusing
def apologies(unit: str | None, state: str | None, as_json: bool) -> None:
    """Phiếu xin lỗi: dự thảo, chờ duyệt, đã duyệt, đã chuyển cấp trên. Không in tên người nộp.

    \b
    Ví dụ:
      feedback apologies
      feedback apologies --state drafted
      feedback apologies --unit 19702 --json
    """
    with database().read() as session:
        units = scope_ids(session, get_unit_at(session, unit, clock.local_day(clock.now())).id) if unit else None
        wanted = [State(state)] if state else list(State)
        lines = [line for each in wanted for line in queries.list_lines(session, units, {each})]
    if as_json:
        say_json({"count": len(lines), "notices": [_facts(line) for line in lines]})
        return
    waiting = sum(line.state in OPEN_STATES for line in lines)
    click.echo(f"{len(lines)} phiếu, {waiting} phiếu chờ duyệt.")
    for line in lines:
        click.echo(
            f"{line.code}  {line.unit}  {KIND_WORDS[line.kind]}, {STATE_WORDS[line.state]}; "
            f"chậm nhất {moment(line.limit_at)}"
        )


def _facts(line: queries.NoticeLine) -> dict[str, object]:
    plain = {name: getattr(line, name) for name in (*PLAIN, *LATER)}
    return {"kind": line.kind.value, "state": line.state.value} | plain


commands = [apologies]
