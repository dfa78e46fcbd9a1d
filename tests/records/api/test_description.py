"""The OpenAPI document says what the website does: every address, every shape, and no more."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask

from feedback.foundation.access import ACCESS, KeyScope
from feedback.records.api import shapes
from feedback.records.api.checking import check
from feedback.records.api.description import EXAMPLE, OPERATIONS, document
from feedback.web import KEY_PERMISSIONS
from tests.records.api.conftest import CODE, batch, row
from tests.signing import Program


def test_every_address_for_programs_is_described_and_every_description_has_its_address(app: Flask) -> None:
    there = {
        (rule.endpoint.partition(".")[2], method.lower(), rule.rule.removeprefix("/api/v1").replace("<code>", "{code}"))
        for rule in app.url_map.iter_rules()
        if isinstance(getattr(app.view_functions[rule.endpoint], ACCESS, None), KeyScope)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {(each.endpoint, each.method, each.path) for each in OPERATIONS} == there


def test_the_words_about_keys_are_what_the_addresses_ask(app: Flask) -> None:
    words = {"gửi hồ sơ": KEY_PERMISSIONS["write"], "đọc hồ sơ": KEY_PERMISSIONS["read"]}
    for each in OPERATIONS:
        scope = getattr(app.view_functions[f"records_api.{each.endpoint}"], ACCESS)
        assert frozenset().union(*(words[verb] for verb in each.verbs)) == set(scope.permissions)


def test_the_document_is_openapi_3_1_and_every_reference_leads_somewhere() -> None:
    told = document()
    assert told["openapi"] == "3.1.0"
    schemas = told["components"]["schemas"]
    references = {part.partition('"')[0] for part in json.dumps(told).split("#/components/schemas/")[1:]}
    assert references <= set(schemas)
    for schema in schemas.values():
        jsonschema_rs.meta.validate(schema | {"$schema": "https://json-schema.org/draft/2020-12/schema"})


def test_every_member_of_what_is_sent_is_explained() -> None:
    silent = [
        f"{name}.{field}"
        for name, schema in document()["components"]["schemas"].items()
        if name.endswith("Sent")
        for field, told in schema.get("properties", {}).items()
        if not told.get("description")
    ]
    assert silent == []


def test_the_example_is_one_that_is_taken() -> None:
    assert len(check(shapes.BatchSent, dict(EXAMPLE)).rows) == 1


@pytest.mark.parametrize("path", ["/records", "/records/{code}", "/units", "/procedures"])
def test_answers_are_as_the_document_says(both: Program, path: str) -> None:
    both.post("/api/v1/records", batch(row(1, supplements=[{"asked_at": "2026-11-17T09:00:00+07:00"}])))
    both.post("/api/v1/records", batch(row(1, due="2026-11-23T08:15:00+07:00")))
    answer = both.get("/api/v1" + path.replace("{code}", CODE.format(1)))
    assert answer.status_code == 200
    schema = document()["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert_fits(schema, answer.get_json())


def test_the_guard_bites() -> None:
    schema = document()["paths"]["/units"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    with pytest.raises(jsonschema_rs.ValidationError):
        assert_fits(schema, {"next_cursor": "5", "units": []})


def assert_fits(schema: dict[str, Any], value: Any) -> None:
    """`$ref`s of the document resolve inside the document."""
    whole = {**schema, "components": document()["components"]}
    jsonschema_rs.validate(whole, value)
