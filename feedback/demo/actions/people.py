"""The invented province: communes, an agency, one area, heads, desks, counters, accounts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from feedback.accounts.actions import load_workbook
from feedback.accounts.actions.accounts import create_account
from feedback.accounts.actions.passwords import hash_password
from feedback.accounts.actions.roles import grant_role
from feedback.accounts.rules import Role
from feedback.accounts.rules.workbook import read
from feedback.collection_points.actions import issue_missing
from feedback.demo.rules import AGENCY, AREA, DEMO_PASSWORD, PROVINCE, SIGN_INS, WEEKS, Commune, communes
from feedback.foundation.actors import SYSTEM
from feedback.foundation.engine import Store
from feedback.organisation.actions import SampleUnit, add_sample_area, add_sample_units
from feedback.organisation.rules.sheets import Reading

SINCE = date(2025, 7, 1)
DESK = "Trung tâm Phục vụ hành chính công"
COUNTERS = ("Quầy 1 – Hộ tịch, chứng thực", "Quầy 2 – Đất đai, chính sách xã hội")
HEADS = (
    "Nguyễn Văn Mẫu",
    "Trần Thị Thử",
    "Lê Minh Ví Dụ",
    "Phạm Hữu Giả",
    "Hoàng Ngọc Nháp",
    "Phan Đức Ảo",
    "Võ Thu Kiểm Thử",
    "Đặng Văn Tưởng Tượng",
)
Rows = list[tuple[int, tuple[object, ...]]]


def build_people(store: Store, now: datetime) -> dict[str, int]:
    """Unit code → id, when the whole organisation of the sample stands and every counter has its code."""
    run = store.database.run
    units = run(_units)
    reading = read(_workbook())
    run(partial(_load, reading=reading, now=now))
    before = now - timedelta(weeks=WEEKS + 1)
    run(lambda session: issue_missing(session, actor=SYSTEM, now=before, unit_ids=set(units.values())))
    password_hash = hash_password(DEMO_PASSWORD)
    for sign_in in SIGN_INS:
        run(partial(_account, sign_in=sign_in, units=units, password_hash=password_hash, now=now))
    return units


def _units(session: Session) -> dict[str, int]:
    province = SampleUnit(*PROVINCE, kind="tỉnh", level="province")
    agency = SampleUnit(*AGENCY, kind="chi nhánh", level="agency", parent=PROVINCE[0])
    below = [SampleUnit(each.code, each.name, "xã", "commune", PROVINCE[0]) for each in communes()]
    ids = add_sample_units(session, units=(province, agency, *below), since=SINCE)
    ids[AREA[0]] = add_sample_area(
        session, code=AREA[0], name=AREA[1], unit_ids=[ids[each.code] for each in communes()]
    )
    return ids


def _load(session: Session, *, reading: Reading, now: datetime) -> None:
    load_workbook(
        session,
        actor=SYSTEM,
        now=now,
        day=now.date(),
        reading=reading,
        name="dữ liệu mẫu",
        keep=True,
    )


def _sheet(titles: tuple[str, ...], rows: list[tuple[object, ...]]) -> Rows:
    return list(enumerate([titles, *rows], start=1))


def _workbook() -> dict[str, Rows]:
    """What a province would write into the workbook, for the sample."""
    everyone = communes()
    return {
        "Người đứng đầu": _sheet(
            ("Mã đơn vị", "Họ và tên", "Chức vụ", "Thư điện tử", "Từ ngày"),
            [_head(each) for each in everyone]
            + [(PROVINCE[0], "Hồ Minh Ví Dụ", "Chủ tịch UBND tỉnh", "chutich.mau@example.invalid", SINCE)]
            + [(AGENCY[0], "Bùi Minh Mẫu", "Giám đốc chi nhánh", "giamdoc.mau@example.invalid", SINCE)],
        ),
        "Bàn tiếp nhận": _sheet(
            ("Mã đơn vị", "Tên bàn tiếp nhận", "Địa chỉ", "Điện thoại"),
            [(each.code, DESK, f"Thôn Mẫu, {each.name}, Tỉnh Mẫu", "0233 000 000") for each in everyone],
        ),
        "Quầy": _sheet(
            ("Mã quầy", "Mã đơn vị", "Tên bàn tiếp nhận", "Tên quầy"),
            [
                (f"Q{number}", each.code, DESK, name)
                for each in everyone
                for number, name in enumerate(COUNTERS, start=1)
            ],
        ),
        "Tiền tố mã hồ sơ": _sheet(
            ("Tiền tố", "Mã đơn vị", "Căn cứ"),
            [(f"H99.99.{each.number:02d}", each.code, "dữ liệu mẫu") for each in everyone],
        ),
    }


def _head(commune: Commune) -> tuple[object, ...]:
    name = HEADS[commune.number - 1]
    return commune.code, name, "Chủ tịch UBND xã", f"chutich.mau{commune.number}@example.invalid", SINCE


def _account(
    session: Session, *, sign_in: tuple[str, str, str, str], units: dict[str, int], password_hash: str, now: datetime
) -> None:
    login, person_name, role, place = sign_in
    account_id = create_account(
        session,
        actor=SYSTEM,
        now=now,
        login=login,
        person_name=person_name,
        email=f"{login}@example.invalid",
        password_hash=password_hash,
        is_sample=True,
    )
    at_area = place == AREA[0]
    grant_role(
        session,
        actor=SYSTEM,
        now=now,
        account_id=account_id,
        role=Role(role),
        unit_id=units[place] if place and not at_area else None,
        area_id=units[place] if at_area else None,
    )
