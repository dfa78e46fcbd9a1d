"""Everything a notice says, as one frozen value: what the head approved is what is printed, compared field by field."""

from dataclasses import dataclass
from datetime import date, datetime

from feedback.apologies.rules.signatures import BY_HEAD, PrintedSigner
from feedback.apologies.rules.states import Kind
from feedback.records.rules import Stamp


@dataclass(frozen=True, slots=True)
class Applicant:
    """The person or organisation the notice goes to; empty where the file does not tell."""

    name: str = ""
    identity: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the head decides: reason (class and sentence) and the new moment (aware).

    A letter about a fault promises no date but says how it is put right (`remedy`); a withdrawal has its reason alone.
    """

    reason_class: str
    reason_text: str
    new_due: datetime | None = None
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class FaultFacts:
    """One thing that went wrong, in the words of whoever noted it; no citizen's name."""

    kind: Kind
    happened: str


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """The content of a notice. Names as they stand in the organisation that day; "" is printed as a dotted line.

    The head answers for it whoever signs: `signer` is who stands below, and how it is signed.
    `form` names the wording and its edition; `first_number` and `first_day` the paper a withdrawal takes back.
    """

    number: int
    year: int
    made_at: datetime
    code: str
    procedure: str
    received: Stamp
    due: Stamp | None
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
    kind: Kind = Kind.LATE
    form: str = ""
    faults: tuple[FaultFacts, ...] = ()
    first_number: int = 0
    first_day: date | None = None
    signer: PrintedSigner = BY_HEAD


def number_words(number: int) -> str:
    """01/PXL: below ten with a leading nought (NĐ 30/2020, phụ lục I)."""
    return f"{number:02d}/PXL"
