"""Pages for anybody: what is kept of an answer, and whether a receipt's sheet was counted."""

from __future__ import annotations

from flask import Response, redirect, request
from werkzeug.wrappers import Response as Redirect

from feedback.answers import queries
from feedback.answers.pages.desk import desk, pages
from feedback.answers.pages.texts import language_of, suffix, switches
from feedback.answers.rules.keys import read_receipt, shown_receipt
from feedback.foundation.access import public
from feedback.foundation.engine import read_session, settings


@pages.get("/du-lieu-cua-ong-ba")
@public
def data_kept() -> Response:
    """What is kept, for how long, who sees it."""
    return _page("data_kept.html", address="/du-lieu-cua-ong-ba")


@pages.get("/tra-cuu")
@public
def receipt_form() -> Response | Redirect:
    """The field to type a receipt into."""
    typed = request.args.get("ma", "").strip()
    if not typed:
        return _page("receipt_form.html")
    receipt = read_receipt(typed)
    if receipt is None:
        return _page("receipt_form.html", 422, problem="check_misspelt", typed=typed)
    lang = language_of(request.args.get("lang"))
    return redirect(f"/tra-cuu/{shown_receipt(receipt)}{suffix(lang, first=True)}", 303)


@pages.get("/tra-cuu/<code>")
@public
def receipt(code: str) -> Response:
    """Counted or not: the same words whatever the sheet holds."""
    read = read_receipt(code)
    if read is None:
        return _page("receipt_form.html", 422, problem="check_misspelt", typed=code)
    if not queries.is_counted(read_session(), read):
        return _page("receipt_form.html", 404, problem="check_missing", typed=code)
    return _page("receipt.html", address=f"/tra-cuu/{shown_receipt(read)}", receipt=shown_receipt(read))


def _page(template: str, status: int = 200, *, address: str = "/tra-cuu", **more: str) -> Response:
    """A page in the language asked for; `address` is where the links to the other languages lead."""
    lang = language_of(request.args.get("lang"))
    links = {"lang_query": suffix(lang, first=True), "others": switches(lang, address)}
    body = desk().render(template, lang, sample=settings().demo, **links, **more)
    return Response(body, status, {"Cache-Control": "private, no-cache"}, mimetype="text/html")
