"""Every operation of the document against what nobody would send: schemathesis makes it up, with a key and without.

50 examples an operation; 1,000 before a release (`FEEDBACK_PROOF=1`).
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, settings
from schemathesis import checks
from schemathesis.specs.openapi import checks as openapi_checks

from feedback.accounts.rules.api_keys import Verb
from feedback.foundation.database import Database
from feedback.records.api.checking import SAID
from tests.records.api.conftest import CODE, Place, batch, row
from tests.signing import Program, header

EXAMPLES = 1_000 if os.environ.get("FEEDBACK_PROOF") else 50
PLEASE_SIGN = "sign"
CHECKS = (
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.negative_data_rejection,
    openapi_checks.positive_data_acceptance,
    openapi_checks.unsupported_method,
    openapi_checks.ignored_auth,
)


class Signing:
    """The website behind a program that signs each request exactly as it goes out."""

    def __init__(self, app: Flask, key: str) -> None:
        self.app, self.key = app, key

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"].read()
        environ["wsgi.input"], environ["CONTENT_LENGTH"] = io.BytesIO(body), str(len(body))
        if environ.get("HTTP_AUTHORIZATION") == PLEASE_SIGN:
            path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
            query = environ.get("QUERY_STRING", "")
            signed = header(self.key, environ["REQUEST_METHOD"], path, query=query, body=body)
            environ["HTTP_AUTHORIZATION"] = signed
        return self.app(environ, start)


@pytest.fixture
def hostile(app: Flask, program: Callable[..., Program], place: Place, request: pytest.FixtureRequest) -> Any:
    request.node._nodeid = request.node.nodeid  # schemathesis 4.32 asks for what pytest 9.2 calls otherwise
    mine = program(place.province, Verb.WRITE, Verb.READ, daily_rows=5_000_000)
    mine.post("/api/v1/records", batch(row(1)))
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", Signing(app, mine.key))


schema = schemathesis.pytest.from_fixture("hostile")
quietly = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=not os.environ.get("FEEDBACK_PROOF"),
    suppress_health_check=list(HealthCheck),
)


@schema.parametrize()
@quietly
@pytest.mark.parametrize("_engine", ["postgresql"], indirect=True)
def test_a_key_holder_gets_no_server_error_and_only_what_the_document_says(case: Any) -> None:
    """On PostgreSQL, which is the choosier of the two about texts, numbers and moments."""
    # Where the signature was left out on purpose it stays out.
    signed = {"Authorization": PLEASE_SIGN} if "Authorization" in (case.headers or {}) else {}
    answer = case.call(headers=signed)
    unless = {openapi_checks.positive_data_acceptance} if refused_for_its_meaning(answer) else set()
    case.validate_response(answer, checks=[each for each in CHECKS if each not in unless], headers=signed)


def refused_for_its_meaning(answer: Any) -> bool:
    """Right by its shape and refused all the same: an Idempotency-Key of another body, a moment that cannot be."""
    if answer.status_code != 422:
        return False
    errors = answer.json().get("errors", [])
    return all(each["message"] == SAID["moment"] for each in errors)


@schema.parametrize()
@quietly
@pytest.mark.parametrize("_engine", ["sqlite"], indirect=True)
def test_nobody_gets_in_without_a_signature(case: Any) -> None:
    answer = case.call()
    assert answer.status_code in (400, 401, 404, 405, 413), answer.text
    assert "Traceback" not in answer.text


def test_what_schemathesis_signs_is_let_in(hostile: Any, site_database: Database) -> None:
    """Otherwise every example above would be turned away at the door and prove nothing."""
    operation = hostile["/records/{code}"]["GET"]
    answer = operation.Case(path_parameters={"code": CODE.format(1)}).call(headers={"Authorization": PLEASE_SIGN})
    assert answer.status_code == 200
