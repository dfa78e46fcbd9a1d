"""`/cong-khai/xin-loi/<unit code>/bang-tin.pdf`: the wall poster, for everybody."""

from flask import Response, request

from feedback.apologies.exports import wall_pdf
from feedback.apologies.pages.notices import pages
from feedback.foundation import clock
from feedback.foundation.access import public
from feedback.foundation.engine import store


@pages.get("/cong-khai/xin-loi/<code>/bang-tin.pdf")
@public
def wall(code: str) -> Response:
    """This month's apologies of one unit as a poster, A4 or (`?kho=A3`) A3."""
    content = wall_pdf(store(), code, request.args.get("kho", "A4").upper(), clock.now())
    headers = {
        "Content-Disposition": 'inline; filename="cong-khai-xin-loi.pdf"',
        "Cache-Control": "public, max-age=300",
    }
    return Response(content, mimetype="application/pdf", headers=headers)
