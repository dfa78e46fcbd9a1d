"""The people's sheets of the workbook, beside the organisation's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from feedback.accounts.rules.roles import ROLE_WORDS
from feedback.organisation.rules.sheets import Column, Kind, Reading, Rows, Sheet, read_workbook
from feedback.organisation.rules.workbook import ORGANISATION_SHEETS

INSTRUCTIONS = "Hướng dẫn"

PEOPLE = Sheet(
    "people",
    "Cán bộ",
    "Mỗi dòng một người có tài khoản. Mật khẩu không ghi ở đây: quản trị viên cấp ở trang Tài khoản.",
    (
        Column("login", "Tên đăng nhập", required=True, hint="chữ không dấu và số, ví dụ nguyenvana"),
        Column("person_name", "Họ và tên", required=True),
        Column("email", "Thư điện tử", Kind.EMAIL),
        Column("unit", "Mã đơn vị", Kind.UNIT, required=True),
        Column("desk", "Tên bàn tiếp nhận"),
        Column("position", "Chức vụ"),
    ),
    (("VD: vidu.nv", "Nguyễn Văn Ví Dụ", "vidu@example.vn", "19702", "", "Công chức tư pháp – hộ tịch"),),
)
ROLES = Sheet(
    "roles",
    "Vai trò",
    "Mỗi dòng một vai trò của một người. Ghi mã đơn vị hoặc mã địa bàn; quản trị, thanh tra cấp tỉnh để trống cả hai.",
    (
        Column("login", "Tên đăng nhập", required=True),
        Column("role", "Vai trò", required=True, choices={words: role.value for role, words in ROLE_WORDS.items()}),
        Column("unit", "Mã đơn vị", Kind.UNIT),
        Column("area", "Mã địa bàn", Kind.CODE),
    ),
    (
        ("VD: vidu.nv", "cán bộ", "19702", ""),
        ("VD: lanhdao.vd", "lãnh đạo", "", "DB470"),
    ),
)

SHEETS = (*ORGANISATION_SHEETS, PEOPLE, ROLES)


def read(found: Mapping[str, Rows]) -> Reading:
    """The whole workbook: sheet title → rows."""
    return read_workbook(SHEETS, found, ignored=(INSTRUCTIONS,))


def instructions() -> list[Sequence[Any]]:
    """The lines of the instructions sheet: one cell each for the steps, then sheet, column, what to write."""
    lines: list[Sequence[Any]] = [
        ("Cách điền file tổ chức", "", ""),
        ("1. Mỗi trang tính là một loại thông tin. Trang không dùng thì để nguyên.", "", ""),
        ("2. Dòng bắt đầu bằng “VD:” chỉ là ví dụ, không được nạp. Điền từ dòng dưới, không đổi tên cột.", "", ""),
        ("3. Cột có dấu * phải điền. Ngày ghi ngày/tháng/năm, ví dụ 01/07/2025.", "", ""),
        ("4. Mã đơn vị xem ở trang Tổ chức. Đơn vị cũ ghi mã@ngày, ví dụ 19333@2025-06-30.", "", ""),
        (
            "5. Nạp lại bao nhiêu lần cũng được: dòng đã có thì giữ hoặc sửa, không nhân đôi; dòng bỏ đi không bị xóa.",
            "",
            "",
        ),
        ("6. Còn một dòng sai thì chưa dòng nào được ghi.", "", ""),
        ("", "", ""),
        ("Trang tính", "Cột", "Cách điền"),
    ]
    for sheet in SHEETS:
        lines.append((sheet.title, "", sheet.purpose))
        lines += [("", column_title(column), column_help(column)) for column in sheet.columns]
    return lines


def column_title(column: Column) -> str:
    return f"{column.title} *" if column.required else column.title


def column_help(column: Column) -> str:
    """What may stand in the column."""
    if column.choices:
        return f"một trong: {', '.join(column.choices)}"
    words = {
        Kind.DAY: "ngày/tháng/năm",
        Kind.YES: "có hoặc không",
        Kind.EMAIL: "ten@coquan.gov.vn",
        Kind.UNIT: "mã đơn vị",
    }
    return column.hint or words.get(column.kind, "chữ")
