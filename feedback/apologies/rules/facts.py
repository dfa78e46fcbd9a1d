"""Everything a notice says, as one frozen value: what the head approved is what is printed, compared field by field."""

from dataclasses import dataclass
from datetime import datetime

from feedback.records.rules import Stamp


@dataclass(frozen=True, slots=True)
class Applicant:
    """The person or organisation the notice goes to; empty where the file does not tell."""

    name: str = ""
    identity: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the head decides: reason (class and sentence) and the new moment (aware)."""

    reason_class: str
    reason_text: str
    new_due: datetime


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """The content of a notice. Names as they stand in the organisation that day; "" is printed as a dotted line."""

    number: int
    year: int
    made_at: datetime
    code: str
    procedure: str
    received: Stamp
    due: Stamp
    applicant: Applicant
    decision: Decision
    authority: str
    upper_line: str
    lower_line: str
    place: str
    head_name: str
    head_title: str
    survey_url: str
    paper: str
    is_sample: bool


def number_words(number: int) -> str:
    """01/PXL: below ten with a leading nought (NĐ 30/2020, phụ lục I)."""
    return f"{number:02d}/PXL"
