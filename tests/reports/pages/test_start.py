"""The first page, for citizens and for whoever signed in."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from feedback.foundation.actors import Actor, Grant
from feedback.outbox.rules import SEE_TASKS

Acting = Callable[[Actor], FlaskClient]


def test_a_citizen_finds_the_public_pages_and_staff_their_door(client: FlaskClient):
    page = client.get("/").get_data(as_text=True)
    for path in ("/tra-cuu", "/cong-khai/xin-loi", "/du-lieu-cua-ong-ba", "/dang-nhap"):
        assert f'href="{path}"' in page
    assert "Xin chào" not in page


def test_whoever_signed_in_is_greeted_with_what_waits(acting: Acting):
    someone = Actor(name="Trần Thị Thử", account_id=1, grants=(Grant(frozenset({SEE_TASKS}), None),))
    page = acting(someone).get("/").get_data(as_text=True)
    assert "Xin chào Trần Thị Thử" in page
    assert "việc đang đợi" in page


def test_whoever_has_nothing_to_do_is_told_so(acting: Acting):
    page = acting(Actor(name="Lê Văn Thử", account_id=2)).get("/").get_data(as_text=True)
    assert "chưa có việc gì đợi" in page
