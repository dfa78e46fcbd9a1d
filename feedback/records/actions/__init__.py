"""What can be done with records: import a register, confirm or discard it, offer rejected rows again."""

from feedback.records.actions.importing import (
    Outcome,
    confirm_import,
    discard_import,
    import_file,
    prepare_import,
    require_reach,
    retry_rejected,
)
from feedback.records.actions.reading import Upload
from feedback.records.actions.storing import forget_abandoned

__all__ = [
    "Outcome",
    "Upload",
    "confirm_import",
    "discard_import",
    "forget_abandoned",
    "import_file",
    "prepare_import",
    "require_reach",
    "retry_rejected",
]
