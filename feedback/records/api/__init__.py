"""`/api/v1`: records for programs, with reference lists, the OpenAPI document and its page."""

from feedback.records.api import documentation, records, reference
from feedback.records.api.blueprint import api

__all__ = ["api", "documentation", "records", "reference"]
