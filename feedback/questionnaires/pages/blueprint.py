"""The slice's blueprint, and the languages that the site knows: told from above, this slice may not ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from flask import Blueprint, Flask, current_app

pages = Blueprint("questionnaires", __name__)
"""Its modules hang their pages on it."""

EXTENSION = "prompt-languages"


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language by the name its speakers give it, with what it calls the questionnaire's texts (empty: as frozen)."""

    name: str
    texts: Mapping[str, str] = field(default_factory=dict)


def know_languages(app: Flask, tongues: Mapping[str, Tongue]) -> None:
    """Tell the pages by which languages visitors are asked, in the order to show them: code → language."""
    app.extensions[EXTENSION] = dict(tongues)


def tongues() -> Mapping[str, Tongue]:
    return cast(Mapping[str, Tongue], current_app.extensions[EXTENSION])
