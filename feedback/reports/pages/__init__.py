"""Pages of the reports: weekly reports and the audit trail."""

from feedback.reports.pages.audit import audit_trail
from feedback.reports.pages.blueprint import pages
from feedback.reports.pages.officers import officers
from feedback.reports.pages.start import start
from feedback.reports.pages.succession import files_by_unit
from feedback.reports.pages.weekly import archive, download, weekly_report

__all__ = ["archive", "audit_trail", "download", "files_by_unit", "officers", "pages", "start", "weekly_report"]
