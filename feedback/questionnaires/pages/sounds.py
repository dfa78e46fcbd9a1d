"""`/doc/<language>/<prompt>.mp3`: a prompt's sound, for everybody. No cookie, nothing noted of who listens.

Telephones ask for a sound in pieces (an iPhone plays none that is not given in pieces) and keep it.
"""

from __future__ import annotations

from flask import Response, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from feedback.foundation.access import public
from feedback.questionnaires import queries
from feedback.questionnaires.pages.blueprint import pages
from feedback.questionnaires.queries.sounds import MARK

FOR_GOOD = "public, max-age=31536000, immutable"
FOR_A_WHILE = "public, max-age=300, must-revalidate"
TAG = 32


@pages.get("/doc/<lang>/<key>.mp3")
@public
def sound(lang: str, key: str) -> Response:
    """The office's recording, or the clip that comes with the program."""
    found = queries.find_sound(lang, key)
    if found is None:
        return _plainly("Không có bản đọc này.", 404)
    response = Response(found.content, mimetype=found.media_type)
    response.set_etag(found.sha256[:TAG])
    named = request.args.get("v") == found.sha256[:MARK]
    response.headers["Cache-Control"] = FOR_GOOD if named else FOR_A_WHILE
    try:
        response.make_conditional(request, accept_ranges=True, complete_length=len(found.content))
    except RequestedRangeNotSatisfiable:
        refused = _plainly("Không có phần này của bản đọc.", 416)
        refused.headers["Content-Range"] = f"bytes */{len(found.content)}"
        return refused
    return response


def _plainly(words: str, status: int) -> Response:
    """For a player, not for a reader: no page around it, and not kept."""
    return Response(f"{words}\n", status, {"Cache-Control": "no-store"}, mimetype="text/plain")
