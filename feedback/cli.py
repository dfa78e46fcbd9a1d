"""Everything the system can be told to do, slice by slice."""

from __future__ import annotations

import os
import socket

import click

from feedback import schedule
from feedback.accounts.actions import new_setup_code
from feedback.accounts.commands import commands as accounts
from feedback.accounts.queries import count_administrators
from feedback.adjusting import ADJUSTABLE
from feedback.answers.commands import commands as answers
from feedback.apologies.commands import commands as apologies
from feedback.collection_points.commands import commands as collection_points
from feedback.demo.commands import commands as demo
from feedback.demo.commands import seed_if_new, sign_in_words
from feedback.foundation import clock
from feedback.foundation.command_words import in_vietnamese
from feedback.foundation.commands import refusing, store
from feedback.foundation.engine import Store, open_store
from feedback.foundation.processes import OwnTls, listen, take_over
from feedback.foundation.settings import Settings, load_settings, remember_started
from feedback.foundation.signatures.commands import commands as signatures
from feedback.foundation.tls.commands import commands as tls
from feedback.foundation.tls.commands import start_lines
from feedback.foundation.tls.paper import keeper_of
from feedback.languages.commands import commands as languages
from feedback.languages.queries import load_languages
from feedback.organisation.commands import settings_commands
from feedback.outbox.actions import mind_restore
from feedback.outbox.commands import commands as outbox
from feedback.procedures.commands import commands as procedures
from feedback.questionnaires.commands import commands as questionnaires
from feedback.ready import load_reference, make_ready
from feedback.records.commands import commands as records
from feedback.reports.commands import commands as reports
from feedback.working_calendar.commands import commands as working_calendar


class _Opener:
    """Opens the store once, on first use, so that --help never touches a database."""

    def __init__(self, demo: bool | None) -> None:
        self.demo = demo
        self._store: Store | None = None

    def __call__(self) -> Store:
        if self._store is None:
            self._store = open_store(load_settings(demo=self.demo))
            make_ready(self._store)
        return self._store


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--demo/--no-demo", default=None, help="Làm việc trên dữ liệu mẫu hay dữ liệu thật.")
@click.pass_context
def feedback(context: click.Context, demo: bool | None) -> None:
    """Lắng Nghe: ý kiến người dân, hồ sơ đúng hẹn, lời xin lỗi kịp thời.

    Lệnh làm việc trên bản được khởi động sau cùng (mẫu hay thật); --demo, --no-demo hoặc biến DEMO nói khác đi.

    \b
    Ví dụ:
      feedback due --procedure 1.004873 --received 2026-08-21T16:10
      feedback import-records danh-sach.csv --unit 19702
      feedback weekly-report --unit 19702 --week 2026-W46 --out bao-cao/

    \b
    Mã thoát: 0 xong · 1 bị từ chối, lý do ở stderr · 2 gõ sai lệnh · 3 xong nhưng có chỗ cần xem lại.
    """
    context.obj = _Opener(demo)


@click.command("serve")
@click.pass_context
@refusing
def serve(context: click.Context) -> None:
    """Khởi động trang web và bộ hẹn giờ; Ctrl-C dừng cả hai. `make run` gọi lệnh này.

    \b
    Ví dụ:
      feedback serve                          bản mẫu, chỉ mở được từ máy này
      DEMO=0 FEEDBACK_PUBLIC_URL=https://danhgia.xamau.gov.vn feedback serve
      DEMO=0 TLS=1 HOST=0.0.0.0 feedback serve   tự làm https cho máy tính bảng trong mạng cơ quan
    """
    settings = load_settings(demo=_which(context.find_root().obj.demo), as_started=False)
    door = listen(settings.host, settings.port)
    settings = settings.model_copy(update={"port": door.getsockname()[1]})
    small_door = listen(settings.host, settings.door_port, "FEEDBACK_AUTHORITY_PORT") if settings.tls else None
    opened = open_store(settings)
    if not make_ready(opened):
        load_reference(opened)  # a new version may bring newer files without a new schema
    if settings.demo:
        seed_if_new(opened)
    remember_started(opened.settings)
    mind_restore(opened, clock.now())
    own_tls = _own_tls(settings, small_door) if small_door is not None else None
    for line in welcome(opened):
        click.echo(line)
    opened.database.close()
    environment = {
        "DEMO": "1" if settings.demo else "0",
        "FEEDBACK_DATA_DIR": str(settings.folder),
        "HOST": settings.host,
        "PORT": str(settings.port),
        "TLS": "1" if settings.tls else "0",
    }
    workers = 1 if settings.on_sqlite else settings.workers
    take_over(door, workers=workers, threads=settings.threads, environment=environment, tls=own_tls)


