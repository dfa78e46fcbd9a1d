"""Publishing questionnaires; an office's own recordings."""

from __future__ import annotations

from feedback.questionnaires.actions.publishing import Published, publish, publish_definitions

__all__ = ["Published", "publish", "publish_definitions"]
