"""Where large uploads lie until they are read: files in the data folder, for the server alone."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets.large import MAX_LARGE

CHUNK = 1 << 20
LOCK = "lock"
SUFFIX = ".upload"
BESIDE = ".first-rows"
"""Of what is kept beside an upload while its columns are asked for."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An upload on the disk: the name of its file, and the SHA-256 of its bytes."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Spool:
    """The folder of large uploads of one installation."""

    folder: Path

    @classmethod
    def of(cls, home: Path) -> Spool:
        """That of the installation in this folder."""
        return cls(home / "imports")

    def keep(self, source: IO[bytes]) -> Kept:
        """Copy an upload to the disk, synced. Invalid, and nothing kept, where it is larger than 300 MB."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = secrets.token_hex(16) + SUFFIX
        digest, size = hashlib.sha256(), 0
        try:
            with os.fdopen(os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                while chunk := source.read(CHUNK):
                    size += len(chunk)
                    if size > MAX_LARGE:
                        raise Invalid("Tệp lớn hơn 300 MB. Xin chia sổ thành nhiều tệp nhỏ hơn.")
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            self.forget(name)
            raise
        return Kept(name, digest.hexdigest())

    def path(self, file: str) -> Path:
        return self.folder / file

    def beside(self, file: str) -> Path:
        """Where the first rows of an upload lie while a person is asked about them."""
        return self.folder / (file + BESIDE)

    def forget(self, file: str) -> None:
        self.beside(file).unlink(missing_ok=True)
        (self.folder / file).unlink(missing_ok=True)

    def forget_others(self, files: Collection[str], now: datetime, older_than: timedelta = timedelta(days=1)) -> None:
        """Remove uploads nobody asks for any more (a process died before it had noted them)."""
        for path in self.folder.glob(f"*{SUFFIX}"):
            if path.name not in files and path.stat().st_mtime < (now - older_than).timestamp():
                self.forget(path.name)

    @contextmanager
    def working(self) -> Iterator[bool]:
        """Whether this process alone may work on large imports now; the lock ends with the process, however it ends."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                yield False
                return
            yield True
        finally:
            os.close(handle)
