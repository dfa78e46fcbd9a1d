"""Files as a forger would make them from a signed paper. Each still opens in every reader."""

from __future__ import annotations

import asyncio
import hashlib
import re
import zlib
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    pdf_name,
    pdf_string,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner

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


def with_field(
    content: bytes, box: tuple[int, int, int, int], more: dict[str, PdfObject] | None = None, *, kids: bool = False
) -> bytes:
    """An empty signature field of that place, painted white all over, as some program might add it."""
    writer = IncrementalPdfFileWriter(BytesIO(content), strict=False)
    reference, page = writer.find_page_for_modification(0)[0], writer.find_page_for_modification(0)[0].get_object()
    form = {"/Subtype": NameObject("/Form"), "/BBox": _numbers(0, 0, 9, 9)}
    picture = writer.add_object(StreamObject(_dictionary(form), stream_data=b"1 g 0 0 9 9 re f"))
    widget = {"/Type": NameObject("/Annot"), "/Subtype": NameObject("/Widget"), "/P": reference}
    widget |= {"/Rect": _numbers(*box), "/AP": _dictionary({"/N": picture}), **(more or {})}
    field = {"/FT": NameObject("/Sig"), "/T": pdf_string("ConDau")}
    if kids:
        shown = writer.add_object(_dictionary(widget))
        added = writer.add_object(_dictionary(field | {"/Kids": ArrayObject([shown])}))
        shown.get_object()[pdf_name("/Parent")] = added
    else:
        added = shown = writer.add_object(_dictionary(field | widget))
    page[pdf_name("/Annots")] = ArrayObject([*page.get("/Annots", ()), shown])
    writer.update_container(page)
    fields = writer.root["/AcroForm"]["/Fields"]
    fields.append(added)
    writer.update_container(fields)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def _dictionary(values: dict[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({pdf_name(key): value for key, value in values.items()})


def _numbers(*values: int) -> ArrayObject:
    return ArrayObject(NumberObject(each) for each in values)


def certified(content: bytes, person: Person) -> bytes:
    """Signed in the prepared field as the document's author would: a certification."""
    writer = IncrementalPdfFileWriter(BytesIO(content), strict=False)
    meta = PdfSignatureMetadata(field_name="ChuKySo", certify=True)
    made = _Punctual(NOW, meta, open_pkcs12(person.p12(), PASSPHRASE, now=NOW)).sign_pdf(writer, output=BytesIO())
    output: bytes = made.getvalue()
    return output


def unfolding(content: bytes, entries: int) -> bytes:
    """A cross-reference stream behind the file: a few kilobytes that unfold into `entries` entries of seven bytes."""
    start, root = content.rindex(b"startxref"), re.findall(rb"/Root (\d+ \d+ R)", content)[-1]
    before, packed = int(content[start + 9 :].split()[0]), zlib.compress(bytes(entries * 7), 9)
    head = b"<</Type/XRef/Size %d/W[1 4 2]/Root %s/Prev %d/Filter/FlateDecode/Length %d>>"
    made = b"\n5000 0 obj\n" + head % (entries, root, before, len(packed)) + b"stream\n" + packed
    return content + made + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (len(content) + 1)


def signed_plainly(content: bytes, person: Person, *, digest: str = "sha256") -> bytes:
    """Signed in the prepared field whatever the certificate is for, with that digest."""
    writer = IncrementalPdfFileWriter(BytesIO(content), strict=False)
    signer = SimpleSigner.load_pkcs12_data(person.p12(), [], PASSPHRASE.encode())
    meta = PdfSignatureMetadata(field_name="ChuKySo", md_algorithm=digest)
    made = _Punctual(NOW, meta, signer).sign_pdf(writer, output=BytesIO())
    output: bytes = made.getvalue()
    return output


def saved_again(content: bytes) -> bytes:
    """One more revision that says nothing."""
    writer = IncrementalPdfFileWriter(BytesIO(content), strict=False)
    writer.add_object(NumberObject(0))
    output = BytesIO()
    writer.write(output)
    return output.getvalue()
