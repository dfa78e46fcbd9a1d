"""Registers that say “chờ bổ sung” and later “đang xử lý”: a wait between what the two speak of, however large."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from feedback.foundation.actors import SYSTEM
from feedback.foundation.database import Database
from feedback.foundation.sealing import Sealer
from feedback.records.actions import Upload, import_file, work_on_imports
from feedback.records.queries import find_file_by_code
from feedback.records.tables import RecordSupplement
from tests.records.large import begin, tools_for
from tests.records.reference import AS_OF, loaded
from tests.records.rules.samples import at

HEADER = "Mã hồ sơ;Mã TTHC;Chủ hồ sơ;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái;Đơn vị tiếp nhận\n"
ROW = "H50.41.01-261116-0901;1.004873;Ông Mẫu;16/11/2026 09:00;20/11/2026 16:00;{status};UBND xã Hải Lăng\n"


@pytest.mark.parametrize("size", ["small", "large"])
def test_registers_that_say_waiting_and_then_going_on_move_the_due(
    database: Database, sealer: Sealer, tmp_path: Path, size: str
):
    loaded(database)
    tools = tools_for(database, sealer, tmp_path)
    for status, day in (("Chờ bổ sung", 17), ("Đang xử lý", 18), ("Đang xử lý", 19)):
        data, as_of = (HEADER + ROW.format(status=status)).encode(), AS_OF.replace(day=day)
        if size == "large" and day > 17:
            begin(tools, data, as_of=as_of)
            work_on_imports(tools)
        else:
            upload = Upload("so.csv", data, as_of)
            import_file(database, sealer=sealer, actor=SYSTEM, now=AS_OF, upload=upload)
    with database.read() as session:
        file = find_file_by_code(session, "H50.41.01-261116-0901")
        assert file is not None
        assert (file.requests, file.moved_due, file.due) == (1, at("23/11/2026 16:00"), at("20/11/2026 16:00"))
        assert [each.origin for each in session.scalars(select(RecordSupplement))] == ["import"]
