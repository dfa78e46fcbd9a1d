"""The lives of five files, from the register to the public list: imported, marked, confirmed, left lying, finished.

Everything goes through the doors people and the timetable use: an import, pages, `run_all`. Each moment of the story is
a moment of the clock; the holiday of Tuesday 24/11/2026 lies in it.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from feedback.apologies import queries
from feedback.apologies.rules import MARK_LATE, SEE_APOLOGIES, SIGN_APOLOGIES
from feedback.foundation.actors import SYSTEM, Actor
from feedback.foundation.clock import at_local
from feedback.foundation.engine import KEY
from feedback.outbox.rules import SEE_TASKS
from feedback.procedures.actions import load_reference_procedures
from feedback.records.actions import Upload, import_file
from feedback.records.queries import find_file_by_code
from feedback.records.rules import SEE_RECORDS
from feedback.schedule import run_all
from tests.apologies.conftest import OLD, REASON, World, person

HEADER = (
    "Mã hồ sơ;Mã TTHC;Tên TTHC;Chủ hồ sơ;Email;Ngày tiếp nhận;Ngày hẹn trả;Ngày có kết quả;Trạng thái;Đơn vị tiếp nhận"
)
PROOF = bool(os.environ.get("FEEDBACK_PROOF"))
MARKED, CONFIRMED, LYING, EARLY, WITHDRAWN = 1, 2, 3, 4, 5
OFFICER = frozenset({SEE_RECORDS, SEE_APOLOGIES, MARK_LATE, SEE_TASKS})
HEAD = OFFICER | {SIGN_APOLOGIES}


def at(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return at_local(date(year, month, day), time(hour, minute))


def code(number: int) -> str:
    return f"H50.41.01-261116-{number:04d}"


@dataclass
class Office:
    """A commune at work. `acting` takes the place of signing in."""

    world: World
    acting: Callable[[Actor], FlaskClient]

    def import_register(self, now: datetime, **told: tuple[str, str]) -> None:
        """The register as exported now: everything being solved but for what is told (f1=(result, state))."""
        rows = [HEADER]
        for number in (MARKED, CONFIRMED, LYING, EARLY, WITHDRAWN):
            result, state = told.get(f"f{number}", ("", "Đang xử lý"))
            mail = "mau@example.vn" if number == MARKED else ""
            rows.append(
                f"{code(number)};1.004873;;Nguyễn Thị Mẫu;{mail};16/11/2026 08:00;20/11/2026 16:00;{result};{state};"
                "UBND xã Mẫu Một"
            )
        upload = Upload(f"so-{now:%d%H%M}.csv", "\n".join(rows).encode(), now, self.world.commune)
        store = self.world.store
        outcome = import_file(store.database, sealer=store.sealer, actor=SYSTEM, now=now, upload=upload)
        assert outcome.counts["rejected"] == 0, outcome.rows

    def id(self, number: int) -> int:
        with self.world.store.database.read() as session:
            file = find_file_by_code(session, code(number))
        assert file is not None
        return file.id

    def notice(self, number: int, turn: int = 1) -> queries.NoticeLine:
        return self.world.line(self.world.notice(self.id(number), turn).id)

    def has_notice(self, number: int) -> bool:
        with self.world.store.database.read() as session:
            return bool(queries.find_turns(session, [self.id(number)]))

    @contextmanager
    def clock(self, now: datetime) -> Iterator[None]:
        """The timetable does its work at that moment, then people may do theirs."""
        with time_machine.travel(now, tick=False):
            assert run_all(self.world.store, now) == []
            yield

    def officer(self) -> FlaskClient:
        return self.acting(person(self.world.commune, OFFICER, "Lê Thị Mẫu"))

    def head(self) -> FlaskClient:
        return self.acting(person(self.world.commune, HEAD))

    def approve(self, number: int, day: str) -> None:
        """The head writes reason and date, looks, and approves; all on the pages."""
        line, client = self.notice(number), self.head()
        form = {"nhom": "coordination", "ly_do": REASON, "ngay": day, "gio": "16:00", "ban": line.version}
        assert client.post(f"/xin-loi/{line.id}/ly-do", data=form).status_code == 302
        form = {"ban": self.notice(number).version, "da_doc": "1"}
        reply = client.post(f"/xin-loi/{line.id}/duyet", data=form)
        assert reply.status_code == 302, reply.text

    def tasks(self, kind: str) -> list[str]:
        return [task.title for task in self.world.tasks(kind)]


@pytest.fixture
def office(app: Flask, acting: Callable[[Actor], FlaskClient]) -> Office:
    world = World(app.extensions[KEY])
    world.run(lambda session: load_reference_procedures(session, actor=SYSTEM, now=OLD))
    return Office(world, acting)


def answer_the_list(office: Office) -> None:
    """Thursday 19/11: two "không kịp", two confirmed; one was never looked at."""
    page = office.officer().get("/xin-loi/sang-nay").text
    assert all(code(number) in page for number in (1, 2, 3, 4, 5))
    form = {
        "don_vi": office.world.commune,
        "ho_so": [office.id(each) for each in (MARKED, CONFIRMED, EARLY, WITHDRAWN)],
        "khong_kip": [office.id(MARKED), office.id(WITHDRAWN)],
    }
    assert office.officer().post("/xin-loi/sang-nay", data=form).status_code == 302


def test_the_lives_of_five_files(office: Office) -> None:
    world = office.world
    with office.clock(at(16, 9)):
        office.import_register(at(16, 9))
    with office.clock(at(18, 6, 30)):
        assert office.tasks("apologies.morning") == []
    with office.clock(at(19, 6, 30)):
        (task,) = world.tasks("apologies.morning")
        assert (task.title, task.due_at) == ("Danh sách sáng 19/11/2026: 5 hồ sơ đến hạn phải báo", at(19, 17))
        answer_the_list(office)
        assert office.tasks("apologies.morning") == []
        assert office.notice(MARKED).kind == "expected"
        assert (office.has_notice(CONFIRMED), office.has_notice(LYING)) == (False, False)
    with office.clock(at(19, 10)):
        assert office.tasks("apologies.morning") == ["Danh sách sáng 19/11/2026: 1 hồ sơ đến hạn phải báo"]
        office.approve(MARKED, "2026-11-25")
        line = office.notice(MARKED)
        assert (line.number, line.sent_in_time, line.limit_at) == (1, True, at(19, 17))
        assert office.head().get(f"/xin-loi/{line.id}/phieu.pdf").data.startswith(b"%PDF")
        assert len(office.tasks("apologies.print")) == len(office.tasks("apologies.redate")) == 1
    with office.clock(at(19, 10, 5)):
        (letter,) = world.store.settings.mail_dir.iterdir()
        read = message_from_bytes(letter.read_bytes(), policy=policy.default)
        assert read["To"].addresses[0].addr_spec == "mau@example.vn"
        assert read["Subject"] == f"Phiếu xin lỗi và đề nghị gia hạn thời gian giải quyết hồ sơ {code(MARKED)}"

    told = {f"f{EARLY}": ("20/11/2026 09:00", "Đã có kết quả"), f"f{WITHDRAWN}": ("", "Đã rút")}
    with office.clock(at(20, 15)):
        office.import_register(at(20, 15), **told)
    with office.clock(at(20, 16, 30)):
        assert office.notice(WITHDRAWN).state == "cancelled"
        assert not office.has_notice(EARLY)
        assert [office.notice(each).kind for each in (CONFIRMED, LYING)] == ["late", "late"]
        assert "Lê Thị Mẫu đã xác nhận kịp" in office.notice(CONFIRMED).created_why
        assert "chưa ai báo trước" in office.notice(LYING).created_why
        assert len(office.tasks("apologies.sign")) == 2
        office.approve(CONFIRMED, "2026-11-27")
        assert (office.notice(CONFIRMED).number, office.notice(CONFIRMED).sent_in_time) == (2, False)
        with world.store.database.read() as session:
            counted = queries.count_owed(session, at(16, 0), at(23, 0))[world.commune]
        assert (counted.owed, counted.in_time, counted.late) == (3, 1, 1)

    with office.clock(at(25, 16, 30)):
        (word,) = world.tasks("apologies.second")
        assert (word.unit_id, word.for_role) == (world.province, "leader")
        assert office.notice(MARKED).new_due_at == at(25, 16)
        first = office.notice(MARKED)
        form = {"nhom": "system", "ly_do": REASON, "ngay": "2026-12-03", "gio": "16:00", "ban": first.version}
        assert office.head().post(f"/xin-loi/{first.id}/ly-do", data=form).status_code == 409
        public = office.acting(person(0, frozenset())).get("/cong-khai/xin-loi").text
        assert "Xã Mẫu Một" in public
        assert code(MARKED) not in public
        assert "Nguyễn Thị Mẫu" not in public
    before = [office.notice(each).state for each in (MARKED, CONFIRMED, LYING, WITHDRAWN)]
    for jump in (timedelta(hours=-1), timedelta(hours=1), timedelta(hours=-1), timedelta(0)):
        with office.clock(at(25, 16, 30) + jump):
            assert [office.notice(each).state for each in (MARKED, CONFIRMED, LYING, WITHDRAWN)] == before
    assert len(office.tasks("apologies.second")) == 1
    assert len(list(world.store.settings.mail_dir.iterdir())) == 1


def test_thirty_days_forward_at_once_drafts_everything_once_and_going_back_changes_nothing(office: Office) -> None:
    with office.clock(at(16, 9)):
        office.import_register(at(16, 9))
    for now in (at(16, 10, month=12), at(16, 10), at(16, 11, month=12)):
        with office.clock(now):
            assert [office.notice(each).kind for each in range(1, 6)] == ["late"] * 5
            assert len(office.tasks("apologies.sign")) == 5


def test_a_late_file_returned_between_two_exports_still_owes_its_apology(office: Office) -> None:
    """The scheduler was down and both facts came with one export; who first shows up finished late is history."""
    with office.clock(at(16, 9)):
        office.import_register(at(16, 9))
    told = {f"f{LYING}": ("23/11/2026 09:00", "Đã trả kết quả")}
    told |= {f"f{each}": ("20/11/2026 09:00", "Đã trả kết quả") for each in (1, 2, 4, 5)}
    office.import_register(at(23, 15), **told)
    with office.clock(at(23, 15, 30)):
        assert office.notice(LYING).kind == "late"
        assert not any(office.has_notice(each) for each in (1, 2, 4, 5))
        office.approve(LYING, "2026-11-23")
        assert office.notice(LYING).sent_in_time is False
    with office.clock(at(23, 15, month=12)):
        assert office.tasks("apologies.second") == []


def test_the_first_minute_of_the_year_in_viet_nam_begins_the_numbers_anew(office: Office) -> None:
    with office.clock(at(16, 9)):
        office.import_register(at(16, 9))
    with office.clock(at(31, 23, 59, month=12)):
        office.approve(1, "2027-01-08")
        office.approve(2, "2027-01-08")
    with office.clock(at(1, 0, 1, month=1, year=2027)):
        office.approve(3, "2027-01-08")
    numbers = [(office.notice(each).year, office.notice(each).number) for each in (1, 2, 3)]
    assert numbers == [(2026, 1), (2026, 2), (2027, 1)]


# More than a year of missed turns: the other database does the same work for twice as long.
@pytest.mark.parametrize("_engine", ["sqlite", "postgresql"] if PROOF else ["sqlite"], indirect=True)
def test_a_leap_day_of_a_year_without_calendar_stops_nothing_and_is_said(office: Office) -> None:
    with office.clock(at(16, 9)):
        office.import_register(at(16, 9))
    with time_machine.travel(at(29, 9, month=2, year=2028), tick=False):
        wrong = run_all(office.world.store, at(29, 9, month=2, year=2028))
        assert wrong == ["giao mỗi bàn tiếp nhận danh sách hồ sơ đến hạn"]
        assert office.notice(LYING).kind == "late"
        assert "chưa nạp lịch" in office.officer().get("/xin-loi/sang-nay").text.lower()
