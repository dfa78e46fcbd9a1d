"""Decisions about procedures: pure, over frozen values."""

from feedback.procedures.rules.catalogue import Catalogue, Match, MatchedBy, ProcedureFacts, say_limit
from feedback.procedures.rules.codes import restore_code
from feedback.procedures.rules.permissions import EDIT_PROCEDURES, SEE_PROCEDURES
from feedback.procedures.rules.reading import ProcedureLine, read_procedures

__all__ = [
    "EDIT_PROCEDURES",
    "SEE_PROCEDURES",
    "Catalogue",
    "Match",
    "MatchedBy",
    "ProcedureFacts",
    "ProcedureLine",
    "read_procedures",
    "restore_code",
    "say_limit",
]
