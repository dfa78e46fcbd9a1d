"""Sealed values: AES-256-GCM with a key file kept apart from the database.

A sealed value is `key id (4) ‖ nonce (12) ‖ ciphertext+tag`. What it belongs to (table, row, column) is bound
as associated data, so a value copied to another row does not open. Losing the key file loses the values: the
operations page says how to keep it.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from feedback.foundation.files import write_once

KEY_BYTES = 32
SHORTEST = 4 + 12 + 16


class CannotOpen(Exception):
    """The value was sealed with another key, belongs to another row, or was altered."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals and opens with one master key; purposes get separate keys by HKDF-SHA256."""

    master: bytes = field(repr=False)

    def _cipher(self, purpose: str) -> AESGCM:
        return AESGCM(self.derive(purpose))

    def derive(self, purpose: str) -> bytes:
        """A 32-byte key for one purpose; knowing it tells nothing about the others."""
        return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(self.master)

    @property
    def key_id(self) -> bytes:
        return hashlib.sha256(b"key-id" + self.master).digest()[:4]

    def seal(self, plain: bytes, *, belongs_to: str) -> bytes:
        """`belongs_to` names table, row and column, e.g. `record_applicant/12/sealed`."""
        nonce = os.urandom(12)
        return self.key_id + nonce + self._cipher("seal").encrypt(nonce, plain, belongs_to.encode())

    def open(self, sealed: bytes, *, belongs_to: str) -> bytes:
        if len(sealed) < SHORTEST:
            raise CannotOpen("cut short")
        if sealed[:4] != self.key_id:
            raise CannotOpen("sealed with another key file")
        try:
            return self._cipher("seal").decrypt(sealed[4:16], sealed[16:], belongs_to.encode())
        except InvalidTag as error:
            raise CannotOpen("altered, or belongs to another row") from error

    def seal_json(self, value: Any, *, belongs_to: str) -> bytes:
        return self.seal(json.dumps(value, ensure_ascii=False).encode(), belongs_to=belongs_to)

    def open_json(self, sealed: bytes, *, belongs_to: str) -> Any:
        return json.loads(self.open(sealed, belongs_to=belongs_to))


def load_sealer(path: Path) -> Sealer:
    """The key file's sealer; makes the file (0600) on first use. Refuses a file of another length.

    Two processes that start at once on a new installation end up with the same key: the file decides.
    """
    if not path.exists():
        write_once(path, os.urandom(KEY_BYTES), mode=0o600)
    master = path.read_bytes()
    if len(master) != KEY_BYTES:
        raise ValueError(f"{path} is not a key file: {len(master)} bytes, expected {KEY_BYTES}")
    return Sealer(master)
