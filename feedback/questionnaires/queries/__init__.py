"""Reads: definitions on disk, published versions, the one in force; prompts and where each can be heard."""

from __future__ import annotations

from feedback.questionnaires.queries.versions import (
    COUNTER,
    DEFINITIONS,
    find_current,
    find_version,
    get_version,
    list_definitions,
    list_versions,
    load_definition,
)

__all__ = [
    "COUNTER",
    "DEFINITIONS",
    "find_current",
    "find_version",
    "get_version",
    "list_definitions",
    "list_versions",
    "load_definition",
]
