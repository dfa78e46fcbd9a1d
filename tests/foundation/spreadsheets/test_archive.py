from __future__ import annotations

import io
import zipfile

import pytest

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets.archive import MAX_ENTRIES, open_archive
from tests.foundation.spreadsheets.books import archive


def test_a_plain_workbook_opens():
    assert "xl/workbook.xml" in open_archive(archive()).namelist()


def test_a_truncated_file_is_refused():
    with pytest.raises(Invalid, match="hỏng"):
        open_archive(archive()[:-200])


def test_a_zip_bomb_is_refused_before_it_is_opened():
    bomb = archive({"xl/media/big.xml": b"\0" * (50 * 1024 * 1024)})
    assert len(bomb) < 200_000
    with pytest.raises(Invalid, match="nén"):
        open_archive(bomb)


def test_a_very_repetitive_small_part_is_no_bomb():
    assert "xl/media/small.xml" in open_archive(archive({"xl/media/small.xml": b"a" * 1_000_000})).namelist()


def test_too_many_entries_are_refused():
    many = archive({f"xl/x{number}.xml": "" for number in range(MAX_ENTRIES)})
    with pytest.raises(Invalid, match="200 phần"):
        open_archive(many)


def test_macros_are_refused():
    with pytest.raises(Invalid, match="macro"):
        open_archive(archive({"xl/vbaProject.bin": b"x"}))


def test_another_zip_is_no_workbook():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as out:
        out.writestr("a.txt", "a")
    with pytest.raises(Invalid, match="không phải bảng tính"):
        open_archive(stream.getvalue())


def test_an_encrypted_zip_is_refused_with_what_to_do():
    content = bytearray(archive())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Invalid, match="mật khẩu"):
        open_archive(bytes(content))
