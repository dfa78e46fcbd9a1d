"""Which kind of file this is, told by its bytes and never by its name."""

from __future__ import annotations

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets.cells import Book
from feedback.foundation.spreadsheets.delimited import read_delimited
from feedback.foundation.spreadsheets.xlsx import read_xlsx

MAX_FILE = 50 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def open_book(content: bytes) -> Book:
    """The spreadsheet in these bytes. Raises Invalid with a Vietnamese sentence for anything else."""
    if not content.strip():
        raise Invalid("Tệp rỗng. Xin chọn lại tệp.")
    if len(content) > MAX_FILE:
        raise Invalid("Tệp lớn hơn 50 MB. Xin chia sổ thành nhiều tệp nhỏ hơn.")
    if content.startswith(b"PK"):
        return read_xlsx(content)
    _refuse_other_kinds(content)
    return read_delimited(content)


def _refuse_other_kinds(content: bytes) -> None:
    if content.startswith(OLE):
        if ENCRYPTED in content:
            raise Invalid("Tệp Excel đang đặt mật khẩu. Xin bỏ mật khẩu (Tệp → Thông tin → Bảo vệ) rồi nhập lại.")
        raise Invalid("Tệp Excel đời cũ (.xls) chưa đọc được. Xin mở bằng Excel, lưu thành .xlsx rồi nhập lại.")
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        raise Invalid("Tệp là trang web (HTML/XML) đổi đuôi. Xin mở bằng Excel, lưu thành .xlsx rồi nhập lại.")
    if head.startswith((b"%pdf", b"\x89png", b"\xff\xd8\xff", b"{\\rtf", b"\x1f\x8b", b"rar!", b"7z\xbc\xaf")):
        raise Invalid("Tệp không phải bảng tính. Chỉ nhận .xlsx và .csv xuất từ phần mềm một cửa.")
