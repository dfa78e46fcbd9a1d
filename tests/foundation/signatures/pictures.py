"""Pictures of a signature and of a seal, drawn without a library."""

from __future__ import annotations

import math
import struct
import zlib

BLUE, RED = (20, 60, 160), (200, 20, 30)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _drawn(x: float, y: float) -> bool:
    """A wave that looks like a hand."""
    return abs(y - 0.5 - 0.35 * math.sin(9 * x) * (1 - x)) < 0.03


def _ring(x: float, y: float) -> bool:
    """Two rings and a star-like middle."""
    distance = math.hypot(x - 0.5, y - 0.5)
    return 0.44 < distance < 0.49 or 0.3 < distance < 0.32 or distance < 0.08


def png(width: int, height: int, *, kind: int = 6, seal: bool = False) -> bytes:
    """A whole PNG, with a transparent ground when `kind` is 6."""
    drawn, colour = (_ring, RED) if seal else (_drawn, BLUE)
    rows = []
    for y in range(height):
        row = b"\x00"
        for x in range(width):
            on = drawn(x / width, y / height)
            row += bytes(colour) + (bytes([255 if on else 0]) if kind == 6 else b"")
        rows.append(row)
    header = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    body = zlib.compress(b"".join(rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
