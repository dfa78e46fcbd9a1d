"""`/api/v1/`: the page about the API, written from the OpenAPI document; and that document itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Response, current_app, render_template, request

from feedback.accounts.rules.api_keys import SCHEME
from feedback.foundation.access import public
from feedback.foundation.engine import settings
from feedback.records.api.blueprint import BASE, api
from feedback.records.api.description import EXAMPLE, document
from feedback.records.rules import WORDS
from feedback.records.rules.reasons import Reason

KINDS = {"string": "chữ", "integer": "số nguyên", "boolean": "đúng/sai", "object": "đối tượng", "null": "null"}


@api.get("/openapi.json", provide_automatic_options=False)
@public
def openapi() -> Response:
    """The document for tools."""
    body = json.dumps(document(), ensure_ascii=False)
    response: Response = current_app.response_class(body, mimetype="application/json")
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.add_etag()
    response.make_conditional(request)
    return response


@api.get("/", provide_automatic_options=False)
@public
def page() -> str:
    """The same for people: nothing on it comes from outside."""
    schemas = document()["components"]["schemas"]
    return render_template(
        "records/api.html",
        document=document(),
        schemas={name: each for name, each in schemas.items() if each.get("properties")},
        kind=kind_words,
        base=f"{settings().url}{BASE}",
        host=settings().url,
        scheme=SCHEME,
        example=json.dumps(EXAMPLE, ensure_ascii=False),
        reasons=[(code, words, code in set(Reason)) for code, words in WORDS.items()],
    )


def kind_words(schema: Mapping[str, Any]) -> str:
    """The kind of a value in words: “chữ, tối đa 500 ký tự”, “danh sách RowSent”, “chữ hoặc null”."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " hoặc ".join(kind_words(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"danh sách {kind_words(schema.get('items', {}))}{_bounds(schema, 'minItems', 'maxItems', 'mục')}"
    if "enum" in schema:
        return ", ".join(str(each) for each in schema["enum"])
    if schema.get("format") == "date-time":
        return "ngày giờ có múi giờ"
    bounds = _bounds(schema, "minLength", "maxLength", "ký tự") or _bounds(schema, "minimum", "maximum", "")
    return f"{KINDS.get(str(schema.get('type')), 'giá trị')}{bounds}"


def _bounds(schema: Mapping[str, Any], lowest: str, highest: str, words: str) -> str:
    if highest not in schema:
        return ""
    least = f"{schema[lowest]} đến " if schema.get(lowest) else "tối đa "
    return f", {least}{schema[highest]} {words}".rstrip()
