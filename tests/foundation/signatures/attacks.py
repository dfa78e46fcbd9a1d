"""Files as a forger would make them from a signed paper. Each still opens in every reader."""

from __future__ import annotations

import asyncio
import hashlib
import re
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.generic import NameObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata

from feedback.foundation.signatures.keys import open_pkcs12
from feedback.foundation.signatures.signing import _Punctual
from tests.foundation.signatures.people import NOW, PASSPHRASE, Person

RANGE = re.compile(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\s*\]")


def covered(signed: bytes) -> tuple[range, range]:
    """The two stretches of bytes the last signature speaks for."""
    start, length, second, rest = (int(each) for each in RANGE.findall(signed)[-1])
    return range(start, start + length), range(second, second + rest)


def flipped(content: bytes, at: int) -> bytes:
    """One bit of one byte changed."""
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def redrawn(content: bytes) -> bytes:
    """Another content for the first page, added behind: the shadow of the paper that was signed."""
    writer = IncrementalPdfFileWriter(BytesIO(content), strict=False)
    page = writer.find_page_for_modification(0)[0].get_object()
    page[NameObject("/Contents")] = writer.add_object(StreamObject(stream_data=b"0 0 400 400 re f"))
    writer.update_container(page)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def signed_again(content: bytes, person: Person, field: str = "ConDau", at: datetime = NOW) -> bytes:
    """A further signature in a field of its own, as another program adds it: visible, no field prepared for it."""
    writer = IncrementalPdfFileWriter(BytesIO(content), strict=False)
    signer = open_pkcs12(person.p12(), PASSPHRASE, now=NOW)
    spec = SigFieldSpec(field, on_page=0, box=(100, 200, 200, 260))
    meta = PdfSignatureMetadata(field_name=field)
    made = _Punctual(at, meta, signer, new_field_spec=spec).sign_pdf(writer, output=BytesIO())
    output: bytes = made.getvalue()
    return output


def signed_in_part(signed: bytes, person: Person) -> bytes:
    """A correct signature by that person over a byte range that ends before the file does."""
    found = list(RANGE.finditer(signed))[-1]
    start, length, second, rest = (int(each) for each in found.groups())
    less = f"/ByteRange [{start} {length} {second} {rest - 40}".encode()
    room = found.end() - found.start()
    short = signed[: found.start()] + less + b" " * (room - len(less) - 1) + b"]" + signed[found.end() :]
    digest = hashlib.sha256(short[start : start + length] + short[second : second + rest - 40]).digest()
    signer = open_pkcs12(person.p12(), PASSPHRASE, now=NOW)
    made = asyncio.run(signer.async_sign(digest, "sha256", use_pades=True))
    cms = made.dump().hex().encode()
    hole = second - length - 2
    return short[: length + 1] + cms.ljust(hole, b"0") + short[second - 1 :]
