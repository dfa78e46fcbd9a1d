"""Registers made up for large imports: some thousand lines, and the tools to work on them."""

from __future__ import annotations

import io
from typing import Any

from sqlalchemy import func, select

from feedback.foundation.actors import SYSTEM, Actor
from feedback.foundation.spreadsheets import open_book
from feedback.records.actions import Spool, Tools, Upload, begin_large, import_file, work_on_imports
from feedback.records.actions.large import ACTS
from feedback.records.actions.mappings import look_at, save_mapping
from feedback.records.actions.stepping import Stopped
from feedback.records.queries import find_progress
from feedback.records.rules import DateOrder, Role
from feedback.records.tables import HIDDEN_TOO, Record, RecordImport
from tests.records.reference import AS_OF

HEADER = "Mã hồ sơ;Mã TTHC;Chủ hồ sơ;Số điện thoại;Ngày tiếp nhận;Ngày hẹn trả;Ngày có kết quả;Đơn vị tiếp nhận\n"
UNIT = "UBND xã Hải Lăng"
FILES = 45


def line(
    number: int, *, finished: str = "", name: str = "Ông Mẫu", unit: str = UNIT, procedure: str = "1.004873"
) -> str:
    code = f"H50.41.01-261116-{number:06d}"
    return f"{code};{procedure};{name} {number};0912345678;16/11/2026 09:00;19/11/2026 09:00;{finished};{unit}\n"


def register(numbers: range, **more: Any) -> bytes:
    return (HEADER + "".join(line(number, **more) for number in numbers)).encode()


STRANGE = register(range(FILES)).replace("Mã hồ sơ;Mã TTHC".encode(), b"So BN;Viec")
"""A register of a software nobody told about."""


def tools_for(database, sealer, tmp_path) -> Tools:
    return Tools(database, sealer, Spool.of(tmp_path), lambda: AS_OF)


def begin(tools: Tools, content: bytes, *, at_once: bool = True, actor: Actor = SYSTEM, **more: Any):
    upload = Upload(
        more.pop("name", "lon.csv"),
        b"",
        more.pop("as_of", AS_OF),
        more.pop("unit_id", None),
        more.pop("software", ""),
    )
    return begin_large(
        tools.database,
        tools.spool,
        actor=actor,
        now=AS_OF,
        upload=upload,
        source=io.BytesIO(content),
        at_once=at_once,
    )


def numbers(database, *tables):
    """How many rows there are, hidden ones too."""
    with database.read() as session:
        return [
            session.scalar(select(func.count()).select_from(table).execution_options(**{HIDDEN_TOO: True}))
            for table in tables
        ]


def seen(database):
    """How many files anybody sees."""
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Record))


def phase(tools, import_id):
    with tools.database.read() as session:
        found = find_progress(session, import_id, AS_OF)
    return found and found.phase


def until(tools, wanted, data=None, as_of=AS_OF):
    """Work on a new import, and stop before the first work of this phase; its id."""
    import_id = begin(tools, data or register(range(FILES)), as_of=as_of).import_id
    act = ACTS[wanted]

    def stop(_tools, _import_id):
        raise Stopped

    ACTS[wanted] = stop
    try:
        work_on_imports(tools)
    finally:
        ACTS[wanted] = act
    assert phase(tools, import_id) is wanted
    return import_id


def import_small(tools, data, as_of=AS_OF):
    upload = Upload("nho.csv", data, as_of)
    return import_file(tools.database, sealer=tools.sealer, actor=SYSTEM, now=AS_OF, upload=upload)


def say_columns(tools, unit_id=None, **more):
    """Remember what the columns of STRANGE are: the version of it."""
    roles = {
        "so bn": Role.CODE,
        "viec": Role.PROCEDURE_CODE,
        "chu ho so": Role.APPLICANT,
        "ngay tiep nhan": Role.RECEIVED,
    }

    def work(session):
        looked = look_at(session, open_book(STRANGE))
        said = {"name": "Một cửa", "order": DateOrder.DAY_FIRST, "statuses": {}, "roles": roles} | more
        return save_mapping(session, actor=SYSTEM, now=AS_OF, unit_id=unit_id, looked=looked, **said)

    return tools.database.run(work)


def counts_of(tools, import_id):
    with tools.database.read() as session:
        return session.get_one(RecordImport, import_id).counts
