"""What a questionnaire is and asks; how its prompts are spoken; what is taken for a sound."""

from __future__ import annotations

from feedback.foundation.actors import Permission
from feedback.questionnaires.rules.questionnaire import (
    LEVELS,
    SUBJECT,
    Choice,
    Factor,
    Item,
    Questionnaire,
    Text,
    canonical,
    fingerprint,
    read,
)

PUBLISH_QUESTIONNAIRES = Permission("questionnaires.publish")

__all__ = [
    "LEVELS",
    "PUBLISH_QUESTIONNAIRES",
    "SUBJECT",
    "Choice",
    "Factor",
    "Item",
    "Questionnaire",
    "Text",
    "canonical",
    "fingerprint",
    "read",
]
