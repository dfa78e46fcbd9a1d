"""The public address of a prompt; the administrator's pages about questionnaires and their prompts."""

from __future__ import annotations

from feedback.questionnaires.pages import prompts, reading, sounds
from feedback.questionnaires.pages.blueprint import Tongue, know_languages, pages

__all__ = ["Tongue", "know_languages", "pages", "prompts", "reading", "sounds"]
