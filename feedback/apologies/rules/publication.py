"""What the public list may show, so that nobody finds a citizen in it."""

from dataclasses import dataclass

from feedback.foundation.text import fold


@dataclass(frozen=True, slots=True)
class SensitiveFields:
    """Folded names of fields, and phrases in a procedure's name, that appear as counts only."""

    fields: frozenset[str]
    phrases: tuple[str, ...]


def is_sensitive(field: str, procedure: str, sensitive: SensitiveFields) -> bool:
    """Whether an apology of this field and procedure is only counted: the row itself could point at a family."""
    folded, name = fold(field), fold(procedure)
    if any(each in folded for each in sensitive.fields):
        return True
    return any(phrase in name or phrase in folded for phrase in sensitive.phrases)
