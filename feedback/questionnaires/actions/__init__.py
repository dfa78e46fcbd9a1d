"""Publishing questionnaires; an office's own recordings."""

from __future__ import annotations

from feedback.questionnaires.actions.publishing import Published, publish, publish_definitions
from feedback.questionnaires.actions.recordings import replace_prompt, restore_prompt

__all__ = ["Published", "publish", "publish_definitions", "replace_prompt", "restore_prompt"]
