"""The commands of records."""

from __future__ import annotations

from feedback.records.commands import files, large, mappings

commands = [*files.commands, *large.commands, *mappings.commands]

__all__ = ["commands"]
