"""Decisions about apologies, over plain values."""

from feedback.apologies.rules.appointments import check_new_due, working_days_late
from feedback.apologies.rules.facts import Applicant, Decision, NoticeFacts, number_words
from feedback.apologies.rules.form import Form, fill, place_of, short_name, signing_name
from feedback.apologies.rules.owing import FileFacts, FirstNotice, Owed, owed
from feedback.apologies.rules.permissions import MARK_LATE, SEE_APOLOGIES, SIGN_APOLOGIES
from feedback.apologies.rules.publication import SensitiveFields, is_sensitive
from feedback.apologies.rules.reasons import REASON_WORDS, ReasonClass, check_reason
from feedback.apologies.rules.states import KIND_WORDS, OPEN_STATES, STATE_WORDS, Kind, State, Verb, move, sent_in_time

__all__ = [
    "KIND_WORDS",
    "MARK_LATE",
    "OPEN_STATES",
    "REASON_WORDS",
    "SEE_APOLOGIES",
    "SIGN_APOLOGIES",
    "STATE_WORDS",
    "Applicant",
    "Decision",
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
    "check_new_due",
    "check_reason",
    "fill",
    "is_sensitive",
    "move",
    "number_words",
    "owed",
    "place_of",
    "sent_in_time",
    "short_name",
    "signing_name",
    "working_days_late",
]
