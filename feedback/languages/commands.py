"""The command: which languages there are, what a file still lacks, and a file to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from feedback.foundation.commands import needs_a_look, refusing, say_json, settings
from feedback.foundation.errors import Conflict, Invalid
from feedback.foundation.files import write_once
from feedback.languages.queries import Languages, load_languages, read_file, template
from feedback.languages.rules import BUILT_IN, CODE


@click.command("languages")
@click.option("--template", "wanted", metavar="MÃ", help="In tệp để điền cho ngôn ngữ này, như bru.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Ghi tệp để điền vào đây thay vì in ra.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@refusing
def languages(wanted: str | None, out: Path | None, as_json: bool) -> None:
    """Các ngôn ngữ của trang người dân; kiểm tra từng tệp, nói khóa nào thiếu hoặc thừa.

    Thêm một ngôn ngữ: in tệp để điền, điền, đặt vào thư mục languages của dữ liệu với tên như bru.toml, rồi khởi động
    lại. Tệp còn thiếu chữ thì không được dùng và lệnh này kết thúc với mã 3; các ngôn ngữ khác không bị ảnh hưởng.

    \b
    Ví dụ:
      feedback languages
      feedback languages --template bru --out bru.toml
    """
    folder = settings().language_folder
    if wanted is not None:
        _write_template(wanted, folder, out)
        return
    found = load_languages(folder)
    if as_json:
        rows = [
            {"code": each.code, "name": each.name, "file": _place(found, each.code)} for each in found.known.values()
        ]
        say_json({"languages": rows, "refused": list(found.refused), "folder": str(folder)})
    else:
        for each in found.known.values():
            click.echo(f"{each.code:<8} {each.name} ({_place(found, each.code) or 'đi kèm chương trình'})")
        click.echo(f"Thư mục cho ngôn ngữ thêm: {folder}")
        for line in found.refused:
            click.echo(line, err=True)
    if found.refused:
        needs_a_look()


def _place(found: Languages, code: str) -> str | None:
    return str(found.places[code]) if code in found.places else None


def _write_template(code: str, folder: Path, out: Path | None) -> None:
    """What was translated before is kept, so that a new version's template shows only what is new as empty."""
    if not CODE.fullmatch(code) or code in BUILT_IN:
        raise Invalid(
            f"“{code}” không dùng làm mã ngôn ngữ thêm được. Viết như bru: hai hoặc ba chữ thường, chưa có sẵn."
        )
    before = folder / f"{code}.toml"
    text = template(read_file(before) if before.exists() else {})
    if out is None:
        click.echo(text, nl=False)
    elif write_once(out, text.encode()):
        click.echo(f"Đã ghi {out}. Điền xong, chép vào {folder}/{code}.toml rồi khởi động lại.")
    else:
        raise Conflict(f"{out} đã có, không ghi đè. Xin chọn tên khác.")


commands: list[click.Command] = [languages]
