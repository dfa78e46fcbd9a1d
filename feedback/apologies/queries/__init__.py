"""Reads of apologies."""

from feedback.apologies.queries.facts import (
    decision_of,
    find_next_number,
    late_result,
    notice_facts,
    open_applicant,
    preview_facts,
    signing_unit_id,
)
from feedback.apologies.queries.forms import form_for, forms, sensitive_fields
from feedback.apologies.queries.letters import letter_files
from feedback.apologies.queries.morning import MorningFile, list_morning, was_confirmed
from feedback.apologies.queries.notices import (
    FIRST,
    SECOND,
    NoticeLine,
    as_first,
    count_by_state,
    count_open,
    file_facts,
    files_to_follow,
    find_turns,
    get_line,
    get_notice,
    known_open,
    list_lines,
    list_unsigned,
    read_notice,
    units_with_open,
)
from feedback.apologies.queries.public import PublicLine, PublicUnit, list_public
from feedback.apologies.queries.weekly import OwedCounts, count_owed

__all__ = [
    "FIRST",
    "SECOND",
    "MorningFile",
    "NoticeLine",
    "OwedCounts",
    "PublicLine",
    "PublicUnit",
    "as_first",
    "count_by_state",
    "count_open",
    "count_owed",
    "decision_of",
    "file_facts",
    "files_to_follow",
    "find_next_number",
    "find_turns",
    "form_for",
    "forms",
    "get_line",
    "get_notice",
    "known_open",
    "late_result",
    "letter_files",
    "list_lines",
    "list_morning",
    "list_public",
    "list_unsigned",
    "notice_facts",
    "open_applicant",
    "preview_facts",
    "read_notice",
    "sensitive_fields",
    "signing_unit_id",
    "units_with_open",
    "was_confirmed",
]
