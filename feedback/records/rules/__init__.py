"""Decisions about files: reading a register's rows, lateness, changes, apology limits. Pure, over frozen values."""

from feedback.records.rules.apology_limits import LIMIT_WORDS, ApologyLimit, apology_limit, due_moment
from feedback.records.rules.changes import FACT_WORDS, FLAG_WORDS, Before, Change, Comparison, compare
from feedback.records.rules.columns import ROLE_WORDS, Role
from feedback.records.rules.headers import Header, find_header
from feedback.records.rules.late import (
    LATENESS_WORDS,
    Lateness,
    OpenFile,
    Standing,
    late_minutes,
    say_standing,
    sort_out,
)
from feedback.records.rules.lateness import CATEGORY_WORDS, COUNTED, Category, Times, categorise, tally
from feedback.records.rules.layout import Found, Ignored, Layout
from feedback.records.rules.mappings import ColumnMapping
from feedback.records.rules.permissions import IMPORT_RECORDS, SEE_APPLICANTS, SEE_RECORDS
from feedback.records.rules.reasons import IGNORED_WORDS, WORDS, Reason, Warn
from feedback.records.rules.rows import Applicant, Checked, Facts, check_row, due_warning, reject_duplicates
from feedback.records.rules.stamps import BadDate, DateOrder, Stamp, before, read_stamp, read_text, same, stamp
from feedback.records.rules.states import (
    FINISHED_STATES,
    OPEN_STATES,
    STANDING_STATES,
    STATE_WORDS,
    State,
    read_state,
)
from feedback.records.rules.units import Belonging, Places, belonging, find_heading_unit
from feedback.records.rules.values import DEFAULT_CODE_PATTERN, code_day, code_prefix

__all__ = [
    "CATEGORY_WORDS",
    "COUNTED",
    "DEFAULT_CODE_PATTERN",
    "FACT_WORDS",
    "FINISHED_STATES",
    "FLAG_WORDS",
    "IGNORED_WORDS",
    "IMPORT_RECORDS",
    "LATENESS_WORDS",
    "LIMIT_WORDS",
    "OPEN_STATES",
    "ROLE_WORDS",
    "SEE_APPLICANTS",
    "SEE_RECORDS",
    "STANDING_STATES",
    "STATE_WORDS",
    "WORDS",
    "ApologyLimit",
    "Applicant",
    "BadDate",
    "Before",
    "Belonging",
    "Category",
    "Change",
    "Checked",
    "ColumnMapping",
    "Comparison",
    "DateOrder",
    "Facts",
    "Found",
    "Header",
    "Ignored",
    "Lateness",
    "Layout",
    "OpenFile",
    "Places",
    "Reason",
    "Role",
    "Stamp",
    "Standing",
    "State",
    "Times",
    "Warn",
    "apology_limit",
    "before",
    "belonging",
    "categorise",
    "check_row",
    "code_day",
    "code_prefix",
    "compare",
    "due_moment",
    "due_warning",
    "find_header",
    "find_heading_unit",
    "late_minutes",
    "read_stamp",
    "read_state",
    "read_text",
    "reject_duplicates",
    "same",
    "say_standing",
    "sort_out",
    "stamp",
    "tally",
]
