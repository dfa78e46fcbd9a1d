"""Decisions about units, names, areas and the organisation workbook: pure, over frozen values."""

from feedback.organisation.rules.addresses import UnitAddress, parse_address
from feedback.organisation.rules.areas import area_code, area_name, default_areas
from feedback.organisation.rules.changes import OUTCOME_WORDS, Change, Difference, Outcome, describe, differences
from feedback.organisation.rules.names import keys_within, name_keys, own_keys, unit_key
from feedback.organisation.rules.permissions import EDIT_ORGANISATION, VIEW_ORGANISATION
from feedback.organisation.rules.trees import closure, path_to_root

__all__ = [
    "EDIT_ORGANISATION",
    "OUTCOME_WORDS",
    "VIEW_ORGANISATION",
    "Change",
    "Difference",
    "Outcome",
    "UnitAddress",
    "area_code",
    "area_name",
    "closure",
    "default_areas",
    "describe",
    "differences",
    "keys_within",
    "name_keys",
    "own_keys",
    "parse_address",
    "path_to_root",
    "unit_key",
]
