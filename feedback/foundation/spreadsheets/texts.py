"""Many texts by number, kept in a file without a name instead of in memory."""

from __future__ import annotations

import os
import tempfile
import weakref
from array import array
from pathlib import Path

BUFFER = 1 << 20
REMEMBERED = 4_096
"""The first texts of a workbook are its titles and the words that come again and again."""


class TextFile:
    """A list of texts that only grows: eight bytes of memory a text, one read of the file to get it back.

    The file is deleted as soon as it is made: nobody can open it by name, and it is gone with its process.
    """

    def __init__(self, folder: Path) -> None:
        self._file, name = tempfile.mkstemp(dir=folder)
        Path(name).unlink()
        weakref.finalize(self, os.close, self._file)
        self._ends = array("Q")
        self._buffer = bytearray()
        self._written = 0
        self._first: list[str] = []

    def append(self, text: str) -> None:
        if len(self._first) < REMEMBERED:
            self._first.append(text)
        # A half of a pair, which a damaged workbook may hold, must come back as it was.
        self._buffer += text.encode("utf-8", "surrogatepass")
        self._ends.append(self._written + len(self._buffer))
        if len(self._buffer) >= BUFFER:
            self._flush()

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        if number < len(self._first):
            return self._first[number]
        if self._buffer:
            self._flush()
        start = self._ends[number - 1] if number else 0
        return os.pread(self._file, self._ends[number] - start, start).decode("utf-8", "surrogatepass")

    def _flush(self) -> None:
        while self._buffer:
            written = os.write(self._file, self._buffer)
            self._written += written
            del self._buffer[:written]
