"""A scope in an address: don-vi-12, dia-ban-3, khoi-1."""

from __future__ import annotations

import re

from feedback.foundation.errors import NotFound
from feedback.reports.rules.numbers import ScopeKind

_WORDS = {ScopeKind.UNIT: "don-vi", ScopeKind.AREA: "dia-ban", ScopeKind.SUBTREE: "khoi"}
_KINDS = {word: kind for kind, word in _WORDS.items()}


def slug(kind: ScopeKind, scope_id: int) -> str:
    return f"{_WORDS[kind]}-{scope_id}"


def read_slug(text: str) -> tuple[ScopeKind, int]:
    """Kind and id; NotFound for anything else."""
    found = re.fullmatch(r"([a-z-]+)-([0-9]{1,9})", text)
    if found is None or found[1] not in _KINDS:
        raise NotFound("Không có báo cáo này. Hãy chọn từ trang Báo cáo (/bao-cao).")
    return _KINDS[found[1]], int(found[2])
