"""A tablet in an office: invited, compared, used, lost, revoked; an inspector decides what came after.

The tablet is a real key speaking over the wire; its own screens are looked at in tests/kiosk.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect

from feedback.demo.actions.people import build_people
from feedback.foundation import clock
from feedback.foundation.actors import SYSTEM
from feedback.questionnaires.actions import publish_definitions
from tests.collection_points.devices import Device
from tests.demo.conftest import open_at
from tests.journeys.test_staff import browser, look, person, running

__all__ = ["browser"]
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")


@dataclass(frozen=True)
class Answer:
    """What came back over the wire."""

    status_code: int
    body: bytes

    def get_json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Wire:
    """The network of a tablet, with the calls of a test client that `Device` uses."""

    host: str
    port: int

    def get(self, path: str, *, headers: Mapping[str, str]) -> Answer:
        return self._ask("GET", path, b"", headers)

    def post(
        self, path: str, *, data: bytes = b"", json: Any = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        return self._ask("POST", path, data if json is None else _packed(json), headers or {})

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        connection = HTTPConnection(self.host, self.port, timeout=60)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json", **headers})
            answer = connection.getresponse()
            return Answer(answer.status, answer.read())
        finally:
            connection.close()


def _packed(value: Any) -> bytes:
    return json.dumps(value).encode()


@dataclass(frozen=True)
class Office:
    address: str
    version_id: int

    @property
    def wire(self) -> FlaskClient:
        place = urlsplit(self.address)
        return cast(FlaskClient, Wire(place.hostname or "", place.port or 0))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The sample's offices and people, with a questionnaire, running."""
    folder, now = tmp_path_factory.mktemp("tablets"), clock.now()
    store = open_at(folder, demo=True)
    build_people(store, now)
    store.database.run(lambda session: publish_definitions(session, actor=SYSTEM, now=now))
    with store.database.read() as session:
        version_id = int(session.connection().exec_driver_sql("SELECT max(id) FROM questionnaire_version").scalar_one())
    store.database.close()
    with running(folder, demo=True) as address:
        yield Office(address, version_id)


def invited(page: Page, name: str) -> str:
    """The code for a new tablet of Xã Mẫu Một, as the administrator reads it."""
    page.goto("/may-tinh-bang")
    page.get_by_role("link", name="Thêm máy").click()
    look(page)
    page.get_by_label("Mã đơn vị").fill("MAU01")
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Tên máy").fill(name)
    page.get_by_label("Mã PIN của cán bộ").fill("246813")
    look(page)
    page.get_by_role("button", name="Lấy mã đăng ký").click()
    expect(page.locator("main")).to_contain_text(CODE)
    look(page)
    found = CODE.search(page.locator("main").inner_text())
    assert found
    return found.group()


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 900)])
def test_a_tablet_is_let_in_lost_and_revoked_and_an_inspector_decides(
    office: Office, browser: Browser, width: int, height: int
):
    device, wire, name = Device(), office.wire, f"K{width}"
    with person(browser, office.address, "quantri", width, height) as page:
        digits = device.enrol(wire, invited(page, name)).get_json()["digits"]
        page.get_by_role("link", name="Máy đã hiện sáu số").click()
        expect(page.get_by_text(f"{digits[:3]} {digits[3:]}")).to_be_visible()
        look(page)
        page.get_by_role("button", name="Giống hệt, cho máy vào").click()
        expect(page.get_by_text("dùng được ngay")).to_be_visible()
        lost = [device.an_answer(office.version_id) for _ in range(5)][3:]
        kept = [device.an_answer(office.version_id, 4), device.an_answer(office.version_id, 5)]
        assert len(lost) == 2
        assert device.post(wire, "answers", {"answers": kept}).status_code == 200
        page.goto("/may-tinh-bang")
        expect(page.get_by_text("ghi 7, nhận 2, mất 5 (số 1–5)").last).to_be_visible()
        look(page)
        page.get_by_role("link", name=name, exact=True).click()
        for title in ("Đổi tên", "Đăng ký lại", "Thu hồi máy"):
            page.locator("summary").filter(has_text=title).click()
        look(page)
        form = page.locator("form").filter(has_text=f"Thu hồi máy {name}")
        form.get_by_label("Lý do").fill("Máy bị mất ở hội trường")
        form.get_by_role("button").click()
        expect(page.get_by_text("chờ thanh tra quyết định")).to_be_visible()
        look(page)
    late = device.post(wire, "answers", {"answers": [device.an_answer(office.version_id, 1)]}).get_json()
    assert late["receipts"][0]["state"] == "quarantined"
    with person(browser, office.address, "thanhtra", width, height) as page:
        page.get_by_role("link", name="Phiếu để riêng").click()
        look(page)
        page.get_by_role("link", name=name).click()
        look(page)
        page.get_by_label("Tính vào kết quả").check()
        page.get_by_label("Lý do").fill("Phiếu chấm trước khi máy mất")
        page.get_by_role("button", name="Ghi quyết định").click()
        expect(page.get_by_text("Đã tính 1 phiếu.")).to_be_visible()
        look(page)


def test_other_digits_are_refused_and_there_is_a_new_code(office: Office, browser: Browser):
    thief, device, wire = Device(), Device(), office.wire
    with person(browser, office.address, "quantri") as page:
        code = invited(page, "K77")
        thief.enrol(wire, code)
        assert device.enrol(wire, code).status_code == 403
        page.get_by_role("link", name="Máy đã hiện sáu số").click()
        page.get_by_role("button", name="Khác số").click()
        expect(page.locator("main")).to_contain_text(CODE)
        found = CODE.search(page.locator("main").inner_text())
        assert found
        assert device.enrol(wire, found.group()).status_code == 201
    assert thief.get(wire, "state").get_json()["state"] == "revoked"
