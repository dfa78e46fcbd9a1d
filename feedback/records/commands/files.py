"""`feedback import-records`, `retry-rejected`, `records`, `late`, `due`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from feedback.foundation import clock, words
from feedback.foundation.actors import SYSTEM
from feedback.foundation.commands import (
    LOCAL_MOMENT,
    database,
    needs_a_look,
    refusing,
    say_json,
    say_json_list,
    sealer,
)
from feedback.organisation.queries import get_unit_at, scope_ids
from feedback.procedures.queries import due_for, explain_for, get_by_code
from feedback.records import actions, queries
from feedback.records.actions import Outcome, Upload
from feedback.records.commands.large import import_large
from feedback.records.commands.mappings import column_option, tell_columns_of
from feedback.records.queries import LateFile
from feedback.records.rules import (
    CATEGORY_WORDS,
    IGNORED_WORDS,
    LATENESS_WORDS,
    WORDS,
    Category,
    Lateness,
    Stamp,
)
from feedback.records.rules.wording import say_stamp

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
as_of_option = click.option(
    "--as-of",
    type=LOCAL_MOMENT,
    help="Tính đến thời điểm này (giờ Việt Nam), ví dụ 2026-11-20T17:00; không ghi là bây giờ.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="In một văn bản JSON.")
unit_option = click.option("--unit", "address", metavar="MÃ", help="Chỉ hồ sơ do đơn vị này và cấp dưới giải quyết.")


def _unit_id(session: Session, address: str | None, as_of: datetime) -> int | None:
    return get_unit_at(session, address, clock.local_day(as_of)).id if address else None


@click.command("import-records")
@click.argument("file", type=FILE)
@click.option("--unit", "address", metavar="MÃ", help="Đơn vị cho những hồ sơ mà tệp không ghi đơn vị.")
@click.option("--mapping", "software", metavar="TÊN", default="", help="Đọc cột theo mẫu đã lưu của phần mềm này.")
@column_option
@as_of_option
@json_option
@refusing
def import_records(
    file: Path, address: str | None, software: str, columns: tuple[str, ...], as_of: datetime | None, as_json: bool
) -> None:
    """Nhập hồ sơ từ FILE (.xlsx, .xls, .csv, .txt) xuất từ phần mềm một cửa. Nhập lại cùng tệp không đổi gì.

    Tệp lớn (đến 300 MB, một triệu dòng) được đọc dần, có thanh tiến độ; bị ngắt giữa chừng thì chạy lại lệnh sẽ làm
    tiếp, và mọi hồ sơ chỉ hiện ra cùng một lúc khi đã xong.

    \b
    Ví dụ:
      feedback import-records so-theo-doi.xlsx
      feedback import-records danh-sach.csv --unit 19702 --as-of 2026-11-20T17:00 --json
      feedback import-records so.xlsx --mapping "Một cửa tỉnh" --column "Ngày nộp=Tiếp nhận" --column "Số BN=Mã hồ sơ"

    Mã thoát 3: đã nhập, nhưng có dòng bị từ chối.
    """
    now = clock.now()
    as_of = as_of or now
    with database().read() as session:
        unit_id = _unit_id(session, address, as_of)
    tell_columns_of(file, columns, software)
    if file.stat().st_size > actions.SMALL:
        outcome = import_large(file, Upload(file.name, b"", as_of, unit_id, software))
    else:
        upload = Upload(file.name, file.read_bytes(), as_of, unit_id, software)
        outcome = actions.import_file(database(), sealer=sealer(), actor=SYSTEM, now=now, upload=upload)
    if as_json:
        say_json(outcome_json(outcome))
    else:
        click.echo("\n".join(tell_outcome(outcome)))
    if outcome.counts["rejected"]:
        needs_a_look()


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """What `--json` prints of an import."""
    numbers = ("accepted", "accepted_with_warning", "rejected", "ignored", "unchanged", "changed")
    return {
        "file": outcome.file_name,
        "as_of": outcome.as_of,
        **{name: outcome.counts[name] for name in numbers},
        "sheet": outcome.counts.get("sheet", ""),
        "other_sheets": outcome.counts.get("other_sheets", []),
        "encoding": outcome.counts.get("encoding", ""),
        "mapping": outcome.counts.get("mapping"),
        "unused_columns": outcome.counts.get("unused", []),
        "rows": list(outcome.rows),
    }


def tell_outcome(outcome: Outcome) -> list[str]:
    """The same in words, with a line for every row that was not simply taken."""
    counts = outcome.counts
    summary = (
        f"{outcome.file_name}: nhận {counts['accepted']} hồ sơ ({counts['accepted_with_warning']} kèm cảnh báo), "
        f"từ chối {counts['rejected']}, bỏ qua {counts['ignored']} dòng; "
        f"{counts['unchanged']} không đổi, {counts['changed']} có thay đổi."
    )
    lines = [summary, *_tell_letters(counts)]
    if counts["accepted"] + counts["rejected"] == 0:
        lines.append("Tệp không có hồ sơ nào.")
    if counts.get("other_sheets"):
        lines.append(f"Chưa đọc các trang tính khác cũng có hồ sơ: {', '.join(counts['other_sheets'])}.")
    for row in outcome.rows:
        words = [WORDS.get(reason, reason) for reason in row["reasons"]]
        if row["outcome"] == "rejected":
            lines.append(f"  Dòng {row['row']} – từ chối – {row['code'] or 'không có mã'}: {' '.join(words)}")
        elif words:
            lines.append(f"  Dòng {row['row']} – cảnh báo – {row['code']}: {' '.join(words)}")
        elif row["outcome"] == "ignored" and row["why"] not in ("blank", "header", "title"):
            lines.append(f"  Dòng {row['row']} – bỏ qua: {IGNORED_WORDS.get(row['why'], row['why'])}.")
    return lines


def _tell_letters(counts: Mapping[str, Any]) -> Iterator[str]:
    """What the columns and letters were read as, with a line before and after where these had to be converted."""
    if counts.get("handed_in"):
        yield f"  Ngày tiếp nhận được lấy từ cột “{counts['handed_in']}”: hạn trả tính từ ngày nộp."
    if counts.get("unused_days"):
        yield f"  Cột ngày chưa dùng: {', '.join(counts['unused_days'])}. Chỉ ra bằng --column nếu cần."
    if counts.get("mapping"):
        yield f"  Đọc cột theo mẫu “{counts['mapping']['name']}”, phiên bản {counts['mapping']['version']}."
    if counts.get("converted"):
        before, after = counts["converted"][0]
        yield f"  Tệp ghi bằng {counts['encoding']}, đã đổi sang Unicode: “{before}” đọc là “{after}”."


@click.command("retry-rejected")
@click.option("--import", "import_id", type=int, metavar="SỐ", help="Chỉ lần nhập này; không ghi là mọi lần nhập.")
@json_option
@refusing
def retry_rejected(import_id: int | None, as_json: bool) -> None:
    """Thử lại những dòng bị từ chối, chẳng hạn sau khi đã thêm thủ tục còn thiếu.

    \b
    Ví dụ:
      feedback retry-rejected
      feedback retry-rejected --import 12
    """
    done = actions.retry_rejected(database(), sealer=sealer(), actor=SYSTEM, now=clock.now(), import_id=import_id)
    if as_json:
        say_json_list(outcome_json(outcome) for outcome in done)
        return
    taken = 0
    for _, pages in groupby(done, key=lambda outcome: outcome.counts["retry_of"]):
        told = [(outcome.file_name, outcome.counts["accepted"]) for outcome in pages]
        number = sum(accepted for _, accepted in told)
        taken += number
        click.echo(f"{told[0][0]}: nhận thêm {number} hồ sơ.")
    if not taken:
        click.echo("Chưa có dòng nào nhận được thêm.")


@click.command("records")
@as_of_option
@click.option("--file", "file_name", metavar="TÊN", help="Chỉ những dòng mà lần nhập tệp tên này có.")
@unit_option
@json_option
@refusing
def records(as_of: datetime | None, file_name: str | None, address: str | None, as_json: bool) -> None:
    """Đếm hồ sơ đúng hạn, trễ hạn theo loại; theo giờ và theo ngày.

    \b
    Ví dụ:
      feedback records --as-of 2026-11-20T17:00 --json
      feedback records --file danh-sach.csv --unit 19702
    """
    as_of = as_of or clock.now()
    name = Path(file_name).name if file_name else None
    with database().read() as session:
        unit_id = _unit_id(session, address, as_of)
        reach = scope_ids(session, unit_id) if unit_id is not None else None
        tallies = queries.tally_files(session, as_of, unit_ids=reach, file_name=name)
        without_due = queries.count_without_due(session, reach)
    if as_json:
        say_json(
            {
                "as_of": as_of,
                "file": name,
                "unit": address,
                "total": tallies.total,
                "counts": tallies.counts,
                "counts_by_date": tallies.counts_by_date,
                "counts_by_unit": tallies.by_unit,
                "differs_by_mode": list(tallies.differs),
                "without_any_due": without_due,
            }
        )
        return
    click.echo(f"Tính đến {words.moment(as_of)}: {tallies.total} hồ sơ.")
    for category, number in tallies.counts["by_category"].items():
        click.echo(f"  {CATEGORY_WORDS[Category(category)]}: {number}")


@click.command("late")
@as_of_option
@unit_option
@click.option("--days", type=click.IntRange(1, 60),
              help="Sắp đến hạn là trong bấy nhiêu ngày làm việc; không ghi: theo cài đặt của đơn vị.")  # fmt: skip
@json_option
@refusing
def late(as_of: datetime | None, address: str | None, days: int | None, as_json: bool) -> None:
    """Hồ sơ quá hạn, đến hạn gửi phiếu xin lỗi, sắp đến hạn; trễ bao lâu theo giờ làm việc.

    \b
    Ví dụ:
      feedback late --as-of 2026-11-20T17:00 --json
      feedback late --unit 19702 --days 3
    """
    as_of = as_of or clock.now()
    with database().read() as session:
        unit_id = _unit_id(session, address, as_of)
        reach = scope_ids(session, unit_id) if unit_id is not None else None
        found = queries.list_late(session, as_of, reach, days)
        days = days or queries.warn_days(session, unit_id)
    if as_json:
        say_json(_late_json(found, as_of, address, days))
        return
    for kind in Lateness:
        mine = [each for each in found if each.kind is kind]
        click.echo(f"{LATENESS_WORDS[kind]}: {len(mine)}")
        for each in mine:
            click.echo(
                f"  {each.file.code} – {each.file.solving_unit} – hẹn {say_stamp(each.standing.due)} – {each.told}"
            )


def _late_json(found: list[LateFile], as_of: datetime, address: str | None, days: int) -> dict[str, Any]:
    groups = {kind.value: [queries.late_json(each) for each in found if each.kind is kind] for kind in Lateness}
    counts = {kind: len(files) for kind, files in groups.items()}
    return {"as_of": as_of, "unit": address, "within_working_days": days, "counts": counts, **groups}


@click.command("due")
@click.option("--procedure", "code", required=True, metavar="MÃ", help="Mã thủ tục, ví dụ 1.004873.")
@click.option("--received", type=LOCAL_MOMENT, required=True, help="Thời điểm nhận, ví dụ 2026-08-21T16:10.")
@click.option("--unit", "address", metavar="MÃ", help="Theo lịch và cách tính của đơn vị này.")
@json_option
@refusing
def due(code: str, received: datetime, address: str | None, as_json: bool) -> None:
    """Hạn trả của một hồ sơ và vì sao, từng dòng.

    \b
    Ví dụ:
      feedback due --procedure 1.004873 --received 2026-08-21T16:10
      feedback due --procedure 1.001193 --received 2026-11-20T15:30 --unit 19702 --json
    """
    with database().read() as session:
        unit_id = _unit_id(session, address, received)
        procedure = get_by_code(session, code)
        found = due_for(session, procedure, received, unit_id)
        explanation = explain_for(session, procedure, received, unit_id)
        name = procedure.name
    if not as_json:
        click.echo("\n".join(explanation))
        return
    provisional = [day.isoformat() for day in found.provisional_days] if found else []
    say_json(
        {
            "procedure": code,
            "name": name,
            "received": Stamp(received, True).local_iso,
            "due": Stamp(found.at, True).local_iso if found else None,
            "explanation": list(explanation),
            "provisional": bool(found and found.provisional),
            "provisional_days": provisional,
        }
    )


commands = [import_records, retry_rejected, records, late, due]
