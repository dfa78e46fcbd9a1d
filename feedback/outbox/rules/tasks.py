"""Which tasks a person ticks off, and which end only with the deed itself."""

ENDS_WITH_ITS_DEED = frozenset({"apologies.sign", "apologies.sign_and_upload", "apologies.morning"})
"""Kinds closed by the deed they ask for (approving a notice, bringing the signed paper back, answering the morning
list): ticking one off by hand would hide a file that still owes its apology, or an approved one that never leaves."""


def ends_with_its_deed(kind: str) -> bool:
    """Whether a task of this kind cannot be ticked off by hand."""
    return kind in ENDS_WITH_ITS_DEED
