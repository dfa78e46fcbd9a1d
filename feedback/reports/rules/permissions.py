"""Who may read reports. (The audit trail's own permission is `audit.rules.READ_AUDIT`.)"""

from feedback.foundation.actors import Permission

VIEW_REPORTS = Permission("reports.view")
"""Weekly reports of the units in one's charge."""
