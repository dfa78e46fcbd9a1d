"""The matrix of keys: every address for programs × what a key may do × where it stands. Default: no.

A new address falls under it by itself; its permission decides what a key needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from feedback.accounts.rules import Role
from feedback.accounts.rules.api_keys import Verb
from feedback.foundation import clock
from feedback.foundation.access import ACCESS, KeyScope
from feedback.foundation.actors import Actor, Grant
from feedback.web import KEY_PERMISSIONS, ROLE_PERMISSIONS
from tests.records.api.conftest import CODE, Place, batch, row
from tests.signing import Program, header

VERBS = [(), (Verb.WRITE,), (Verb.READ,), (Verb.WRITE, Verb.READ)]


def addresses(app: Flask) -> Iterator[tuple[Rule, KeyScope]]:
    for rule in app.url_map.iter_rules():
        scope = getattr(app.view_functions[rule.endpoint], ACCESS, None)
        if isinstance(scope, KeyScope):
            yield rule, scope


def call(program: Program, rule: Rule, body: bytes) -> int:
    path = rule.rule.replace("<code>", CODE.format(1))
    if "POST" in (rule.methods or ()):
        return int(program.post(path, body).status_code)
    return int(program.get(path).status_code)


def test_there_are_addresses_for_programs_and_all_lie_under_one_roof(app: Flask) -> None:
    found = [rule.rule for rule, _ in addresses(app)]
    assert len(found) == 5
    assert all(path.startswith("/api/v1/") for path in found)


@pytest.mark.parametrize("verbs", VERBS[1:], ids=str)
def test_a_key_opens_what_its_verbs_open_and_nothing_else(
    app: Flask, program: Callable[..., Program], place: Place, verbs: tuple[Verb, ...]
) -> None:
    program(None, Verb.WRITE).post("/api/v1/records", batch(row(1)))
    held = frozenset().union(*(KEY_PERMISSIONS[verb] for verb in verbs))
    mine = program(place.commune, *verbs)
    for rule, scope in addresses(app):
        opens = bool(held & set(scope.permissions))
        assert call(mine, rule, batch(row(1))) == (200 if opens else 403), (rule, verbs)


@pytest.mark.parametrize(
    ("where", "reads"), [("commune", True), ("province", True), ("beside", False)], ids=["own", "above", "beside"]
)
def test_a_key_reaches_its_unit_and_below(
    app: Flask, program: Callable[..., Program], place: Place, where: str, reads: bool
) -> None:
    program(None, Verb.WRITE).post("/api/v1/records", batch(row(1)))
    mine = program(getattr(place, where), Verb.WRITE, Verb.READ)
    listed = mine.get("/api/v1/records").get_json()["records"]
    assert [each["code"] for each in listed] == ([CODE.format(1)] if reads else [])
    assert mine.get(f"/api/v1/records/{CODE.format(1)}").status_code == (200 if reads else 404)
    told = mine.post("/api/v1/records", batch(row(1))).get_json()["rows"][0]
    assert told["outcome"] == ("accepted" if reads else "rejected")
    assert [each["code"] for each in told["reasons"]] == ([] if reads else ["unit_out_of_reach"])


def test_nobody_comes_in_without_a_key_not_even_who_signed_in(
    app: Flask, acting: Callable[[Actor], FlaskClient], place: Place
) -> None:
    everything = frozenset().union(*ROLE_PERMISSIONS.values())
    powerful = Actor("Quản trị", account_id=1, grants=(Grant(everything, None),), login="quantri")
    client = acting(powerful)
    for rule, _ in addresses(app):
        path = rule.rule.replace("<code>", CODE.format(1))
        answer = client.open(path, method="POST" if "POST" in (rule.methods or ()) else "GET")
        assert (answer.status_code, answer.mimetype) == (401, "application/problem+json"), rule
        assert answer.headers["WWW-Authenticate"] == "LangNghe-HMAC-SHA256"


def test_a_key_opens_no_page_for_people(app: Flask, program: Callable[..., Program], place: Place) -> None:
    mine = program(None, Verb.WRITE, Verb.READ)
    for path in ("/ho-so", "/tai-khoan", "/tai-khoan/khoa-api", "/nhat-ky"):
        answer = app.test_client().get(path, headers={"Authorization": header(mine.key, "GET", path)})
        assert answer.status_code == 302, path


def test_a_key_holds_no_permission_a_role_does_not_and_never_an_applicant() -> None:
    held = frozenset().union(*KEY_PERMISSIONS.values())
    assert held < frozenset().union(*ROLE_PERMISSIONS.values())
    assert "records.see_applicants" not in held
    assert set(KEY_PERMISSIONS) == set(Verb)
    assert ROLE_PERMISSIONS[Role.OFFICER] > held


def test_an_ended_key_opens_nothing(
    app: Flask, program: Callable[..., Program], place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = program(place.commune, Verb.WRITE, Verb.READ, days=1)
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(days=1, seconds=1))
    for rule, _ in addresses(app):
        assert call(mine, rule, batch(row(1))) == 401, rule
    assert "hết hạn" in mine.get("/api/v1/units").get_json()["detail"]


def test_the_matrix_bites(app: Flask, program: Callable[..., Program], place: Place) -> None:
    """Planted: an address that asks for the wrong permission."""
    view = app.view_functions["records_api.list_records"]
    app.view_functions["records_api.list_records"] = lambda: "mọi hồ sơ"
    setattr(app.view_functions["records_api.list_records"], ACCESS, getattr(view, ACCESS))
    with pytest.raises(AssertionError):
        test_a_key_opens_what_its_verbs_open_and_nothing_else(app, program, place, (Verb.WRITE,))
