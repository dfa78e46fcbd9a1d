"""The check mark printed beside a code: four letters that only this installation can work out.

Whoever pastes a code of their own over ours can copy how a stand looks, but not know which mark the officer's list
expects of a code they made. A reissued code has another mark, so an old print left standing shows itself as well.
"""

from __future__ import annotations

import hmac

from feedback.collection_points.rules.tokens import ALPHABET

MARK_LENGTH = 4
PURPOSE = "check mark"
"""What the installation's key is derived for."""


def check_mark(key: bytes, token: str, version: int) -> str:
    """One of 614,656, drawn from token and version."""
    number = int.from_bytes(hmac.digest(key, f"{token}/{version}".encode(), "sha256"), "big")
    letters = []
    for _ in range(MARK_LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)


def shown_mark(mark: str) -> str:
    """As printed: “K7-XM”."""
    return f"{mark[:2]}-{mark[2:]}".upper()
