"""Cell references and merged rectangles of a sheet."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets.archive import BROKEN
from feedback.foundation.spreadsheets.cells import Merge

MAX_COLUMN = 16_384
MAX_ROW = 1_048_576
MAX_MERGES = 100_000
_REFERENCE = re.compile(r"([A-Z]{1,7})([0-9]{1,9})$")
_MERGE = re.compile(rb"<(?:[A-Za-z0-9]+:)?mergeCell\b[^>]*?\bref\s*=\s*[\"']([A-Z0-9]+):([A-Z0-9]+)[\"']")
_CHUNK = 1 << 20
_OVERLAP = 256


def merges_of(archive: zipfile.ZipFile, part: str) -> Iterator[Merge]:
    """The merged rectangles, which a sheet lists after its rows: found by a scan, before the rows are read."""
    count, tail = 0, b""
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                data = tail + chunk
                end = 0
                for found in _MERGE.finditer(data):
                    end, count = found.end(), count + 1
                    if count > MAX_MERGES:
                        raise Invalid("Tệp Excel có quá nhiều ô gộp nên không được nhận. Xin bỏ gộp ô rồi nhập lại.")
                    top, left = position(found[1].decode())
                    bottom, right = position(found[2].decode())
                    yield Merge(top, left, bottom, right)
                tail = data[max(end, len(data) - _OVERLAP) :]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise Invalid(BROKEN) from error


def position(reference: str) -> tuple[int, int]:
    """`C7` → (7, 3). Refuses columns and rows no Excel sheet has."""
    found = _REFERENCE.match(reference)
    if found is None:
        raise Invalid(BROKEN)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    row = int(found[2])
    if column > MAX_COLUMN or not 1 <= row <= MAX_ROW:
        raise Invalid("Tệp có ô nằm ngoài giới hạn của Excel (16.384 cột, 1.048.576 dòng): tệp hỏng hoặc giả mạo.")
    return row, column
