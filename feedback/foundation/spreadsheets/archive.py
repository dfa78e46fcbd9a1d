"""The zip container of an XLSX, opened only when it cannot harm."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from feedback.foundation.errors import Invalid

MAX_ENTRIES = 200
MAX_TOTAL = 200 * 1024 * 1024
MAX_PART = 64 * 1024 * 1024
"""Parts that are read whole (shared strings, styles). Sheets are streamed and only count into MAX_TOTAL."""
MAX_RATIO = 100
RATIO_FROM = 4 * 1024 * 1024
"""A small part may shrink as much as it likes. The most repetitive real register measured shrank 23 times (20,000 rows
of 16 columns, inline strings); deflate can reach 1,000 times, which only a bomb does."""

BROKEN = "Tệp Excel bị hỏng hoặc tải lên chưa trọn vẹn. Xin mở lại bằng Excel, lưu thành .xlsx rồi nhập lại."


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes after unpacking: of everything, and of one part that is needed as a whole."""

    total: int = MAX_TOTAL
    part: int = MAX_PART


IN_MEMORY = Limits()
STREAMED = Limits(total=2 << 30, part=512 << 20)
"""Where neither the file nor its texts are held in memory: a million rows of seventeen columns."""


def open_archive(source: bytes | Path, limits: Limits = IN_MEMORY) -> zipfile.ZipFile:
    """The archive, after its directory was checked. Sizes are the declared ones, which reading never exceeds."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Invalid(BROKEN) from error
    entries = archive.infolist()
    _check_sizes(entries, limits)
    names = {entry.filename.lower() for entry in entries}
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Invalid("Tệp đang đặt mật khẩu. Xin bỏ mật khẩu (Tệp → Thông tin → Bảo vệ) rồi nhập lại.")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Invalid("Tệp có chứa macro nên không được nhận. Xin lưu lại thành .xlsx (không macro) rồi nhập lại.")
    if "xl/workbook.xml" not in names:
        raise Invalid("Tệp không phải bảng tính Excel. Xin xuất lại từ phần mềm một cửa dưới dạng .xlsx hoặc .csv.")
    return archive


def _check_sizes(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    too_big = Invalid(
        f"Tệp nén quá lớn khi mở ra (giới hạn {limits.total >> 20} MB, 200 phần, nén không quá 100 lần) nên không "
        "được nhận. Xin chia sổ thành nhiều tệp nhỏ hơn."
    )
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > limits.total:
        raise too_big
    for entry in entries:
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise too_big
