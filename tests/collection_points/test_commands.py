"""The commands of collection points, as a script uses them."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader
from sqlalchemy.orm import Session

from feedback.collection_points.commands import counters, qr, revoke_code
from feedback.foundation.database import Database
from feedback.foundation.engine import Store, open_store
from feedback.foundation.settings import Settings
from feedback.organisation.tables import Unit
from tests.collection_points.conftest import Hall, furnish
from tests.factories import Factory


@pytest.fixture
def hall(store: Store) -> Hall:
    return store.database.run(furnish)


def call(store: Store, command: click.Command, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, obj=lambda: store)


def listed(store: Store, *arguments: str) -> list[dict[str, object]]:
    result = call(store, counters, "--json", *arguments)
    assert result.exit_code == 0, result.output
    found: list[dict[str, object]] = json.loads(result.stdout)
    return found


def test_counters_are_listed_with_code_unit_name_and_url_and_get_a_code_where_they_have_none(store: Store, hall: Hall):
    found = listed(store)
    assert [each["name"] for each in found] == ["Quầy số 3", "Quầy số 1", "Quầy số 2"]
    assert {"code", "unit", "name", "url", "mark"} <= set(found[0])
    assert found[1]["url"] == f"https://danhgia.example.gov.vn/q/{hall.token}"
    assert len({each["code"] for each in found}) == 3
    assert listed(store) == found


def test_a_unit_lists_its_own_counters(store: Store, hall: Hall):
    assert [each["name"] for each in listed(store, "--unit", hall.unit_code)] == ["Quầy số 1", "Quầy số 2"]
    assert "Xã Mẫu Một, Quầy số 1" in call(store, counters, "--unit", hall.unit_code).output


def test_an_unknown_unit_is_refused(store: Store, hall: Hall):
    assert call(store, counters, "--unit", "00000").exit_code == 1


def pages(path: Path) -> int:
    return len(PdfReader(path).pages)


def test_the_kit_of_a_unit_has_a_list_and_three_pages_for_each_counter(store: Store, hall: Hall, tmp_path: Path):
    out = tmp_path / "bo-qr.pdf"
    result = call(store, qr, "--unit", hall.unit_code, "--out", str(out))
    assert result.exit_code == 0, result.output
    assert "bộ mã của 2 quầy" in result.output
    assert "2 trang bảng đứng (A5)" in result.output
    assert pages(out) == 1 + 3 * 2


def test_the_kit_of_an_area_can_be_one_kind_alone(store: Store, hall: Hall, tmp_path: Path):
    def area(session: Session) -> str:
        units = [session.get_one(Unit, each) for each in (hall.unit_id, hall.other_unit_id)]
        return Factory(session).area(*units).code

    code, out = store.database.run(area), tmp_path / "nhan.pdf"
    result = call(store, qr, "--area", code, "--only", "stickers", "--out", str(out))
    assert result.exit_code == 0, result.output
    assert pages(out) == 3


def test_a_kit_is_of_a_unit_or_an_area(store: Store, hall: Hall, tmp_path: Path):
    out = str(tmp_path / "bo-qr.pdf")
    assert call(store, qr, "--out", out).exit_code == 2
    assert call(store, qr, "--unit", hall.unit_code, "--area", "X", "--out", out).exit_code == 2
    assert call(store, qr, "--area", "khong-co", "--out", out).exit_code == 1


def test_a_loopback_address_is_never_printed_for_a_real_hall(
    database: Database, site_settings: Settings, tmp_path: Path
):
    here = open_store(site_settings.model_copy(update={"public_url": ""}))
    unit_code = here.database.run(furnish).unit_code
    out = tmp_path / "bo-qr.pdf"
    result = call(here, qr, "--unit", unit_code, "--out", str(out))
    here.database.close()
    assert result.exit_code == 1
    assert "FEEDBACK_PUBLIC_URL" in result.output
    assert not out.exists()


def test_a_code_is_taken_back_for_good(store: Store, hall: Hall):
    assert call(store, revoke_code, hall.token).exit_code == 0
    again = call(store, revoke_code, hall.token)
    assert again.exit_code == 1
    assert "đã thu hồi từ trước" in again.output


def test_a_code_is_replaced_in_one_go(store: Store, hall: Hall):
    result = call(store, revoke_code, hall.token, "--reissue")
    assert result.exit_code == 0
    new = next(each for each in listed(store) if each["name"] == "Quầy số 1")
    assert new["version"] == 2
    assert str(new["code"]) in result.output
