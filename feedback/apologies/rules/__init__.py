"""Decisions about apologies, over plain values."""

from feedback.apologies.rules.appointments import check_new_due, working_days_late
from feedback.apologies.rules.facts import Applicant, Decision, FaultFacts, NoticeFacts, number_words
from feedback.apologies.rules.form import (
    FAULT_WORDS,
    USE_WORDS,
    Form,
    fill,
    place_of,
    short_name,
    signing_name,
    use_of,
)
from feedback.apologies.rules.life import LIFE_WORDS
from feedback.apologies.rules.owing import FileFacts, FirstNotice, Owed, owed
from feedback.apologies.rules.permissions import (
    CHOOSE_FORMS,
    MARK_LATE,
    REMOVE_PUBLIC,
    SEE_APOLOGIES,
    SIGN_APOLOGIES,
)
from feedback.apologies.rules.publication import SensitiveFields, is_sensitive
from feedback.apologies.rules.reasons import REASON_WORDS, ReasonClass, check_happened, check_reason, check_remedy
from feedback.apologies.rules.states import (
    DATED,
    FAULTS,
    KIND_WORDS,
    OPEN_STATES,
    SIGNED_STATES,
    STATE_WORDS,
    Kind,
    State,
    Verb,
    is_over,
    move,
    sent_in_time,
)

__all__ = [
    "CHOOSE_FORMS",
    "DATED",
    "FAULTS",
    "FAULT_WORDS",
    "KIND_WORDS",
    "LIFE_WORDS",
    "MARK_LATE",
    "OPEN_STATES",
    "REASON_WORDS",
    "REMOVE_PUBLIC",
    "SEE_APOLOGIES",
    "SIGNED_STATES",
    "SIGN_APOLOGIES",
    "STATE_WORDS",
    "USE_WORDS",
    "Applicant",
    "Decision",
    "FaultFacts",
    "FileFacts",
    "FirstNotice",
    "Form",
    "Kind",
    "NoticeFacts",
    "Owed",
    "ReasonClass",
    "SensitiveFields",
    "State",
    "Verb",
    "check_happened",
    "check_new_due",
    "check_reason",
    "check_remedy",
    "fill",
    "is_over",
    "is_sensitive",
    "move",
    "number_words",
    "owed",
    "place_of",
    "sent_in_time",
    "short_name",
    "signing_name",
    "use_of",
    "working_days_late",
]
