"""The head sees half a number, the whole one after a note, and none after the end."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from feedback.answers.actions.call_backs import ask_call_back
from feedback.answers.rules import SEE_CALL_BACKS
from feedback.answers.rules.call_backs import Contact
from feedback.audit.tables import AuditNote
from feedback.foundation.database import Database
from feedback.foundation.engine import Store
from tests.answers.pages.test_comments import Acting, head_of
from tests.answers.samples import a_counter

ID = UUID(int=7)


def a_wish(store: Store, now: datetime) -> int:
    def work(session):
        place = a_counter(session, now)
        contact = Contact("0905123456", "Hoa", "buổi chiều")
        ask_call_back(
            session, sealer=store.sealer, call_id=ID, unit_id=place.unit_id, contact=contact, consent="x", now=now
        )
        return place.unit_id

    return store.database.run(work)


def test_a_number_is_shown_only_on_request_and_it_is_noted(acting: Acting, app, site_database: Database, now: datetime):
    unit_id = a_wish(app.extensions["lang-nghe"], now)
    client = acting(head_of(unit_id, permission=SEE_CALL_BACKS))
    page = client.get("/goi-lai-nguoi-dan")
    assert "09xx xxx 456" in page.text
    assert "0905" not in page.text
    assert "buổi chiều" in page.text
    shown = client.post(f"/goi-lai-nguoi-dan/{ID}/hien-so")
    assert "0905 123 456" in shown.text
    with site_database.read() as session:
        (note,) = session.scalars(select(AuditNote).where(AuditNote.verb == "call_back.show")).all()
    assert note.unit_id == unit_id


def test_the_end_empties_the_contact(acting: Acting, app, now: datetime):
    client = acting(head_of(a_wish(app.extensions["lang-nghe"], now), permission=SEE_CALL_BACKS))
    assert client.post(f"/goi-lai-nguoi-dan/{ID}/xong", data={"ket-qua": ""}).status_code == 422
    assert client.post(f"/goi-lai-nguoi-dan/{ID}/xong", data={"ket-qua": "reached"}).status_code == 302
    page = client.get("/goi-lai-nguoi-dan")
    assert "Không có ai đang chờ" in page.text
    assert "Đã gọi và nói chuyện" in page.text
    assert client.post(f"/goi-lai-nguoi-dan/{ID}/hien-so").status_code == 409


def test_the_head_next_door_sees_and_ends_nothing(acting: Acting, app, now: datetime):
    client = acting(head_of(a_wish(app.extensions["lang-nghe"], now) + 1, permission=SEE_CALL_BACKS))
    assert "09xx" not in client.get("/goi-lai-nguoi-dan").text
    assert client.post(f"/goi-lai-nguoi-dan/{ID}/hien-so").status_code == 403
    assert client.post(f"/goi-lai-nguoi-dan/{ID}/xong", data={"ket-qua": "reached"}).status_code == 403
