"""`feedback first-admin-code`, `feedback reset-password` and `feedback load-organisation`."""

from __future__ import annotations

import secrets
from functools import partial
from pathlib import Path
from typing import Any

import click

from feedback.accounts.actions import Loaded, Undone, hash_password, load_workbook, new_setup_code, reset_password
from feedback.accounts.exports import read_workbook_file, write_template
from feedback.accounts.queries import find_account
from feedback.accounts.rules import clean_login, one_time_code
from feedback.foundation import clock
from feedback.foundation.actors import SYSTEM
from feedback.foundation.commands import database, refusing, say_json, settings
from feedback.foundation.errors import NotFound
from feedback.foundation.files import write_atomic
from feedback.organisation.rules import OUTCOME_WORDS, Change, Outcome, describe


@click.command("first-admin-code")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@refusing
def first_admin_code(as_json: bool) -> None:
    """In mã dùng một lần để tạo quản trị viên đầu tiên ở trang /khoi-tao.

    Mã có hiệu lực 24 giờ; xin mã mới thì mã cũ mất hiệu lực. Đã có quản trị viên thì lệnh từ chối.

    \b
    Ví dụ:
      feedback first-admin-code
    """
    code = database().run(partial(new_setup_code, now=clock.now()))
    address = f"{settings().url}/khoi-tao"
    if as_json:
        say_json({"code": code, "url": address})
        return
    click.echo(f"Mã khởi tạo: {code}\nMở {address} trong vòng 24 giờ và nhập mã này.")


@click.command("reset-password")
@click.argument("login")
@refusing
def reset_password_command(login: str) -> None:
    """Cấp mật khẩu dùng một lần cho một tài khoản, ví dụ khi quản trị viên duy nhất quên mật khẩu.

    Mật khẩu in ra một lần, dùng trong ba ngày; người đó phải chọn mật khẩu mới khi đăng nhập. Phiên đang mở kết thúc.

    \b
    Ví dụ:
      feedback reset-password quantri
    """
    with database().read() as session:
        account = find_account(session, clean_login(login))
        if account is None:
            raise NotFound(f"Không có tài khoản “{login}”. Kiểm tra lại tên đăng nhập.")
        account_id, name = account.id, account.person_name
    password = one_time_code(secrets.choice)
    hashed = hash_password(password)
    database().run(partial(reset_password, actor=SYSTEM, now=clock.now(), account_id=account_id, password_hash=hashed))
    click.echo(f"Mật khẩu dùng một lần của {name}: {password}")


@click.command("load-organisation")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--template", is_flag=True, help="Ghi file mẫu trống vào FILE rồi dừng.")
@click.option("--preview", is_flag=True, help="Chỉ xem sẽ thay đổi gì, không ghi.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@refusing
def load_organisation(file: Path, template: bool, preview: bool, as_json: bool) -> None:
    """Nạp tệp tổ chức: cơ quan, người đứng đầu, bàn, quầy, địa bàn, tiền tố, địa chỉ, cán bộ, vai trò.

    Nạp lại không nhân đôi. Còn một dòng sai thì không dòng nào được ghi (mã thoát 1, lỗi từng dòng in ra).

    \b
    Ví dụ:
      feedback load-organisation to-chuc.xlsx --template
      feedback load-organisation to-chuc.xlsx --preview
      feedback load-organisation to-chuc.xlsx
    """
    if template:
        write_atomic(file, write_template(made_at=clock.now()))
        click.echo(f"Đã ghi mẫu vào {file}. Điền theo trang tính “Hướng dẫn” rồi nạp lại.")
        return
    if not file.exists():
        raise click.UsageError(f"Không có file {file}. Thêm --template để lấy mẫu.")
    loaded = _load(file, preview=preview)
    _say(file, loaded, as_json=as_json, written=not (preview or loaded.errors))
    if loaded.errors:
        raise SystemExit(1)


def _load(file: Path, *, preview: bool) -> Loaded:
    now = clock.now()
    reading = read_workbook_file(file.read_bytes())
    work = partial(
        load_workbook,
        actor=SYSTEM,
        now=now,
        day=clock.local_day(now),
        reading=reading,
        name=file.name,
        keep=not preview,
    )
    try:
        return database().run(work)
    except Undone as undone:
        return undone.loaded


def _say(file: Path, loaded: Loaded, *, as_json: bool, written: bool) -> None:
    counts = {outcome.value: loaded.count(outcome) for outcome in Outcome}
    if as_json:
        rows = [_as_json(change) for change in loaded.changes]
        say_json({"file": file.name, "written": written, **counts, "rows": rows})
        return
    for change in loaded.changes:
        if change.outcome is not Outcome.UNCHANGED:
            click.echo(_line(change), err=change.outcome is Outcome.ERROR)
    told = ", ".join(f"{OUTCOME_WORDS[outcome]} {loaded.count(outcome)}" for outcome in Outcome)
    click.echo(f"{'Đã ghi' if written else 'Chưa ghi gì'}: {told}.")


def _line(change: Change) -> str:
    where = f"{change.sheet}, dòng {change.row}" if change.row else change.sheet
    told = describe(change)
    return f"[{OUTCOME_WORDS[change.outcome]}] {where}: {' – '.join(part for part in (change.label, told) if part)}"


def _as_json(change: Change) -> dict[str, Any]:
    return {
        "sheet": change.sheet,
        "row": change.row,
        "outcome": change.outcome.value,
        "label": change.label,
        "detail": describe(change),
    }
