"""`/api/v1/` for people and `/api/v1/openapi.json` for tools."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from feedback.records.api.description import OPERATIONS, document
from feedback.records.api.documentation import kind_words
from feedback.records.rules import WORDS


def test_the_document_is_served_to_anybody_with_an_etag(client: FlaskClient) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.get_json() == document()
    again = client.get("/api/v1/openapi.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_page_says_every_operation_shape_and_reason(client: FlaskClient) -> None:
    page = client.get("/api/v1/").text
    for each in OPERATIONS:
        assert f'id="{each.endpoint}"' in page
        assert each.summary in page
    for name in document()["components"]["schemas"]:
        if document()["components"]["schemas"][name].get("properties"):
            assert f'id="{name}"' in page
    for code in WORDS:
        assert f"<code>{code}</code>" in page


def test_every_link_inside_the_page_leads_somewhere_and_nothing_comes_from_outside(client: FlaskClient) -> None:
    page = client.get("/api/v1/").text
    places = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= places
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []
    assert "<script" not in page
    assert "style=" not in page


def test_the_short_address_leads_to_the_page(client: FlaskClient) -> None:
    answer = client.get("/api/v1")
    assert (answer.status_code, answer.headers["Location"]) == (308, "http://localhost/api/v1/")


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string"}, "chữ"),
        ({"type": "string", "maxLength": 5}, "chữ, tối đa 5 ký tự"),
        ({"anyOf": [{"type": "string", "maxLength": 5}, {"type": "null"}]}, "chữ, tối đa 5 ký tự hoặc null"),
        ({"type": "integer", "minimum": 1, "maximum": 200}, "số nguyên, 1 đến 200"),
        ({"type": "string", "format": "date-time"}, "ngày giờ có múi giờ"),
        ({"$ref": "#/components/schemas/RowSent"}, "RowSent"),
        (
            {"type": "array", "items": {"$ref": "#/x/RowSent"}, "minItems": 1, "maxItems": 1000},
            "danh sách RowSent, 1 đến 1000 mục",
        ),
        ({"type": "string", "enum": ["a", "b"]}, "a, b"),
    ],
)
def test_kinds_are_said_in_words(schema: dict[str, object], words: str) -> None:
    assert kind_words(schema) == words
