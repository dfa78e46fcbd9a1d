"""`feedback settings` and `feedback set-setting`: what is set, where it comes from, and setting it."""

from __future__ import annotations

from collections.abc import Sequence

import click
from sqlalchemy.orm import Session

from feedback.foundation import clock
from feedback.foundation.actors import SYSTEM
from feedback.foundation.commands import database, refusing, say_json
from feedback.foundation.errors import Invalid
from feedback.organisation import actions, queries
from feedback.organisation.rules.adjustable import Adjustable, read_source, read_value, say_value


def settings_commands(known: Sequence[Adjustable]) -> tuple[click.Command, click.Command]:
    """The two commands over these settings."""

    @click.command("settings")
    @click.option("--unit", help="Mã đơn vị; không ghi thì xem cài đặt chung.")
    @click.option("--json", "as_json", is_flag=True, help="In một văn bản JSON.")
    @refusing
    def settings(unit: str | None, as_json: bool) -> None:
        """Mọi cài đặt: giá trị đang dùng, từ đâu, căn cứ gì.

        \b
        Ví dụ:
          feedback settings
          feedback settings --unit 19429
        """
        with database().read() as session:
            unit_id = _unit_id(session, unit)
            lines = [_line(session, unit_id, each) for each in known if unit_id is None or not each.everybody_only]
        if as_json:
            say_json({"unit": unit, "settings": lines})
            return
        for line in lines:
            click.echo(f"{line['key']}: {line['words']}\n    {line['label']}. Căn cứ: {line['source']}")

    @click.command("set-setting")
    @click.argument("key", type=click.Choice([each.key for each in known]), metavar="KHÓA")
    @click.argument("value", required=False, metavar="[GIÁ_TRỊ]")
    @click.option("--unit", help="Mã đơn vị; không ghi thì đặt cho toàn tỉnh.")
    @click.option("--source", default="", help="Căn cứ: văn bản, hoặc ai quyết định và khi nào. Bắt buộc khi đặt.")
    @refusing
    def set_setting(key: str, value: str | None, unit: str | None, source: str) -> None:
        """Đặt một giá trị; không ghi GIÁ_TRỊ thì bỏ giá trị riêng. Các khóa có trong danh sách cài đặt.

        \b
        Ví dụ:
          feedback set-setting apology_paper A5 --unit 19429 --source "QĐ 12/QĐ-UBND 5/1/2026"
          feedback set-setting apology_paper --unit 19429
        """
        setting = next(each for each in known if each.key == key)
        with database().read() as session:
            unit_id = _unit_id(session, unit)
        if unit_id is not None and setting.everybody_only:
            raise Invalid(f"“{setting.label}” chỉ đặt chung cho toàn tỉnh. Hãy bỏ --unit.")
        click.echo(_change(setting, unit_id, value, source))

    return settings, set_setting


def _change(setting: Adjustable, unit_id: int | None, value: str | None, source: str) -> str:
    """Set the value or take it away, and what was done in words."""
    now, key = clock.now(), setting.key
    if value is None:
        database().run(lambda session: actions.unset_setting(session, actor=SYSTEM, now=now, unit_id=unit_id, key=key))
        return f"Đã bỏ giá trị riêng của “{setting.label}”."
    read, ground = read_value(setting, value), read_source(source)
    database().run(
        lambda session: actions.set_setting(
            session, actor=SYSTEM, now=now, unit_id=unit_id, key=key, value=read, source=ground
        )
    )
    return f"Đã đặt “{setting.label}”: {say_value(setting, read)}."


def _unit_id(session: Session, code: str | None) -> int | None:
    return None if code is None else queries.get_unit_at(session, code, clock.local_day(clock.now())).id


def _line(session: Session, unit_id: int | None, setting: Adjustable) -> dict[str, object]:
    row = queries.find_setting(session, unit_id, setting.key)
    value = setting.default if row is None else row.value
    return {
        "key": setting.key,
        "label": setting.label,
        "value": value,
        "words": say_value(setting, value),
        "source": setting.source if row is None else row.source,
        "set": row is not None,
    }
