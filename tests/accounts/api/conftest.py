"""Programs with keys, as for the API of records."""

from tests.records.api.conftest import both, place, program

__all__ = ["both", "place", "program"]
