"""CSV files that people keep: a heading, then a line per thing, every wrong line named at once."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Mapping
from io import StringIO
from typing import TypeVar

from feedback.foundation.errors import Invalid

T = TypeVar("T")
SHOWN = 10


def read_lines(
    text: str,
    *,
    what: str,
    needed: Collection[str],
    read_line: Callable[[Mapping[str, str]], T],
    check: Callable[[list[T]], list[str]],
) -> list[T]:
    """The file's lines as `read_line` makes them; nothing at all when one is wrong.

    `read_line` raises Invalid for a line, `check` names what is wrong with all of them together. `what` is the file in
    Vietnamese ("File lịch"). Invalid when a column is missing or any line is wrong.
    """
    reader = csv.DictReader(StringIO(text.lstrip("\ufeff")))
    missing = [name for name in needed if name not in (reader.fieldnames or ())]
    if missing:
        raise Invalid(f"{what} thiếu cột {', '.join(missing)}. Dòng đầu phải là tên cột.")
    lines: list[T] = []
    wrong: list[str] = []
    for row in reader:
        try:
            lines.append(read_line(row))
        except Invalid as refusal:
            wrong.append(f"dòng {reader.line_num}: {refusal.message}")
    wrong += check(lines)
    if wrong:
        raise Invalid(f"{what} chưa đúng, chưa nạp dòng nào: {'; '.join(wrong[:SHOWN])}.")
    return lines
