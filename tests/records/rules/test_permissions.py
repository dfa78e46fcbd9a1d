from __future__ import annotations

from feedback.records.rules import IMPORT_RECORDS, SEE_APPLICANTS, SEE_RECORDS


def test_seeing_files_seeing_people_and_importing_are_three_rights():
    assert len({IMPORT_RECORDS, SEE_APPLICANTS, SEE_RECORDS}) == 3
    assert all(each.startswith("records.") for each in (IMPORT_RECORDS, SEE_APPLICANTS, SEE_RECORDS))
