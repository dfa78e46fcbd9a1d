"""Hand-made archives: valid, broken and hostile."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="Sổ" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)


def sheet(rows: str, after: str = "") -> str:
    opening = f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}">'
    return f"{opening}<sheetData>{rows}</sheetData>{after}</worksheet>"


def archive(parts: Mapping[str, str | bytes] | None = None, *, rows: str = "", after: str = "") -> bytes:
    """An XLSX of one sheet; `parts` replace or add parts of the archive."""
    stream = io.BytesIO()
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/worksheets/sheet1.xml": sheet(rows, after),
    }
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in (whole | dict(parts or {})).items():
            out.writestr(name, text)
    return stream.getvalue()
