"""Who may enter: public, signed in, holding a permission. Strangers are led to the sign-in page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from feedback.foundation.access import ACCESS, SIGNED_IN, KeyScope, actor, allow, api_key, may_open, public, require
from feedback.foundation.actors import ANONYMOUS, Actor, Grant, Permission
from feedback.foundation.errors import Forbidden, SignInNeeded

SIGN, READ = Permission("a.sign"), Permission("a.read")
Visit = Callable[[Actor | None], FlaskClient]


def holding(*permissions: Permission, units: frozenset[int] | None = None) -> Actor:
    return Actor(name="Mẫu", account_id=7, grants=(Grant(frozenset(permissions), units),))


def page() -> str:
    return "trang"


@pytest.fixture
def visit(site: Flask) -> Visit:
    site.add_url_rule("/cong-khai", "open", public(lambda: actor().name))
    site.add_url_rule("/ky", "sign", allow(SIGN)(page), methods=["GET", "POST"])
    site.add_url_rule("/ky-hoac-doc", "either", allow(SIGN, READ)(page))
    site.add_url_rule("/ai-cung-duoc", "anyone", allow(SIGNED_IN)(page))
    site.add_url_rule("/khong-ai", "nobody", allow()(page))
    site.add_url_rule("/api/ky", "api", allow(SIGN)(page))

    def as_actor(who: Actor | None) -> FlaskClient:
        def put() -> None:
            if who is not None:
                g.actor = who

        site.before_request_funcs[None] = [put]
        return site.test_client()

    return as_actor


def test_until_somebody_signs_in_the_actor_is_anonymous(visit: Visit) -> None:
    assert visit(None).get("/cong-khai").text == ANONYMOUS.name


def test_a_public_page_is_open_to_all(visit: Visit) -> None:
    assert visit(None).get("/cong-khai").status_code == 200
    assert visit(holding()).get("/cong-khai").status_code == 200


@pytest.mark.parametrize("path", ["/ky", "/ky-hoac-doc", "/ai-cung-duoc", "/khong-ai"])
def test_a_stranger_is_led_to_the_sign_in_page_and_back(visit: Visit, path: str) -> None:
    answer = visit(None).get(path)
    assert answer.status_code == 302
    assert answer.location == f"/dang-nhap?next={path}"
    assert visit(None).get(f"{path}?tuan=46").location == f"/dang-nhap?next={path}?tuan%3D46"


def test_what_a_stranger_posted_is_not_come_back_to(visit: Visit) -> None:
    assert visit(None).post("/ky").location == "/dang-nhap?next=/"


def test_a_program_without_sign_in_gets_no_page(visit: Visit) -> None:
    answer = visit(None).get("/api/ky")
    assert answer.status_code == 401
    assert "đăng nhập" in answer.get_json()["detail"]


@pytest.mark.parametrize(
    ("path", "permissions", "status"),
    [
        ("/ky", [], 403),
        ("/ky", [READ], 403),
        ("/ky", [SIGN], 200),
        ("/ky-hoac-doc", [READ], 200),
        ("/ky-hoac-doc", [SIGN], 200),
        ("/ky-hoac-doc", [], 403),
        ("/ai-cung-duoc", [], 200),
        ("/khong-ai", [SIGN, READ], 403),
    ],
)
def test_a_page_opens_to_those_who_hold_one_of_its_permissions(
    visit: Visit, path: str, permissions: list[Permission], status: int
) -> None:
    assert visit(holding(*permissions)).get(path).status_code == status


def test_a_permission_over_no_unit_opens_nothing(visit: Visit) -> None:
    assert visit(holding(SIGN, units=frozenset())).get("/ky").status_code == 403
    assert visit(holding(SIGN, units=frozenset({3}))).get("/ky").status_code == 200


def test_every_view_carries_its_access_for_the_guard_test() -> None:
    assert getattr(public(lambda: ""), ACCESS) == "public"
    assert getattr(allow(SIGN)(page), ACCESS) == (SIGN,)


def test_require_asks_at_the_unit(site: Flask) -> None:
    with site.test_request_context():
        with pytest.raises(Forbidden):
            require(SIGN, 3)
        g.actor = holding(SIGN, units=frozenset({3}))
        require(SIGN, 3)
        with pytest.raises(Forbidden):
            require(SIGN, 4)
        with pytest.raises(Forbidden):
            require(READ, 3)


def test_a_view_for_programs_opens_to_a_key_that_may_and_to_no_person(site: Flask) -> None:
    view = api_key(SIGN, READ)(lambda: "vào")
    assert getattr(view, ACCESS) == KeyScope((SIGN, READ))
    with site.test_request_context():
        g.actor = holding(SIGN, READ)
        with pytest.raises(SignInNeeded):
            view()
        g.program = holding()
        with pytest.raises(Forbidden):
            view()
        g.program = holding(READ)
        assert view() == "vào"


def test_a_link_is_offered_only_to_whom_its_page_would_let_in(site: Flask, visit: Visit) -> None:
    visit(None)
    paths = ("/cong-khai", "/ai-cung-duoc", "/ky-hoac-doc?trang=2", "/ky", "/khong-ai", "/khong-co")
    opened = {}
    for who in (ANONYMOUS, holding(), holding(READ), holding(SIGN)):
        with site.test_request_context("/"):
            g.actor = who
            opened[who] = [path for path in paths if may_open(path)]
    assert list(opened.values()) == [list(paths[:1]), list(paths[:2]), list(paths[:3]), list(paths[:4])]
