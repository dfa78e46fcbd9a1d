"""Plausible rows for tests, with obvious sample names. Each returns the row, flushed so that it has its id."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from feedback.accounts.tables import Account, RoleGrant
from feedback.collection_points.tables import PrintedCode
from feedback.foundation.sealing import Sealer
from feedback.foundation.text import fold
from feedback.organisation.tables import Area, AreaUnit, Counter, Desk, Head, Unit
from feedback.procedures.tables import Procedure
from feedback.records.tables import Record, RecordApplicant

START = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)


class Factory:
    """Bound to a session; numbers make names and codes distinct."""

    def __init__(self, session: Session, sealer: Sealer | None = None) -> None:
        self.session = session
        self.sealer = sealer or Sealer(b"k" * 32)
        self._numbers = count(1)

    def _add(self, row: Any) -> Any:
        self.session.add(row)
        self.session.flush()
        return row

    def unit(self, name: str = "", *, parent: Unit | None = None, level: str = "commune", **more: Any) -> Unit:
        number = next(self._numbers)
        name = name or f"Xã Mẫu {number}"
        values: dict[str, Any] = {
            "code": f"9{number:04d}",
            "name": name,
            "name_folded": fold(name),
            "kind": "xã",
            "level": level,
            "parent_id": parent.id if parent else None,
            "generation": "new",
            "valid_from": date(2025, 7, 1),
            "valid_to": None,
        }
        unit: Unit = self._add(Unit(**values | more))
        return unit

    def head(self, unit: Unit, person_name: str = "Nguyễn Văn Mẫu", **more: Any) -> Head:
        values: dict[str, Any] = {"title": "Chủ tịch", "email": None, "valid_from": None, "valid_to": None}
        head: Head = self._add(Head(unit_id=unit.id, person_name=person_name, **values | more))
        return head

    def area(self, *units: Unit, name: str = "Địa bàn mẫu") -> Area:
        area: Area = self._add(Area(code=f"A{next(self._numbers)}", name=name))
        for unit in units:
            self._add(AreaUnit(area_id=area.id, unit_id=unit.id))
        return area

    def desk(self, unit: Unit, name: str = "Trung tâm Phục vụ hành chính công") -> Desk:
        desk: Desk = self._add(Desk(unit_id=unit.id, name=name, address=None, phone=None))
        return desk

    def counter(self, unit: Unit, *, desk: Desk | None = None, **more: Any) -> Counter:
        number = next(self._numbers)
        values: dict[str, Any] = {"code": str(number), "name": f"Quầy số {number}", "active": True}
        counter: Counter = self._add(Counter(unit_id=unit.id, desk_id=desk.id if desk else None, **values | more))
        return counter

    def printed_code(self, counter: Counter, **more: Any) -> PrintedCode:
        values: dict[str, Any] = {
            "token": f"mau{next(self._numbers):05d}",
            "version": 1,
            "state": "active",
            "issued_at": START,
            "revoked_at": None,
        }
        row = PrintedCode(counter_id=counter.id, unit_id=counter.unit_id, **values | more)
        code: PrintedCode = self._add(row)
        return code

    def procedure(self, code: str = "", *, limit_kind: str = "working_days", **more: Any) -> Procedure:
        number = next(self._numbers)
        name = more.pop("name", f"Thủ tục mẫu {number}")
        values: dict[str, Any] = {
            "code": code or f"1.{number:06d}",
            "name": name,
            "name_folded": fold(name),
            "field": "Chứng thực",
            "limit_kind": limit_kind,
            "limit_amount": 3,
            "limit_max": None,
            "retired_on": None,
        }
        procedure: Procedure = self._add(Procedure(**values | more))
        return procedure

    def record(self, unit: Unit, procedure: Procedure | None = None, **more: Any) -> Record:
        """A file received and solved by `unit`; give `received_at`, `stated_due_at`, `finished_at`, `state`."""
        number = next(self._numbers)
        procedure = procedure or self.procedure()
        values: dict[str, Any] = {
            "code": f"H50.41.01-261116-{number:04d}",
            "procedure_id": procedure.id,
            "field": procedure.field,
            "receiving_unit_id": unit.id,
            "solving_unit_id": unit.id,
            "state": "received",
            "received_at": START,
            "received_has_time": True,
            "stated_due_at": None,
            "latest_due_at": None,
            "computed_due_at": None,
            "finished_at": None,
            "returned_at": None,
            "paused_since": None,
            "last_import_id": None,
        }
        record: Record = self._add(Record(**values | more))
        return record

    def applicant(self, record: Record, **facts: str) -> RecordApplicant:
        sealed = self.sealer.seal_json(facts, belongs_to=f"record_applicant/{record.id}/sealed")
        row: RecordApplicant = self._add(RecordApplicant(record_id=record.id, sealed=sealed))
        return row

    def account(self, role: str = "", *, unit: Unit | None = None, area: Area | None = None, **more: Any) -> Account:
        number = next(self._numbers)
        values: dict[str, Any] = {
            "login": f"mau{number}",
            "person_name": f"Người Mẫu {number}",
            "email": None,
            "password": "!",
            "fs_uniquifier": f"uniq{number}",
            "one_time_until": None,
            "created_at": START,
            "last_sign_in_at": None,
            "officer_id": None,
        }
        account: Account = self._add(Account(**values | more))
        if role:
            place = {"unit_id": unit.id if unit else None, "area_id": area.id if area else None}
            self._add(RoleGrant(account_id=account.id, role=role, granted_at=START, **place))
        return account
