"""Commands: what the rules make of comments, and sheets of one-time codes."""

from __future__ import annotations

from feedback.answers.commands.comments import comments
from feedback.answers.commands.stickers import stickers

commands = (comments, stickers)

__all__ = ["commands"]
