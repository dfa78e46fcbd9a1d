"""How the operations answer."""

from __future__ import annotations

from flask import Flask
from pydantic import BaseModel

from feedback.records.api.blueprint import answer


class Said(BaseModel):
    word: str | None


def test_the_same_content_has_the_same_etag_and_is_sent_once(app: Flask) -> None:
    with app.test_request_context():
        first = answer(Said(word="xin chào"))
        assert (first.status_code, first.get_json()) == (200, {"word": "xin chào"})
        assert answer(Said(word="xin chào")).headers["ETag"] == first.headers["ETag"]
        assert answer(Said(word=None)).headers["ETag"] != first.headers["ETag"]
    with app.test_request_context(headers={"If-None-Match": first.headers["ETag"]}):
        assert answer(Said(word="xin chào")).status_code == 304
        assert answer(Said(word=None)).status_code == 200