def _own_tls(settings: Settings, door: socket.socket) -> OwnTls:
    """The certificates made ready, and what the small door has to know."""
    keeper = keeper_of(settings)
    kept = keeper.look(clock.now())
    if kept.is_new_authority:
        click.echo("Vừa làm chứng chỉ gốc mới. In tờ hướng dẫn: .venv/bin/feedback tls-page --out to-huong-dan.pdf")
    plan: dict[str, str | int] = {
        "folder": str(keeper.folder),
        "host": settings.host,
        "public_url": settings.public_url,
        "url": settings.url,
        "port": settings.port,
        "door_port": door.getsockname()[1],
    }
    return OwnTls(str(keeper.server_file), door, plan)


def _which(said: bool | None) -> bool | None:
    """The demo unless the command line, DEMO or `.env` says otherwise: serving starts what a newcomer wants to see."""
    if said is None and "DEMO" not in os.environ and "demo" not in Settings().model_fields_set:
        return True
    return said


def welcome(opened: Store) -> list[str]:
    """What the terminal says once everything is ready: where to look, and how to get in."""
    url = opened.settings.url
    lines = [*load_languages(opened.settings.language_folder).refused, ""]
    lines += [f"Lắng Nghe đang chạy: {url}", f"  Công khai xin lỗi:  {url}/cong-khai/xin-loi"]
    lines += start_lines(opened.settings)
    if opened.settings.demo:
        return [*lines, "  BẢN MẪU: mọi người, hồ sơ, con số đều bịa ra để thử.", *sign_in_words(), "Ctrl-C để dừng."]
    with opened.database.read() as session:
        started = count_administrators(session) > 0
    if not started:
        now = clock.now()
        code = opened.database.run(lambda session: new_setup_code(session, now=now))
        lines += [
            f"  Tạo quản trị viên đầu tiên: {url}/khoi-tao",
            f"  Mã khởi tạo (dùng một lần, trong 24 giờ): {code}",
        ]
    return [*lines, f"  Cán bộ đăng nhập:   {url}/dang-nhap", "Ctrl-C để dừng."]


@click.command("schedule")
@click.option("--list", "only_list", is_flag=True, help="In thời khóa biểu bằng chữ rồi thôi.")
@click.option("--once", is_flag=True, help="Làm mọi việc đến hạn một lượt rồi thôi.")
@refusing
def schedule_command(only_list: bool, once: bool) -> None:
    """Bộ hẹn giờ: soạn phiếu xin lỗi, gửi thư, làm báo cáo sáng thứ Hai.

    \b
    Ví dụ:
      feedback schedule --list
      feedback schedule --once
    """
    if only_list:
        for line in schedule.timetable_words():
            click.echo(line)
    elif once:
        wrong = schedule.run_all(store(), clock.now())
        for words in wrong:
            click.echo(f"Chưa làm được: {words}. Lý do ở nhật ký; lượt sau sẽ làm lại.", err=True)
        if wrong:
            raise SystemExit(3)
    else:
        schedule.run_forever(store())


@click.command("load-reference")
@refusing
def load_reference_command() -> None:
    """Nạp lại đơn vị, lịch làm việc, thủ tục, phiếu hỏi đi kèm bản này; nạp lại không nhân đôi.

    \b
    Ví dụ:
      feedback load-reference
    """
    loaded = load_reference(store())
    click.echo(f"Mới hoặc đổi: {loaded.units} đơn vị, {loaded.days} ngày lịch, {loaded.procedures} thủ tục.")


COMMANDS: tuple[click.Command, ...] = (
    serve,
    schedule_command,
    load_reference_command,
    *accounts,
    *settings_commands(ADJUSTABLE),
    *procedures,
    *working_calendar,
    *records,
    *collection_points,
    *answers,
    *questionnaires,
    *languages,
    *apologies,
    *outbox,
    *reports,
    *demo,
    *tls,
    *signatures,
)
for _command in COMMANDS:
    feedback.add_command(_command)
in_vietnamese(feedback)
