"""Who may read reports. (The audit trail's own permission is `audit.rules.READ_AUDIT`.)"""

from feedback.foundation.actors import Permission

VIEW_REPORTS = Permission("reports.view")
"""Weekly reports of the units in one's charge."""

SEE_OFFICERS = Permission("reports.officers")
"""What citizens said of single officers: the head of that unit alone."""
