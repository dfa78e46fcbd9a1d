"""`/cong-khai/xin-loi/<unit code>/bang-tin.pdf`: the wall poster, for everybody; how long others may keep the lists."""

from flask import Response, request

from feedback.apologies.exports import wall_pdf
from feedback.apologies.pages.notices import pages
from feedback.foundation import clock
from feedback.foundation.access import public
from feedback.foundation.engine import store

LISTS = ("apologies.public_list", "apologies.wall")


@pages.get("/cong-khai/xin-loi/<code>/bang-tin.pdf")
@public
def wall(code: str) -> Response:
    """This month's apologies of one unit as a poster, A4 or (`?kho=A3`) A3."""
    content = wall_pdf(store(), code, request.args.get("kho", "A4").upper(), clock.now())
    headers = {"Content-Disposition": 'inline; filename="cong-khai-xin-loi.pdf"'}
    return Response(content, mimetype="application/pdf", headers=headers)


@pages.after_request
def _keep_nowhere_else(response: Response) -> Response:
    """A line that was taken off, or whose ninety days are over, must not live on in a search engine or on the way."""
    if request.endpoint in LISTS:
        response.headers["Cache-Control"] = "no-cache"
        response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response
