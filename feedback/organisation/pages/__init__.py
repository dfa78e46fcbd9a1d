"""The pages of the organisation."""

from __future__ import annotations

from feedback.organisation.pages.settings import know_adjustable
from feedback.organisation.pages.signers import signing
from feedback.organisation.pages.tree import pages

__all__ = ["know_adjustable", "pages", "signing"]
