"""The command: files of one edition, JSON for machines, refusals in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.foundation.engine import Store
from feedback.organisation.tables import Unit
from feedback.reports.commands import weekly_report
from feedback.reports.tables import Edition
from tests.factories import Factory
from tests.reports.worlds import CUT_OFF, Worlds


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(CUT_OFF, tick=False):
        yield


@pytest.fixture
def store(app: Flask) -> Store:
    found: Store = app.extensions["lang-nghe"]
    return found


@pytest.fixture
def codes(store: Store) -> dict[str, str]:
    def fill(session: Session) -> dict[str, str]:
        make = Factory(session)
        made = Worlds(session, make).world(11)
        area = make.area(*made.units, name="Địa bàn mẫu")
        return {"province": made.parent.code, "commune": made.units[0].code, "area": area.code}

    return store.database.run(fill)


def run(store: Store, *words: str) -> Result:
    return CliRunner().invoke(weekly_report, list(words), obj=lambda: store)


def test_it_writes_three_files_of_the_same_numbers(store: Store, codes: dict[str, str], tmp_path: Path) -> None:
    done = run(store, "--unit", codes["commune"], "--week", "2026-W46", "--out", str(tmp_path / "ra"), "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert sorted(path.suffix for path in (tmp_path / "ra").iterdir()) == [".html", ".pdf", ".xlsx"]
    assert sorted(said["files"]) == sorted(str(path) for path in (tmp_path / "ra").iterdir())
    assert (said["week"], said["scope"]["kind"]) == ("2026-W46", "unit")


def test_without_a_week_it_is_the_one_that_ended_last(store: Store, codes: dict[str, str]) -> None:
    said = json.loads(run(store, "--unit", codes["commune"], "--json").stdout)
    assert said["week"] == "2026-W46"


def test_a_unit_with_others_below_is_reported_with_them(store: Store, codes: dict[str, str]) -> None:
    said = json.loads(run(store, "--unit", codes["province"], "--json").stdout)
    assert (said["scope"]["kind"], len(said["units"])) == ("subtree", 4)
    alone = json.loads(run(store, "--unit", codes["province"], "--alone", "--json").stdout)
    assert (alone["scope"]["kind"], alone["units"]) == ("unit", [])


def test_an_area_is_reported_with_its_units(store: Store, codes: dict[str, str]) -> None:
    said = json.loads(run(store, "--area", codes["area"], "--json").stdout)
    assert (said["scope"]["kind"], len(said["units"])) == ("area", 3)


def test_the_same_command_twice_is_one_edition(store: Store, codes: dict[str, str]) -> None:
    first, second = (run(store, "--unit", codes["commune"], "--json").stdout for _ in range(2))
    assert first == second
    with store.database.read() as session:
        assert len(session.scalars(select(Edition.id)).all()) == 1


def test_a_week_still_running_is_shown_and_not_kept(store: Store, codes: dict[str, str]) -> None:
    done = run(store, "--unit", codes["commune"], "--week", "2026-W47")
    assert "tạm tính" in done.stdout
    with store.database.read() as session:
        assert session.scalars(select(Edition.id)).all() == []


def test_in_words_it_says_the_three_facts(store: Store, codes: dict[str, str]) -> None:
    said = run(store, "--unit", codes["commune"], "--week", "2026-W46").stdout
    assert "Mức hài lòng của người trả lời: " in said
    assert "theo cách tính 766 mục 2.1, gồm hồ sơ bổ sung, rút, từ chối, dừng khi biết lúc nào" in said


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        (("--unit", "99999"), 1, "Không có đơn vị mã 99999"),
        (("--area", "DB000"), 1, "Không có địa bàn mã DB000"),
        (("--unit", "90001", "--week", "tuần 46"), 1, "không phải một tuần"),
        (("--unit", "90001", "--week", "2027-W01"), 1, "chưa có số liệu"),
        ((), 2, "--unit MÃ hoặc --area MÃ"),
        (("--unit", "1", "--area", "2"), 2, "--unit MÃ hoặc --area MÃ"),
    ],
)
def test_a_wrong_wish_is_refused_in_words(
    store: Store, codes: dict[str, str], words: tuple[str, ...], code: int, complaint: str
) -> None:
    done = run(store, *(codes["commune"] if word == "90001" else word for word in words))
    assert (done.exit_code, complaint in done.stderr) == (code, True), done.output


def test_a_code_used_by_two_generations_means_the_unit_of_that_week(store: Store) -> None:
    def two_generations(session: Session) -> str:
        make = Factory(session)
        Worlds(session, make)
        make.unit(name="Phường 1", code="19333", generation="old", valid_from=None, valid_to=date(2025, 6, 30))
        make.unit(name="Phường Đông Hà", code="19333")
        return session.scalars(select(Unit.name).where(Unit.generation == "old")).one()

    assert store.database.run(two_generations) == "Phường 1"
    names = [
        json.loads(run(store, "--unit", "19333", "--week", week, "--json").stdout)["scope"]["name"]
        for week in ("2025-W20", "2026-W46")
    ]
    assert names == ["Phường 1", "Phường Đông Hà"]
