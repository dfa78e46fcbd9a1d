"""Signing a PDF: PAdES B-B, or B-T with a time-stamp authority; the paper's own bytes stay as they are in front.

A paper is first *prepared*: an empty signature field at the place of signing. Our own keys sign into it, and so do the
tools an office signs with elsewhere; whatever is signed can then be compared with the prepared paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.stamp import StaticStampStyle

from feedback.foundation.clock import to_local
from feedback.foundation.errors import Busy, Invalid
from feedback.foundation.signatures.stamps import Place, Stamp, stamp_pdf

FIELD = "ChuKySo"
SIGNED_AND_APPEND_ONLY = 3
"""Tells every program that what it saves must be added behind; and nothing of the form changes when it is signed."""


class _Page(PdfContent):
    """The first page of a PDF in memory, as the picture of the stamp."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        super().__init__()

    def render(self) -> bytes:
        drawn = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self.pdf)), page_ix=0)
        self.resources.xobject["/Stamp"] = drawn
        left, bottom, right, top = drawn.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(left - right), height=abs(bottom - top))
        return b"/Stamp Do"


@dataclass(frozen=True, slots=True)
class Words:
    """What the signature itself says: the paper it is for, and the place; both may be empty."""

    reason: str = ""
    location: str = ""


class _Punctual(PdfSigner):
    """Signs with the moment it is told; the library would read the machine's clock."""

    def __init__(self, moment: datetime, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.moment = moment

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self.moment
        return session


def prepare_pdf(pdf: bytes, place: Place) -> bytes:
    """The paper with an empty signature field where the signature belongs; `pdf` stands unchanged in front."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=True)
    append_signature_field(writer, SigFieldSpec(FIELD, on_page=place.page - 1, box=_box(writer, place)))
    writer.root["/AcroForm"]["/SigFlags"] = NumberObject(SIGNED_AND_APPEND_ONLY)  # type: ignore[no-untyped-call]
    output = BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    return output.getvalue()


def sign_pdf(
    pdf: bytes, signer: Signer, *, stamp: Stamp, place: Place, words: Words, tsa: TimeStamper | None = None
) -> bytes:
    """The signed file: the prepared `pdf` unchanged, then one revision with stamp and signature that covers all of it.

    Invalid when the file cannot be signed (encrypted, broken); Busy when the time-stamp authority does not answer.
    """
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=True)
        meta = PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            reason=words.reason or None,
            location=words.location or None,
            name=stamp.signer,
        )
        punctual = _Punctual(to_local(stamp.at), meta, signer, timestamper=tsa, stamp_style=_style(stamp, place))
        signed: bytes = punctual.sign_pdf(writer, existing_fields_only=True, output=BytesIO()).getvalue()
    except TimestampRequestError as error:
        raise Busy(
            "Máy chủ cấp dấu thời gian không trả lời. Chưa có gì được ký hay duyệt; xin thử lại sau ít phút."
        ) from error
    except (SigningError, PdfError) as error:
        raise Invalid(f"Không ký được bản PDF này ({error}). Chưa có gì được ký hay duyệt.") from error
    return signed


def _box(writer: IncrementalPdfFileWriter, place: Place) -> tuple[int, int, int, int]:
    """The place in the page's own points, which count from below."""
    page = writer.find_page_for_modification(place.page - 1)[0].get_object()  # type: ignore[no-untyped-call]
    height = float(page["/MediaBox"][3])
    below = height - place.top - place.height
    return (round(place.left), round(below), round(place.left + place.width), round(below + place.height))


def _style(stamp: Stamp, place: Place) -> StaticStampStyle:
    middle = AxisAlignment.ALIGN_MID
    whole = SimpleBoxLayoutRule(x_align=middle, y_align=middle, margins=Margins())
    return StaticStampStyle(
        border_width=0, background=_Page(stamp_pdf(stamp, place)), background_layout=whole, background_opacity=1.0
    )
