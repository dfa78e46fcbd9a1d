"""Reading an upload: the sheet that holds records, its rows checked against what the system knows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice, pairwise
from pathlib import PurePath

from sqlalchemy.orm import Session

from feedback.foundation.clock import local_day
from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets import Book, Sheet, open_book
from feedback.foundation.text import clean
from feedback.organisation.queries import get_setting, list_prefixes, names_on, subtree_ids
from feedback.procedures.queries import read_catalogue
from feedback.records.rules import (
    DEFAULT_CODE_PATTERN,
    Checked,
    Found,
    Ignored,
    Layout,
    Places,
    Role,
    check_row,
    find_header,
    find_heading_unit,
    reject_duplicates,
)

CODE_PATTERN = "record_code_pattern"
"""The setting that holds another accepted form of record codes (a regular expression)."""
HEADER_WITHIN = 200
NO_HEADER = (
    "Không thấy dòng tiêu đề có cột “Mã hồ sơ” cùng cột ngày tiếp nhận hoặc thủ tục trong {where}. "
    "Xin kiểm tra lại tệp xuất từ phần mềm một cửa; có thể đã chọn nhầm tệp."
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to import. `unit_id` only fills gaps; `as_of` (aware) is the moment the export speaks of."""

    name: str
    content: bytes
    as_of: datetime
    unit_id: int | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def base_name(self) -> str:
        return clean(PurePath(self.name.replace("\\", "/")).name) or "khong-ten"


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows of an upload after checking, and where they stood. Nothing is stored yet."""

    file_name: str
    sha256: str
    as_of: datetime
    places: Places
    rows: tuple[Checked, ...]
    ignored: tuple[Ignored, ...]
    sheet: str
    other_sheets: tuple[str, ...]
    titles: Mapping[str, str]
    encoding: str
    converted: tuple[tuple[str, str], ...]


def read_upload(session: Session, upload: Upload) -> Reading:
    """Read and check an export. Invalid (Vietnamese) when the file itself cannot be taken."""
    book = open_book(upload.content)
    sheet, others = choose_sheet(book)
    layout = Layout(sheet.merges, numbered=book.form == "xlsx")
    catalogue = read_catalogue(session)
    pattern = code_pattern(session)
    rows: list[Checked] = []
    ignored: list[Ignored] = []
    for each in layout.read(sheet.rows()):
        if isinstance(each, Ignored):
            ignored.append(each)
        else:
            rows.append(check_row(each, catalogue, upload.as_of, pattern))
    names = names_on(session, local_day(upload.as_of))
    heading = find_heading_unit(names, layout.headings)
    if heading is not None and upload.unit_id in subtree_ids(session, heading):
        # "UBND TỈNH QUẢNG TRỊ" above the table names who is above the unit chosen, and does not contradict it.
        heading = upload.unit_id
    return Reading(
        file_name=upload.base_name,
        sha256=upload.sha256,
        as_of=upload.as_of,
        places=Places(names, list_prefixes(session), heading, upload.unit_id),
        rows=tuple(reject_duplicates(rows)),
        ignored=tuple(ignored),
        sheet=sheet.name,
        other_sheets=tuple(others),
        titles=_titles(layout),
        encoding=book.encoding,
        converted=book.converted,
    )


def code_pattern(session: Session) -> re.Pattern[str]:
    """The accepted form of record codes: the setting, else that of TT 01/2018 as printed in 2026."""
    try:
        return re.compile(str(get_setting(session, None, CODE_PATTERN, DEFAULT_CODE_PATTERN)))
    except re.error as error:
        raise Invalid(f"Cài đặt “{CODE_PATTERN}” không phải biểu thức chính quy đúng: {error}.") from error


def choose_sheet(book: Book) -> tuple[Sheet, list[str]]:
    """The sheet that holds records, and the names of further ones with such a header.

    The first visible one that has a file below its header, else the first visible header, else a hidden sheet.
    """
    useful = [sheet for sheet in book.sheets if has_header(sheet)]
    if len(useful) > 1:
        useful.sort(key=lambda sheet: (sheet.hidden, not has_files(sheet)))
    if not useful:
        where = "tệp" if len(book.sheets) <= 1 else f"{len(book.sheets)} trang tính của tệp"
        raise Invalid(NO_HEADER.format(where=where))
    return useful[0], [sheet.name for sheet in useful[1:]]


def has_header(sheet: Sheet) -> bool:
    """Whether one of the first rows names the columns of records."""
    wide = {(merge.top, merge.left): merge.right for merge in sheet.merges if merge.right - merge.left >= 2}
    rows = chain(islice(sheet.rows(), HEADER_WITHIN), (None,))
    return any(row is not None and find_header(row, following, wide) is not None for row, following in pairwise(rows))


def has_files(sheet: Sheet) -> bool:
    """Whether one of the first rows is a file."""
    return any(isinstance(each, Found) for each in Layout(sheet.merges).read(islice(sheet.rows(), HEADER_WITHIN)))


def _titles(layout: Layout) -> dict[str, str]:
    """Role → column title as printed, for the preview."""
    if layout.header is None:
        return {}
    columns = layout.header.columns
    return {role.value: clean(layout.header.titles.get(columns[role], "")) for role in Role if role in columns}
