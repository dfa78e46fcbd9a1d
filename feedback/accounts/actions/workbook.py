"""Loading the whole workbook: the organisation's sheets, then people and their roles, in one transaction or not at all.

A preview is the same load undone at the end, so what is shown is exactly what confirming does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from feedback.accounts.actions.accounts import create_account, update_account
from feedback.accounts.actions.roles import grant_role
from feedback.accounts.queries import find_account, find_grant
from feedback.accounts.rules import MANAGE_ACCOUNTS, ROLE_WORDS, Role, check_place, clean_login
from feedback.accounts.rules.workbook import PEOPLE, ROLES
from feedback.audit.actions import note
from feedback.foundation.actors import Actor
from feedback.foundation.errors import Forbidden, Refused
from feedback.organisation.actions import Ledger, load_officer, load_sheets, resolve_area, resolve_unit
from feedback.organisation.rules import OUTCOME_WORDS, Change, Outcome, differences
from feedback.organisation.rules.sheets import Line, Reading

LISTED_IN_NOTE = 200


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did, or would do. `fingerprint` is the same for the same outcomes."""

    changes: tuple[Change, ...]

    @property
    def errors(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.outcome is Outcome.ERROR)

    def count(self, *outcomes: Outcome) -> int:
        return sum(change.outcome in outcomes for change in self.changes)

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(repr(self.changes).encode()).hexdigest()


class Undone(Refused):
    """Raised at the end of a preview, and of a load with errors, so that nothing of it stays."""

    def __init__(self, loaded: Loaded) -> None:
        super().__init__(f"Còn {len(loaded.errors)} dòng sai nên chưa dòng nào được ghi. Sửa tệp rồi nạp lại.")
        self.loaded = loaded


def load_workbook(
    session: Session, *, actor: Actor, now: datetime, day: date, reading: Reading, name: str, keep: bool
) -> Loaded:
    """Load a reading. Raises Undone (which undoes everything) on any error, or when it is only a preview."""
    if actor.units_for(MANAGE_ACCOUNTS) is not None:
        raise Forbidden("Chỉ quản trị viên cấp tỉnh nạp được file tổ chức.")
    ledger = Ledger(session)
    load_sheets(ledger, reading.lines, day=day)
    _load_each(ledger, reading.lines.get(PEOPLE.key, ()), partial(_load_person, ledger, actor, now, day))
    _load_each(ledger, reading.lines.get(ROLES.key, ()), partial(_load_role, ledger, actor, now, day))
    loaded = Loaded((*reading.problems, *ledger.changes))
    if loaded.errors or not keep:
        raise Undone(loaded)
    if ledger.worth_noting:
        _note_load(session, actor, now, name, ledger)
    return loaded


def _load_each(ledger: Ledger, lines: tuple[Line, ...], load: Callable[[Line], None]) -> None:
    for line in lines:
        try:
            load(line)
        except Refused as refusal:
            ledger.error(line.sheet.title, line.row, refusal.message)


def _load_person(ledger: Ledger, actor: Actor, now: datetime, day: date, line: Line) -> None:
    session = ledger.session
    login = clean_login(line.text("login"))
    account = find_account(session, login)
    officer_id = load_officer(ledger, line, None if account is None else account.officer_id, day)
    person: dict[str, Any] = {"person_name": line.text("person_name"), "email": line.values["email"]}
    if account is None:
        create_account(session, actor=actor, now=now, login=login, officer_id=officer_id, **person)
        return
    account.officer_id = officer_id
    if differences({"person_name": account.person_name, "email": account.email}, person):
        update_account(session, actor=actor, now=now, account_id=account.id, **person)


def _load_role(ledger: Ledger, actor: Actor, now: datetime, day: date, line: Line) -> None:
    login = clean_login(line.text("login"))
    account = find_account(ledger.session, login)
    if account is None:
        raise Refused(f"Cột “Tên đăng nhập”: chưa có {login}. Thêm người này ở trang tính “Cán bộ”.")
    role = Role(line.text("role"))
    check_place(role, at_unit=line.values["unit"] is not None, at_area=line.values["area"] is not None)
    unit = resolve_unit(ledger, line, "unit", day) if line.values["unit"] is not None else None
    area = resolve_area(ledger, line, "area") if line.values["area"] is not None else None
    unit_id, area_id = unit.id if unit else None, area.id if area else None
    place = unit.name if unit else area.name if area else "mọi đơn vị"
    held = find_grant(ledger.session, account.id, role, unit_id, area_id) is not None
    if not held:
        grant_role(
            ledger.session, actor=actor, now=now, account_id=account.id, role=role, unit_id=unit_id, area_id=area_id
        )
    outcome = Outcome.UNCHANGED if held else Outcome.NEW
    ledger.note(line.sheet.title, line.row, f"{login}: {ROLE_WORDS[role]} – {place}", outcome)


def _note_load(session: Session, actor: Actor, now: datetime, name: str, ledger: Ledger) -> None:
    done = [
        f"{each.sheet} dòng {each.row}: {each.label} ({OUTCOME_WORDS[each.outcome]})" for each in ledger.worth_noting
    ]
    note(
        session,
        actor=actor,
        now=now,
        verb="organisation.load",
        object_kind="workbook",
        object_id=name,
        object_label=name,
        detail={"counts": ledger.counts(), "changes": done[:LISTED_IN_NOTE]},
    )
