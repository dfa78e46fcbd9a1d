"""Making and dropping the sample."""

from __future__ import annotations

import sys

import click

from feedback.demo.actions.seeding import drop, is_seeded, seed
from feedback.demo.rules import AREA, DEMO_PASSWORD, PROVINCE, SIGN_INS, communes
from feedback.foundation import clock
from feedback.foundation.commands import refusing
from feedback.foundation.engine import Store
from feedback.foundation.settings import load_settings

ROLE_WORDS = {
    "officer": "cán bộ một cửa",
    "head": "chủ tịch xã, ký phiếu xin lỗi",
    "leader": "lãnh đạo, xem báo cáo",
    "inspector": "thanh tra, xem mọi con số",
    "administrator": "quản trị",
}
PLACES = {each.code: each.name for each in communes()} | {AREA[0]: AREA[1], PROVINCE[0]: PROVINCE[1], "": "mọi đơn vị"}


def tell(step: str, done: int, whole: int) -> None:
    """One line that fills up; in a log, one line a step."""
    if sys.stdout.isatty():
        bar = "█" * (20 * done // whole) + "·" * (20 - 20 * done // whole)
        click.echo(f"\r  {step:<28} {bar} {done}/{whole} ", nl=done == whole)
    elif done == whole:
        click.echo(f"  {step}: xong")


def seed_if_new(store: Store) -> None:
    """Make the sample on the first start of the demo."""
    if not is_seeded(store):
        click.echo("Đang tạo dữ liệu mẫu (lần đầu, khoảng một phút)…")
        seed(store, clock.now(), tell)


def sign_in_words() -> list[str]:
    """The sample's accounts, a line each."""
    lines = [f"  {login:<12} {ROLE_WORDS[role]} – {name} ({PLACES[place]})" for login, name, role, place in SIGN_INS]
    return [f"Đăng nhập thử (chỉ từ máy này), mật khẩu chung: {DEMO_PASSWORD}", *lines]


@click.command("drop-demo")
@refusing
def drop_demo() -> None:
    """Xóa cơ sở dữ liệu và thư mục của bản mẫu; bản thật không bị đụng tới.

    \b
    Ví dụ:
      feedback drop-demo
    """
    gone = drop(load_settings(demo=True))
    click.echo("Đã xóa bản mẫu." if gone else "Không có bản mẫu nào để xóa.")


commands = [drop_demo]
