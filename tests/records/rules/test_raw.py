from __future__ import annotations

import json
from datetime import datetime

from feedback.foundation.spreadsheets.cells import Cell, Kind
from feedback.records.rules import Found, Layout
from feedback.records.rules.raw import pack, pack_row, unpack, unpack_row
from tests.records.rules.samples import row


def test_a_row_survives_packing_exactly():
    moment = Cell(Kind.MOMENT, "x", 46205.5, datetime.fromisoformat("2026-07-02T12:00"), True)
    rows = [
        row(1, "Mã hồ sơ", "Tên TTHC", "Ngày tiếp nhận", "Mã TTHC"),
        row(2, "H50.41.03-260701-0001", "a", moment, 2.00072, "ghi chú", hidden=True),
    ]
    found = next(each for each in Layout().read(rows) if isinstance(each, Found))
    assert unpack(json.loads(json.dumps(pack(found, 7)))) == found
    assert [unpack_row(json.loads(json.dumps(pack_row(each)))) for each in rows] == rows
