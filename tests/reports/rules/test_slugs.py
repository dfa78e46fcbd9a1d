from __future__ import annotations

import pytest

from feedback.foundation.errors import NotFound
from feedback.reports.rules.numbers import ScopeKind
from feedback.reports.rules.slugs import read_slug, slug


@pytest.mark.parametrize("kind", list(ScopeKind))
def test_an_address_reads_back(kind: ScopeKind) -> None:
    assert read_slug(slug(kind, 12)) == (kind, 12)


@pytest.mark.parametrize(
    "text", ["", "don-vi", "don-vi-", "don-vi--1", "xa-1", "don-vi-1e3", "don-vi-9999999999", "khoi-١"]
)
def test_anything_else_is_no_report(text: str) -> None:
    with pytest.raises(NotFound):
        read_slug(text)
