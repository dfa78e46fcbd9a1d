"""What every survey page needs: whose sheet it is, the words and addresses around it, the answer's headers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, request

from feedback.answers.pages.desk import Desk, Place, Problem, desk
from feedback.answers.pages.places import place_of
from feedback.answers.pages.texts import language_of, suffix, switches
from feedback.answers.rules.keys import SheetKey, receipt_for, sheet_id
from feedback.foundation import clock
from feedback.foundation.engine import settings


@dataclass(frozen=True, slots=True)
class Visit:
    """One genuine key at one point."""

    desk: Desk
    point: Place
    text: str
    key: SheetKey
    lang: str

    @property
    def sheet_id(self) -> Any:
        return sheet_id(self.desk.secret, self.key)

    @property
    def receipt(self) -> str:
        return receipt_for(self.desk.secret, self.key)

    def address(self, page: str = "", notice: str = "") -> str:
        page = f"/{page}" if page else ""
        notice = f"&bao={notice}" if notice else ""
        return f"{self.point.path}{page}?phieu={self.text}{notice}{suffix(self.lang)}"


def visit_of(token: str, text: str | None) -> Visit:
    """The visit a key belongs to. Problem for an unknown code or a key that is not ours."""
    at, lang = desk(), language_of(request.args.get("lang"))
    point = place_of(token, clock.now())
    key = at.read_key(point, text)
    if key is None:
        raise Problem("key", 422)
    return Visit(at, point, text or "", key, lang)


def words_for(point: Place, lang: str, key: str, *, page: str = "", **more: Any) -> dict[str, Any]:
    """What every page of a place needs. `page` is the page within it; `key` the sheet's, or the mark for one."""
    page = f"/{page}" if page else ""
    return {
        "point": point,
        "sample": settings().demo or point.is_sample,
        "lang_query": suffix(lang, first=True),
        "lang_more": suffix(lang),
        "others": switches(lang, f"{point.path}{page}?phieu={key}"),
        **more,
    }


def html(body: bytes, status: int = 200) -> Response:
    return Response(body, status, {"Cache-Control": "private, no-cache"}, mimetype="text/html")


def cacheable(response: Response, key: str) -> Response:
    """Kept by this browser for Back, asked about on every other visit; tagged with the key for reloads."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["ETag"] = f'"{key}"'
    return response


def see(address: str) -> Response:
    """Post, redirect, get: a refresh of the next page sends nothing again."""
    return Response(status=303, headers={"Location": address, "Cache-Control": "no-store"})
