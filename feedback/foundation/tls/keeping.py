"""The certificates of an installation, kept in `tls/` under its home and renewed in time.

`authority.pem` and `server.pem` hold key and certificate together (0600) and are replaced whole; `ca.crt` is the public
half that anybody may have. Two starts at once meet at a lock, so one of them makes the authority and both use it.
"""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509

from feedback.foundation.files import write_atomic
from feedback.foundation.tls.certificates import (
    RENEW_BEFORE,
    Pair,
    der_of,
    fingerprint,
    is_signed_by,
    make_authority,
    make_server,
    may_sign,
    names_of,
    pem_of,
    read_pair,
)
from feedback.foundation.tls.names import clean, served_names

AUTHORITY, SERVER, PUBLIC, MORE_NAMES, LOCK = "authority.pem", "server.pem", "ca.crt", "names.txt", "lock"
SECRET = 0o600


@dataclass(frozen=True, slots=True)
class Kept:
    """What an installation holds: its authority, its website's certificate, names the authority may not sign."""

    authority: x509.Certificate
    server: x509.Certificate
    left_out: tuple[str, ...]
    renewed: bool = False
    is_new_authority: bool = False

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.authority)

    @property
    def names(self) -> tuple[str, ...]:
        return names_of(self.server)

    @property
    def der(self) -> bytes:
        """The authority's certificate as Android, iPadOS and Windows take it."""
        return der_of(self.authority)


@dataclass(frozen=True, slots=True)
class Keeper:
    """Looks after the certificates of one installation."""

    folder: Path
    host: str
    public_url: str

    @property
    def server_file(self) -> Path:
        return self.folder / SERVER

    def look(self, now: datetime, *, again: bool = False, new_authority: bool = False) -> Kept:
        """The certificates, made where missing and renewed where due (or `again`).

        The authority stays as it is unless it is missing, over, or `new_authority` says so: every tablet would have to
        be told of another one.
        """
        with self._alone():
            authority = None if new_authority else self._authority(now)
            wanted = self._wanted()
            is_new = authority is None
            if authority is None:
                authority = make_authority(socket.gethostname().split(".")[0], wanted, now)
                write_atomic(self.folder / AUTHORITY, authority.to_pem(), mode=SECRET)
            self._publish(authority.certificate)
            names = tuple(name for name in wanted if may_sign(authority.certificate, name))
            left_out = tuple(name for name in wanted if name not in names)
            server = None if again else self._server()
            renew = server is None or is_due(server.certificate, authority.certificate, names, now)
            if server is None or renew:
                server = make_server(authority, names, now)
                write_atomic(self.server_file, server.to_pem(authority.certificate), mode=SECRET)
        return Kept(authority.certificate, server.certificate, left_out, renew, is_new)

    def find(self) -> Kept | None:
        """What is kept now, changing nothing; None before the first start with `TLS=1`."""
        authority, server = _read(self.folder / AUTHORITY), self._server()
        if authority is None or server is None:
            return None
        wanted = self._wanted()
        return Kept(
            authority.certificate,
            server.certificate,
            tuple(name for name in wanted if not may_sign(authority.certificate, name)),
        )

    def add_names(self, names: Iterable[str]) -> tuple[str, ...]:
        """Remember further names for all renewals to come; returns them all. ValueError for one nobody could carry."""
        given = {name: clean(name) for name in names}
        for name, cleaned in given.items():
            if not cleaned:
                raise ValueError(name)
        with self._alone():
            every = tuple(dict.fromkeys([*self._more(), *given.values()]))
            write_atomic(self.folder / MORE_NAMES, "".join(f"{name}\n" for name in every).encode())
        return every

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT, SECRET)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _authority(self, now: datetime) -> Pair | None:
        found = _read(self.folder / AUTHORITY)
        return found if found is not None and now < found.certificate.not_valid_after_utc else None

    def _server(self) -> Pair | None:
        return _read(self.server_file)

    def _publish(self, authority: x509.Certificate) -> None:
        public = pem_of(authority)
        with suppress(FileNotFoundError):
            if (self.folder / PUBLIC).read_bytes() == public:
                return
        write_atomic(self.folder / PUBLIC, public, mode=0o644)

    def _more(self) -> list[str]:
        with suppress(FileNotFoundError):
            return (self.folder / MORE_NAMES).read_text(encoding="utf-8").split()
        return []

    def _wanted(self) -> tuple[str, ...]:
        return served_names(host=self.host, public_url=self.public_url, more=self._more())


def is_due(server: x509.Certificate, authority: x509.Certificate, names: Iterable[str], now: datetime) -> bool:
    """Whether a new certificate is needed: another authority, a name it lacks, a clock set back, or its end is near.

    One that ends only because the authority ends is not renewed every hour: the authority is what has to go.
    """
    if not is_signed_by(server, authority) or not set(names) <= set(names_of(server)):
        return True
    if now < server.not_valid_before_utc:
        return True
    ends = server.not_valid_after_utc
    return ends - now < RENEW_BEFORE and ends < authority.not_valid_after_utc


def _read(path: Path) -> Pair | None:
    with suppress(FileNotFoundError):
        return read_pair(path.read_bytes())
    return None
