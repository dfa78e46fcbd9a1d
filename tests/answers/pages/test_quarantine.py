"""The inspector's page: groups and numbers without a face, a decision with a reason, and never by whoever revoked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback.answers.rules.quarantine import DECIDE_QUARANTINE
from feedback.answers.tables import QuarantinedAnswer, Sheet, TabletReceipt
from feedback.audit.tables import AuditNote
from feedback.collection_points.actions import tablets as actions
from feedback.foundation.actors import Actor, Grant
from feedback.foundation.clock import now
from feedback.foundation.database import Database
from tests.answers.samples import Place, a_counter
from tests.collection_points.devices import Device, a_tablet

Acting = Callable[[Actor], FlaskClient]
REVOKER = Actor(name="Quản trị", account_id=1, login="quan.tri")


def inspector(*unit_ids: int, login: str = "thanh.tra") -> Actor:
    grant = Grant(frozenset({DECIDE_QUARANTINE}), frozenset(unit_ids) if unit_ids else None)
    return Actor(name="Thanh tra", account_id=7, login=login, grants=(grant,))


@dataclass
class Case:
    """A tablet revoked with three answers still to come, one of them unreadable."""

    place: Place
    device: Device
    database: Database

    @property
    def path(self) -> str:
        return f"/may-tinh-bang/{self.device.id}/cach-ly/revoked"

    def rows(self, table: Any) -> list[Any]:
        with self.database.read() as session:
            return list(session.scalars(select(table).order_by(table.seq if hasattr(table, "seq") else table.id)))


@pytest.fixture
def case(client: FlaskClient, site_database: Database) -> Case:
    def build(session: Any) -> tuple[Place, Device]:
        place = a_counter(session, now())
        device = a_tablet(session, now(), place.unit_id, name="K03")
        actions.revoke(session, actor=REVOKER, now=now(), tablet_id=device.id, reason="Máy bị mất")
        return place, device

    place, device = site_database.run(build)
    sent = [device.an_answer(place.version_id, 4 + number) for number in range(2)]
    sent.append(device.an_answer(4711, 1))
    assert device.post(client, "answers", {"answers": sent}).status_code == 200
    return Case(place, device, site_database)


def test_groups_and_numbers_are_shown_without_what_was_answered(acting: Acting, case: Case):
    client = acting(inspector())
    page = client.get("/may-tinh-bang/cach-ly").text
    assert "đến sau khi máy bị thu hồi" in page
    group = client.get(case.path).text
    assert "Phiếu số 2" in group
    assert "hài lòng" not in group.lower()


def test_all_are_counted_that_can_be_and_the_rest_named(acting: Acting, case: Case):
    client = acting(inspector())
    data = {"pham-vi": "tat-ca", "quyet-dinh": "nhan", "reason": "Máy mất sau giờ làm việc"}
    page = client.post(case.path, data=data, follow_redirects=True).text
    assert "Đã tính 2 phiếu. Còn 1 phiếu không tính được" in page
    sheets = case.rows(Sheet)
    assert sorted(each.overall for each in sheets) == [4, 5]
    assert {tuple(each.flags) for each in sheets} == {("from_quarantine",)}
    assert {each.channel for each in sheets} == {"tablet"}
    kept = case.rows(QuarantinedAnswer)
    assert [(each.state, each.sealed is None) for each in kept] == [
        ("accepted", True),
        ("accepted", True),
        ("waiting", False),
    ]
    assert [each.state for each in case.rows(TabletReceipt)] == ["counted", "counted", "quarantined"]
    with case.database.read() as session:
        note = session.scalars(select(AuditNote).where(AuditNote.verb == "quarantine.accept")).one()
    assert note.detail == {"count": 2, "quarantine": "revoked", "reason": "Máy mất sau giờ làm việc"}


def test_one_is_refused_and_stays_sealed(acting: Acting, case: Case):
    wanted = case.rows(QuarantinedAnswer)[1]
    data = {"pham-vi": "danh-dau", "phieu": str(wanted.id), "quyet-dinh": "tu-choi", "reason": "Chấm thử"}
    page = acting(inspector()).post(case.path, data=data, follow_redirects=True).text
    assert "Đã từ chối 1 phiếu." in page
    states = [(each.state, each.sealed is None) for each in case.rows(QuarantinedAnswer)]
    assert states == [("waiting", False), ("refused", False), ("waiting", False)]
    assert [each.state for each in case.rows(TabletReceipt)] == ["quarantined", "refused", "quarantined"]
    assert case.rows(Sheet) == []


def test_whoever_revoked_decides_nothing(acting: Acting, case: Case):
    client = acting(inspector(login="quan.tri"))
    assert "không tự quyết định" in client.get(case.path).text
    for decision in ("nhan", "tu-choi"):
        data = {"pham-vi": "tat-ca", "quyet-dinh": decision, "reason": "x"}
        assert client.post(case.path, data=data).status_code == 403
    assert {each.state for each in case.rows(QuarantinedAnswer)} == {"waiting"}


@pytest.mark.parametrize(
    "data",
    [
        {"pham-vi": "tat-ca", "quyet-dinh": "nhan"},
        {"pham-vi": "tat-ca", "reason": "x"},
        {"pham-vi": "danh-dau", "quyet-dinh": "nhan", "reason": "x"},
        {"pham-vi": "danh-dau", "phieu": "abc", "quyet-dinh": "nhan", "reason": "x"},
    ],
)
def test_half_a_decision_is_none(acting: Acting, case: Case, data: dict[str, str]):
    assert acting(inspector()).post(case.path, data=data).status_code == 422
    assert case.rows(Sheet) == []


def test_an_inspector_of_another_unit_sees_and_decides_nothing(acting: Acting, case: Case):
    client = acting(inspector(case.place.unit_id + 1))
    assert "K03" not in client.get("/may-tinh-bang/cach-ly").text
    data = {"pham-vi": "tat-ca", "quyet-dinh": "nhan", "reason": "x"}
    assert client.get(case.path).status_code == 403
    assert client.post(case.path, data=data).status_code == 403


def test_a_group_that_is_not_there_is_not_found(acting: Acting, case: Case):
    client = acting(inspector())
    assert client.get(f"/may-tinh-bang/{case.device.id}/cach-ly/clone").status_code == 404
    assert client.get("/may-tinh-bang/00000000-0000-4000-8000-000000000000/cach-ly/revoked").status_code == 404
