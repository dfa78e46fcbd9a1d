"""`feedback comments`: what the rules make of a file of comments, for whoever tunes them."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import click

from feedback.answers.rules.comments import MaskedComment, read_comment
from feedback.answers.rules.serious import SERIOUS_WORDS
from feedback.answers.rules.topics import TOPIC_WORDS
from feedback.foundation.commands import refusing
from feedback.foundation.errors import Invalid
from feedback.foundation.text import clean

COLUMN = "text"
LONGEST = 1_000_000
"""Letters of one cell: far more than any comment, little enough for any memory."""


@click.command("comments")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="TỆP")
@click.option("--json", "as_json", is_flag=True, help="In một danh sách JSON, mỗi dòng của tệp một mục, đúng thứ tự.")
@refusing
def comments(path: Path, as_json: bool) -> None:
    """Cho xem quy tắc che số, gắn chủ đề làm gì với từng lời nhắn trong tệp CSV có cột text.

    Không ghi gì vào hệ thống. Tệp là UTF-8; các cột khác được bỏ qua.

    \b
    Ví dụ:
      feedback comments loi-nhan.csv
      feedback comments loi-nhan.csv --json
    """
    for _ in read_texts(path):
        pass  # every wrong line is named before anything is printed
    if as_json:
        _print_json(path)
    else:
        _print_table(path)


def read_texts(path: Path) -> Iterator[str]:
    """The column `text`, row by row, cleaned. Invalid names the line that cannot be read."""
    csv.field_size_limit(LONGEST)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _texts(file)
    except UnicodeDecodeError as error:
        raise Invalid(
            f"Tệp {path.name} không phải UTF-8 (dòng {_line_of(path)}). Trong Excel, chọn “CSV UTF-8” khi lưu."
        ) from error


def _texts(file: TextIO) -> Iterator[str]:
    first = file.readline()
    file.seek(0)
    reader = csv.reader(file, delimiter=_delimiter(first), strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        if COLUMN not in names:
            raise Invalid(f"Dòng 1 phải là tên cột và có cột “{COLUMN}”; tệp này có: {', '.join(names) or 'không gì'}.")
        at = names.index(COLUMN)
        for cells in reader:
            if not cells:
                continue
            if len(cells) <= at:
                raise Invalid(f"Dòng {reader.line_num}: thiếu cột “{COLUMN}”. Mỗi dòng phải đủ số cột như dòng 1.")
            yield clean(cells[at], lines=True)
    except csv.Error as error:
        raise Invalid(
            f"Dòng {reader.line_num}: không đọc được ({_why(error)}). Xin xem lại dấu nháy kép trong dòng này."
        ) from error


def _delimiter(first: str) -> str:
    """Excel here writes semicolons where the computer is set to Vietnamese."""
    counts = {sign: first.count(sign) for sign in ",;\t"}
    return max(counts, key=lambda sign: counts[sign])


def _why(error: csv.Error) -> str:
    return "ô quá dài" if "field larger" in str(error) else "dấu nháy kép không khép"


def _line_of(path: Path) -> int:
    """The first line that is no UTF-8."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 1


def _print_json(path: Path) -> None:
    """Row by row, so that a long file needs no memory."""
    start = "["
    for number, text in enumerate(read_texts(path), 1):
        comment = read_comment(text)
        said = {
            "row": number,
            "masked": comment.masked,
            "topics": comment.topics,
            "marks": comment.marks,
            "serious": comment.serious,
        }
        click.echo(f"{start}{json.dumps(said, ensure_ascii=False)}", nl=False)
        start = ",\n"
    click.echo("[]" if start == "[" else "]")


def _print_table(path: Path) -> None:
    topics: Counter[str] = Counter()
    serious: Counter[str] = Counter()
    rows = masked = marked = 0
    for number, text in enumerate(read_texts(path), 1):
        comment = read_comment(text)
        click.echo(_line(number, comment))
        rows = number
        masked += comment.masked != text
        marked += bool(comment.marks)
        topics.update(comment.topics)
        serious.update(comment.serious)
    click.echo(f"\n{rows} lời nhắn; {masked} có chỗ được che, {marked} có tên hoặc địa chỉ được đánh dấu.")
    for topic, words in TOPIC_WORDS.items():
        click.echo(f"  {topics[topic]:>6}  {topic:<15} {words}")
    for kind, words in SERIOUS_WORDS.items():
        click.echo(f"  {serious[kind]:>6}  {kind:<15} nghiêm trọng: {words}")


def _line(number: int, comment: MaskedComment) -> str:
    marks = "; ".join(comment.masked[int(start) : int(end)] for start, end, _ in comment.marks)
    parts = [", ".join(comment.topics), f"đánh dấu: {marks}" if marks else ""]
    parts.append(f"NGHIÊM TRỌNG: {', '.join(comment.serious)}" if comment.serious else "")
    return (
        f"{number:>6}  {' | '.join(part for part in parts if part)}\n        {' / '.join(comment.masked.splitlines())}"
    )
