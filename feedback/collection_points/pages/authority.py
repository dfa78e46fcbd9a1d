"""The printed sheet for tablets where this installation makes its own https."""

from __future__ import annotations

from flask import Response

from feedback.collection_points.pages.codes import pages
from feedback.collection_points.rules.tablets import MANAGE_TABLETS
from feedback.foundation import clock
from feedback.foundation.access import allow
from feedback.foundation.engine import settings
from feedback.foundation.tls.paper import setup_pdf


@pages.get("/may-tinh-bang/chung-chi.pdf")
@allow(MANAGE_TABLETS)
def authority_sheet() -> Response:
    """What to install on a tablet, and what to compare first."""
    pdf = setup_pdf(settings(), now=clock.now())
    name = 'inline; filename="cai-may-tinh-bang.pdf"'
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": name})
