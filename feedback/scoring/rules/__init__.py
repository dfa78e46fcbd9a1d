"""The rules of scoring, by subject: shares, suppression, indicators (TT 01/2018), rates (QĐ 766), samples."""

FORMULA_VERSION = "muc-hai-long/3"
"""Printed on every report; a change of any formula below gets a new version and a page in docs/decisions."""
