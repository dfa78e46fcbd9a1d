"""Units and procedures as references for programs."""

from __future__ import annotations

from collections.abc import Callable

from feedback.accounts.rules.api_keys import Verb
from tests.records.api.conftest import Place
from tests.signing import Program


def test_units_are_told_with_who_is_above_them(both: Program) -> None:
    told = both.get("/api/v1/units").get_json()
    assert told["units"] == [
        {"code": "90000", "name": "Tỉnh Thử", "level": "province", "parent_code": None},
        {"code": "90001", "name": "Xã Thử", "level": "commune", "parent_code": "90000"},
        {"code": "90002", "name": "Xã Bên", "level": "commune", "parent_code": "90000"},
    ]
    assert told["next_cursor"] is None


def test_procedures_are_told_with_their_limit(both: Program) -> None:
    (told,) = both.get("/api/v1/procedures").get_json()["procedures"]
    assert (told["code"], told["limit_kind"], told["limit_amount"]) == ("1.004873", "working_days", 3)
    assert told["limit"] == "3 ngày làm việc"


def test_both_come_in_pages_and_with_an_etag(both: Program) -> None:
    first = both.get("/api/v1/units", "limit=2")
    assert [each["code"] for each in first.get_json()["units"]] == ["90000", "90001"]
    rest = both.get("/api/v1/units", f"limit=2&cursor={first.get_json()['next_cursor']}").get_json()
    assert ([each["code"] for each in rest["units"]], rest["next_cursor"]) == (["90002"], None)
    etag = first.headers["ETag"]
    assert both.get("/api/v1/units", "limit=2", **{"If-None-Match": etag}).status_code == 304
    assert both.get("/api/v1/units", "limit=1", **{"If-None-Match": etag}).status_code == 200


def test_a_key_that_only_writes_reads_the_references(program: Callable[..., Program], place: Place) -> None:
    writer = program(place.commune, Verb.WRITE)
    assert [writer.get(f"/api/v1/{name}").status_code for name in ("units", "procedures")] == [200, 200]
