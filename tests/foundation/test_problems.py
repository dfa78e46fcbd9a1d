"""Refusals as programs read them."""

from __future__ import annotations

from flask import Flask

from feedback.foundation.problems import problem


def test_a_refusal_is_a_problem_document_in_vietnamese() -> None:
    with Flask("x").test_request_context():
        answer = problem(422, "Dữ liệu chưa đúng", "Dòng 5 chưa đúng. Xin sửa.", errors=[{"row": 5}])
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert answer.get_json() == {
        "type": "about:blank",
        "title": "Dữ liệu chưa đúng",
        "status": 422,
        "detail": "Dòng 5 chưa đúng. Xin sửa.",
        "errors": [{"row": 5}],
    }
    assert "Dòng".encode() in answer.data
