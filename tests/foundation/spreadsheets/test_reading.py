from __future__ import annotations

import pytest

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets import open_book
from feedback.foundation.spreadsheets.reading import ENCRYPTED, MAX_FILE
from feedback.foundation.spreadsheets.xls import OLE
from tests.foundation.spreadsheets.books import archive


def test_the_kind_is_told_by_bytes_not_by_name():
    assert open_book(archive()).form == "xlsx"
    assert open_book(b"a;b\n").form == "text"
    page = b"<html><table><tr><td>1</td></tr></table>"
    assert [row.cells[1].text for row in open_book(page).sheets[0].rows()] == ["1"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "rỗng"),
        (b"  \r\n ", "rỗng"),
        (OLE + b"\0" * 100 + ENCRYPTED, "mật khẩu"),
        (OLE + b"\0" * 600, "đời cũ"),
        (b"\xef\xbb\xbf <!DOCTYPE html>", "trang web"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>', "XML"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Table><Row/>',
            "XML",
        ),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html><table><tr><td>a", "MHTML"),
        (b"%PDF-1.7", "không phải bảng tính"),
        (b"\x89PNG\r\n", "không phải bảng tính"),
        (b"PK\x03\x04 rest", "hỏng"),
        (b"a" * (MAX_FILE + 1), "50 MB"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_in_words(content, words):
    with pytest.raises(Invalid, match=words):
        open_book(content)
