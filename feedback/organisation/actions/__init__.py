"""What can be done to the organisation: loading the reference data, loading the workbook, settings."""

from feedback.organisation.actions.ledger import Ledger
from feedback.organisation.actions.reference import load_reference
from feedback.organisation.actions.sample import SampleUnit, add_sample_area, add_sample_units
from feedback.organisation.actions.settings import set_setting, unset_setting
from feedback.organisation.actions.workbook import load_officer, load_sheets, resolve_area, resolve_unit

__all__ = [
    "Ledger",
    "SampleUnit",
    "add_sample_area",
    "add_sample_units",
    "load_officer",
    "load_reference",
    "load_sheets",
    "resolve_area",
    "resolve_unit",
    "set_setting",
    "unset_setting",
]
