"""What can be done with records: import a register, confirm or discard it, offer rejected rows again."""

from feedback.records.actions.forgetting import forget_abandoned
from feedback.records.actions.importing import (
    Outcome,
    confirm_import,
    discard_import,
    import_file,
    prepare_import,
    require_reach,
)
from feedback.records.actions.large import SMALL, begin_large, sweep_large, work_on_imports
from feedback.records.actions.reading import Upload
from feedback.records.actions.retrying import retry_rejected
from feedback.records.actions.spooling import Spool
from feedback.records.actions.stepping import Tools

__all__ = [
    "SMALL",
    "Outcome",
    "Spool",
    "Tools",
    "Upload",
    "begin_large",
    "confirm_import",
    "discard_import",
    "forget_abandoned",
    "import_file",
    "prepare_import",
    "require_reach",
    "retry_rejected",
    "sweep_large",
    "work_on_imports",
]
