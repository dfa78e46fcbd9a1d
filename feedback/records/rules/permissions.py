"""What one may be allowed to do with records."""

from feedback.foundation.actors import Permission

SEE_RECORDS = Permission("records.see")
"""Codes, procedures, times and lateness of a unit's files; no personal data."""
SEE_APPLICANTS = Permission("records.see_applicants")
"""Name, address and phone of the applicant, one file at a time: for those who handle the file."""
IMPORT_RECORDS = Permission("records.import")
