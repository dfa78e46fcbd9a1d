"""Rows of records, by what they are about."""

from __future__ import annotations

from feedback.records.tables.calendar import CalendarDecision, CalendarMove
from feedback.records.tables.files import Record, RecordApplicant, RecordChange, RecordStep, RecordSupplement
from feedback.records.tables.hiding import HIDDEN_TOO
from feedback.records.tables.imports import ImportJob, ImportMapping, ImportRow, RecordImport, StagedRecord

__all__ = [
    "HIDDEN_TOO",
    "CalendarDecision",
    "CalendarMove",
    "ImportJob",
    "ImportMapping",
    "ImportRow",
    "Record",
    "RecordApplicant",
    "RecordChange",
    "RecordImport",
    "RecordStep",
    "RecordSupplement",
    "StagedRecord",
]
