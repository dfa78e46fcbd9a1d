"""PDF by typst and QR codes as SVG: bytes in, bytes out, the same bytes for the same data and moment.

Templates are `templates/documents/<name>.typ`; each reads its data with `#let data = json(bytes(sys.inputs.data))`, so
that nothing a citizen writes is ever read as markup. Pictures travel inside the data as SVG text and are shown with
`image(bytes(data.qr), format: "svg", alt: "…")`.
"""

import json
import threading
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

import typst
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.main import QRCode

from feedback.foundation.files import ROOT

TEMPLATES = ROOT / "templates" / "documents"
FONTS = TEMPLATES / "fonts"
STANDARDS: list[Any] = ["a-2a", "ua-1"]

# What the four committed faces of Tinos can draw (ranges of code points, both ends included). A glyph that is missing
# stops a PDF/A export, so everything else is replaced before; tests/foundation/test_documents.py renders each of them.
DRAWABLE = (
    *((0x20, 0x7E), (0xA0, 0x17F), (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x1EA0, 0x1EF9), (0x2010, 0x2015)),
    *((0x2018, 0x201E), (0x2020, 0x2022), (0x2026, 0x2026), (0x2030, 0x2030), (0x2032, 0x2033), (0x2039, 0x203A)),
    *((0x2044, 0x2044), (0x20AB, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212)),
    *((0x2248, 0x2248), (0x2260, 0x2260), (0x2264, 0x2265)),
)
REPLACEMENT = "?"
KEPT = frozenset(chr(code) for first, last in DRAWABLE for code in range(first, last + 1)) | {"\n"}
# Emoji come with invisible joiners and variation selectors, pasted text with byte order marks and stray accents.
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"})

_compilers = threading.local()


class DocumentError(RuntimeError):
    """A template could not be set, or only with a warning: a defect of the template, never of the data."""


def drawable(text: str) -> str:
    """The text in NFC, each character the document font lacks replaced by `?`; the original stays in the database."""
    return "".join(_drawable_character(letter) for letter in unicodedata.normalize("NFC", text))


def _drawable_character(letter: str) -> str:
    if letter in KEPT:
        return letter
    if letter.isspace():
        return " "
    if unicodedata.category(letter) in INVISIBLE:
        return ""
    return REPLACEMENT


def _drawable_data(value: Any) -> Any:
    if isinstance(value, str):
        return drawable(value)
    if isinstance(value, dict):
        return {str(key): _drawable_data(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_drawable_data(item) for item in value]
    return value


def compile_pdf(template: str, data: dict[str, Any], *, timestamp: datetime) -> bytes:
    """The document as PDF/A-2a and PDF/UA-1, identical for identical data and timestamp (aware).

    `template` is the name of a file under templates/documents with or without `.typ`; `data` is anything JSON can
    hold. Raises DocumentError when the template fails or warns.
    """
    return _compile(template, data, timestamp=timestamp, form="pdf")


def compile_png(template: str, data: dict[str, Any], *, timestamp: datetime, ppi: int = 96) -> bytes:
    """The first page of the same document as a picture, for a preview on screen."""
    return _compile(template, data, timestamp=timestamp, form="png", ppi=ppi)


def query_document(template: str, data: dict[str, Any], label: str) -> list[Any]:
    """The values of `#metadata(…) <label>` in the document, in its order: where things stand on the paper."""
    path = _path(template)
    found = typst.query(
        str(path), f"<{label}>", field="value", root=str(TEMPLATES), font_paths=_fonts(), sys_inputs=_inputs(data)
    )
    values: list[Any] = json.loads(found)
    return values


def _path(template: str) -> Path:
    return TEMPLATES / (template if template.endswith(".typ") else f"{template}.typ")


def _inputs(data: dict[str, Any]) -> dict[str, str]:
    return {"data": json.dumps(_drawable_data(data), ensure_ascii=False, sort_keys=True)}


def _compile(
    template: str, data: dict[str, Any], *, timestamp: datetime, form: Literal["pdf", "png"], ppi: float | None = None
) -> bytes:
    path = _path(template)
    try:
        pages, warnings = _compiler().compile_with_warnings(
            input=str(path),
            format=form,
            ppi=ppi,
            sys_inputs=_inputs(data),
            pdf_standards=STANDARDS if form == "pdf" else [],
            timestamp=int(timestamp.astimezone(UTC).timestamp()),
        )
    except RuntimeError as error:  # TypstError and what the binding itself raises
        raise DocumentError(f"{path.name}: {getattr(error, 'diagnostic', '') or error}") from error
    if warnings:
        raise DocumentError(f"{path.name}: " + "; ".join(warning.message for warning in warnings))
    first = pages[0] if isinstance(pages, list) else pages
    if first is None:
        raise DocumentError(f"{path.name}: no page came out")
    return first


def _compiler() -> typst.Compiler:
    """This thread's compiler: typst refuses one that two threads share ("Already borrowed")."""
    if not hasattr(_compilers, "compiler"):
        _compilers.compiler = typst.Compiler(root=str(TEMPLATES), font_paths=_fonts(), ignore_system_fonts=True)
    compiler: typst.Compiler = _compilers.compiler
    return compiler


def _fonts() -> Any:
    """Our own four faces and nothing else: with the built-in fonts a misspelt name would fall back in silence."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


CORRECTION = {"M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q, "H": ERROR_CORRECT_H}
"""How much of a code may be lost: 15, 25, 30 %. The more, the smaller its squares in the same space."""


@lru_cache(maxsize=1024)
def qr_svg(url: str, correction: Literal["M", "Q", "H"] = "M") -> str:
    """The QR code of an address as an SVG picture: black on white, with its quiet zone of four modules."""
    code = QRCode(error_correction=CORRECTION[correction], border=4)
    code.add_data(url)
    code.make(fit=True)
    matrix = code.get_matrix()
    path = "".join(_dark_runs(row, cells) for row, cells in enumerate(matrix))
    size = len(matrix)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path fill="#000" d="{path}"/></svg>'
    )


def _dark_runs(row: int, cells: list[bool]) -> str:
    """One rectangle for each run of dark modules: single squares leave hairlines between them in some viewers."""
    out, column = [], 0
    for dark, run in groupby(cells):
        length = len(list(run))
        if dark:
            out.append(f"M{column} {row}h{length}v1h-{length}z")
        column += length
    return "".join(out)
