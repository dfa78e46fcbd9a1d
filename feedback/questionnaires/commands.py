"""Commands: publish and list questionnaires; speak their prompts; load a folder of an office's own recordings."""

from __future__ import annotations

from pathlib import Path

import click

from feedback.foundation import clock
from feedback.foundation.actors import SYSTEM
from feedback.foundation.commands import database, refusing, say_json
from feedback.foundation.errors import Invalid
from feedback.foundation.words import moment, number
from feedback.questionnaires import actions, queries
from feedback.questionnaires.actions import Published
from feedback.questionnaires.exports import make_clips
from feedback.questionnaires.rules import read
from feedback.questionnaires.rules.sounds import Sound, check_recording

RECORDED = (".mp3", ".ogg", ".m4a")


@click.command("publish-questionnaire")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@refusing
def publish_questionnaire(file: Path | None, as_json: bool) -> None:
    """Công bố phiếu hỏi: đóng băng thành một bản có mã băm, từ đó không đổi nữa.

    Không nêu tệp thì công bố mọi phiếu đi kèm chương trình. Công bố lại đúng nội dung cũ thì không đổi gì.

    \b
    Ví dụ:
      feedback publish-questionnaire
      feedback publish-questionnaire phieu-2027.toml --json
    """
    contents = [queries.load_definition(path) for path in ([file] if file else queries.list_definitions())]
    now = clock.now()
    published = database().run(
        lambda session: [actions.publish(session, actor=SYSTEM, now=now, content=content) for content in contents]
    )
    if as_json:
        say_json([_as_json(each) for each in published])
        return
    for each in published:
        state = "công bố mới" if each.is_new else "đã có, không đổi"
        click.echo(f"{each.key} bản {each.version}: {state} (sha256 {each.sha256[:16]}…)")


@click.command("questionnaires")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
def list_questionnaires(as_json: bool) -> None:
    """Liệt kê các bản phiếu hỏi đã công bố.

    \b
    Ví dụ:
      feedback questionnaires --json
    """
    with database().read() as session:
        rows = [(v.key, v.version, v.sha256, v.published_at) for v in queries.list_versions(session)]
    if as_json:
        say_json([dict(zip(("key", "version", "sha256", "published_at"), row, strict=True)) for row in rows])
        return
    for key, version, sha256, published_at in rows:
        click.echo(f"{key} bản {version}, công bố lúc {moment(published_at)}, sha256 {sha256}")


@click.command("read-aloud")
@click.option("--lang", "langs", multiple=True, metavar="MÃ", help="Chỉ đọc tiếng này, như vi. Không nêu: mọi tiếng.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Thư mục khác để ghi thử.")
@click.option("--all", "anew", is_flag=True, help="Đọc lại cả những câu không đổi.")
@refusing
def read_aloud(langs: tuple[str, ...], out: Path | None, anew: bool) -> None:
    """Đọc các câu của phiếu hỏi thành tiếng: mỗi câu một tệp MP3 không quá 25.000 byte.

    Chạy sau khi sửa chữ trong phiếu hỏi hay lời đọc (feedback/questionnaires/speech), rồi lưu các tệp cùng mã nguồn.
    Cần espeak-ng và lame; máy chủ và người dân không cần hai chương trình này.

    \b
    Ví dụ:
      feedback read-aloud
      feedback read-aloud --lang vi --all --out /tmp/nghe-thu
    """
    folder = out or queries.CLIPS
    asked = read(queries.load_definition(queries.DEFINITIONS / f"{queries.COUNTER}.toml"))
    for clip in make_clips(asked, langs or queries.list_spoken(), folder, anew=anew):
        click.echo(f"{clip.name}: {number(clip.seconds)} giây, {number(clip.bytes)} byte")
    made = [clip for clips in queries.read_clips(folder).values() for clip in clips.values()]
    total, largest = sum(clip.bytes for clip in made), max(clip.bytes for clip in made)
    click.echo(f"Có {len(made)} tệp, cả thảy {number(total)} byte, tệp nặng nhất {number(largest)} byte.")


@click.command("load-recordings")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--lang", required=True, metavar="MÃ", help="Tiếng của các bản ghi, như bru.")
@refusing
def load_recordings(folder: Path, lang: str) -> None:
    """Nạp cả thư mục bản ghi giọng người: mỗi câu một tệp mang mã của câu, như overall.mp3, items.f24.m4a.

    Mã và lời từng câu xem ở trang Phiếu hỏi, mục Bản đọc to. Có một tệp chưa đúng thì không tệp nào được nạp.

    \b
    Ví dụ:
      feedback load-recordings ghi-am-bru/ --lang bru
    """
    sounds = {path.stem: _sound(path) for path in sorted(folder.iterdir()) if path.suffix in RECORDED}
    if not sounds:
        raise Invalid(f"Thư mục {folder} không có tệp nào đuôi {', '.join(RECORDED)}.")
    now = clock.now()
    new = database().run(
        lambda session: [
            key
            for key, sound in sounds.items()
            if actions.replace_prompt(session, actor=SYSTEM, now=now, lang=lang, key=key, sound=sound)
        ]
    )
    click.echo(
        f"Đã nạp {len(new)} bản ghi, {len(sounds) - len(new)} bản đã có. Nghe lại: /phieu-hoi/doc-to?tieng={lang}"
    )


def _sound(path: Path) -> Sound:
    try:
        return check_recording(path.read_bytes())
    except Invalid as refusal:
        raise Invalid(f"{path.name}: {refusal.message}") from refusal


def _as_json(each: Published) -> dict[str, object]:
    return {"key": each.key, "version": each.version, "sha256": each.sha256, "new": each.is_new}


commands: list[click.Command] = [publish_questionnaire, list_questionnaires, read_aloud, load_recordings]
