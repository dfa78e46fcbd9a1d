"""The organisation's sheets of the workbook: what no public file holds."""

from __future__ import annotations

from feedback.organisation.rules.sheets import Column, Kind, Sheet

AGENCY_KINDS = ("sở", "cơ quan", "chi nhánh", "phòng", "trung tâm", "văn phòng", "ban")
"""Kinds of agencies that solve files beside the People's Committees; the tree's level is `agency` for all of them."""

_UNIT = Column("unit", "Mã đơn vị", Kind.UNIT, required=True, hint="mã ở trang Tổ chức, ví dụ 19702")

UNITS = Sheet(
    "units",
    "Cơ quan",
    "Sở, chi nhánh, phòng, trung tâm có giải quyết hồ sơ. Tỉnh, xã, phường, đặc khu đã có sẵn, không ghi ở đây.",
    (
        Column("code", "Mã cơ quan", Kind.CODE, required=True, hint="tự đặt, không trùng mã đơn vị"),
        Column("name", "Tên cơ quan", required=True),
        Column("kind", "Loại", required=True, choices={kind: kind for kind in AGENCY_KINDS}),
        Column("parent", "Mã đơn vị cấp trên", Kind.UNIT, required=True),
        Column("valid_from", "Hoạt động từ ngày", Kind.DAY),
        Column("valid_to", "Đến hết ngày", Kind.DAY),
    ),
    (("VD: CNVPDK-01", "Chi nhánh Văn phòng đăng ký đất đai khu vực mẫu", "chi nhánh", "44", "01/07/2025", ""),),
)
HEADS = Sheet(
    "heads",
    "Người đứng đầu",
    "Người ký phiếu xin lỗi và nhận báo cáo của đơn vị. Người mới: thêm dòng mới với ngày bắt đầu.",
    (
        _UNIT,
        Column("person_name", "Họ và tên", required=True),
        Column("title", "Chức vụ", required=True),
        Column("email", "Thư điện tử", Kind.EMAIL),
        Column("valid_from", "Từ ngày", Kind.DAY, required=True),
        Column("valid_to", "Đến hết ngày", Kind.DAY),
    ),
    (("VD: 19702", "Nguyễn Văn Ví Dụ", "Chủ tịch UBND xã", "vidu@example.vn", "01/07/2025", ""),),
)
DESKS = Sheet(
    "desks",
    "Bàn tiếp nhận",
    "Nơi tiếp nhận và trả kết quả của đơn vị.",
    (
        _UNIT,
        Column("name", "Tên bàn tiếp nhận", required=True),
        Column("address", "Địa chỉ"),
        Column("phone", "Điện thoại"),
    ),
    (("VD: 19702", "Bộ phận tiếp nhận và trả kết quả", "Thôn Ví Dụ, xã Hải Lăng", "0233 000 000"),),
)
COUNTERS = Sheet(
    "counters",
    "Quầy",
    "Mỗi quầy có một mã QR riêng. Trong một đơn vị, mã quầy không được trùng nhau.",
    (
        Column("code", "Mã quầy", Kind.CODE, required=True),
        _UNIT,
        Column("desk", "Tên bàn tiếp nhận"),
        Column("name", "Tên quầy", required=True),
        Column("active", "Đang dùng", Kind.YES, hint="có hoặc không; để trống là có"),
    ),
    (("VD: Q1", "19702", "Bộ phận tiếp nhận và trả kết quả", "Quầy 1 – Hộ tịch, chứng thực", "có"),),
)
AREAS = Sheet(
    "areas",
    "Địa bàn",
    "Mỗi dòng một đơn vị thuộc địa bàn. Địa bàn có mặt ở đây thì danh sách đơn vị của nó là đúng các dòng này. "
    "Lãnh đạo phụ trách địa bàn ghi ở trang Vai trò.",
    (
        Column("code", "Mã địa bàn", Kind.CODE, required=True),
        Column("name", "Tên địa bàn", required=True),
        _UNIT,
        Column("note", "Ghi chú"),
    ),
    (("VD: DB470", "Địa bàn huyện Hải Lăng cũ", "19702", ""),),
)
PREFIXES = Sheet(
    "prefixes",
    "Tiền tố mã hồ sơ",
    "Phần đầu của mã hồ sơ (trước dấu gạch ngang) thuộc đơn vị nào.",
    (
        Column("prefix", "Tiền tố", Kind.CODE, required=True),
        _UNIT,
        Column("source", "Căn cứ"),
    ),
    (("VD: H50.41.01", "19702", "Quyết định mã định danh của tỉnh"),),
)
ADDRESSES = Sheet(
    "addresses",
    "Địa chỉ",
    "Địa chỉ, điện thoại và thư điện tử của đơn vị, in trên phiếu và biển mã QR.",
    (
        _UNIT,
        Column("address", "Địa chỉ", required=True),
        Column("phone", "Điện thoại"),
        Column("email", "Thư điện tử", Kind.EMAIL),
    ),
    (("VD: 19702", "Thôn Ví Dụ, xã Hải Lăng, tỉnh Quảng Trị", "0233 000 000", "vidu@example.vn"),),
)

ORGANISATION_SHEETS = (UNITS, HEADS, DESKS, COUNTERS, AREAS, PREFIXES, ADDRESSES)
