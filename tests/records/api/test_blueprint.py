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


class Page(BaseModel):
    as_of: str
    words: list[str]


def test_the_moment_of_asking_alone_makes_no_other_etag(app: Flask) -> None:
    with app.test_request_context():
        tag = answer(Page(as_of="08:00", words=["a"]), passing={"as_of"}).headers["ETag"]
    assert tag.startswith("W/")
    with app.test_request_context(headers={"If-None-Match": tag}):
        assert answer(Page(as_of="08:01", words=["a"]), passing={"as_of"}).status_code == 304
        assert answer(Page(as_of="08:01", words=["a", "b"]), passing={"as_of"}).status_code == 200


def test_if_match_guards_nothing_here(app: Flask) -> None:
    for value in ('"another"', "*"):
        with app.test_request_context(headers={"If-Match": value}):
            assert answer(Said(word="xin chào")).status_code == 200
