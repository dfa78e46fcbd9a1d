"""The audit trail: newest first, only what the reader may inspect, hostile labels harmless."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from feedback.audit.actions import note
from feedback.audit.queries import PAGE
from feedback.audit.rules import READ_AUDIT
from feedback.foundation.actors import SYSTEM, Actor, Grant
from feedback.foundation.engine import Store
from tests.conftest import NOW

Acting = Callable[[Actor], FlaskClient]


def inspector(*units: int, everywhere: bool = False) -> Actor:
    grant = Grant(frozenset({READ_AUDIT}), None if everywhere else frozenset(units))
    return Actor(name="Thanh Tra Mẫu", account_id=1, grants=(grant,))


@pytest.fixture
def notes(app: Flask) -> None:
    def write(session: Session) -> None:
        for number in range(PAGE + 5):
            note(
                session,
                actor=SYSTEM,
                now=NOW + timedelta(minutes=number),
                verb="records.import" if number % 2 else "report.make",
                object_kind="edition",
                object_id=number,
                object_label=f"việc-{number:03d} <script>alert(1)</script>",
                unit_id=1 if number % 2 else 2,
                detail={"số": number},
            )

    store: Store = app.extensions["lang-nghe"]
    store.database.run(write)


def test_the_newest_come_first_and_the_rest_on_the_next_page(notes: None, acting: Acting) -> None:
    client = acting(inspector(everywhere=True))
    page = client.get("/nhat-ky").text
    assert page.index("việc-104") < page.index("việc-103")
    assert "việc-004" not in page
    last = re.search(r"truoc=(\d+)", page)
    assert last
    assert "việc-004" in client.get(f"/nhat-ky?truoc={last[1]}").text


def test_only_notes_of_ones_own_units_show(notes: None, acting: Acting) -> None:
    page = acting(inspector(1)).get("/nhat-ky").text
    assert "việc-103" in page
    assert "việc-104" not in page


def test_notes_are_narrowed_by_verb_and_by_day(notes: None, acting: Acting) -> None:
    client = acting(inspector(everywhere=True))
    page = client.get("/nhat-ky?viec=report.make").text
    assert "Lập báo cáo tuần" in page
    assert "việc-103" not in page
    assert "Không có ghi chép nào khớp" in client.get("/nhat-ky?tu=2026-12-01").text
    assert "việc-104" in client.get("/nhat-ky?tu=2026-11-20&den=2026-11-20").text


def test_what_was_done_is_said_in_words_with_local_times(app: Flask, acting: Acting) -> None:
    detail = {"reason_class": "coordination", "new_due": "2026-11-27T09:30:00+00:00"}
    store: Store = app.extensions["lang-nghe"]
    store.database.run(
        lambda session: note(
            session,
            actor=SYSTEM,
            now=NOW,
            verb="apology.prepare",
            object_kind="apology",
            object_id=1,
            unit_id=1,
            detail=detail,
        )
    )
    page = acting(inspector(everywhere=True)).get("/nhat-ky").text
    assert "Soạn lý do và ngày hẹn mới" in page
    assert "Phiếu xin lỗi 1" in page
    assert "ngày hẹn mới: 16:30 ngày 27/11/2026" in page
    assert "coordination" not in page


def test_a_hostile_label_stays_text(notes: None, acting: Acting) -> None:
    assert "<script>alert" not in acting(inspector(everywhere=True)).get("/nhat-ky").text


def test_a_day_that_is_none_is_refused(notes: None, acting: Acting) -> None:
    assert acting(inspector(everywhere=True)).get("/nhat-ky?tu=hôm-qua").status_code == 422


def test_others_may_not_read_it(notes: None, acting: Acting) -> None:
    nobody = Actor(name="Cán Bộ Mẫu", account_id=2, grants=(Grant(frozenset(), None),))
    assert acting(nobody).get("/nhat-ky").status_code == 403
