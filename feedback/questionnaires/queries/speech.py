"""Reads: how each language is spoken, and the clips that come with the program."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from feedback.foundation.files import ROOT
from feedback.questionnaires.rules.prompts import Speech

SPEECH = Path(__file__).parent.parent / "speech"
CLIPS = ROOT / "feedback" / "static" / "audio"
MANIFEST = "manifest.toml"


@dataclass(frozen=True, slots=True)
class Clip:
    """One line of the manifest. `text` is the SHA-256 of what is said."""

    lang: str
    key: str
    sha256: str
    text: str
    seconds: float
    bytes: int

    @property
    def name(self) -> str:
        return f"{self.lang}/{self.key}.mp3"


Clips = Mapping[str, Mapping[str, Clip]]
"""Language → key → clip."""


def list_spoken() -> list[str]:
    """The languages that this program has words to speak in."""
    return sorted(path.stem for path in SPEECH.glob("*.toml"))


@cache
def find_speech(lang: str) -> Speech | None:
    """How a language is spoken; None for one that only people read aloud here."""
    if lang not in list_spoken():
        return None
    raw = tomllib.loads((SPEECH / f"{lang}.toml").read_text(encoding="utf-8"))
    return Speech(raw["voice"], raw["speed"], raw["said"], raw["prompts"])


def read_clips(folder: Path = CLIPS) -> Clips:
    """The manifest of a folder of clips; empty when there is none."""
    manifest = folder / MANIFEST
    if not manifest.exists():
        return {}
    raw = tomllib.loads(manifest.read_text(encoding="utf-8"))
    return {lang: {key: Clip(lang, key, **line) for key, line in lines.items()} for lang, lines in raw.items()}


@cache
def built_in_clips() -> Clips:
    """The clips that come with the program, read once."""
    return read_clips()


@cache
def load_clip(clip: Clip) -> bytes:
    """The sound itself: read on first use and kept, all of them are under 3 MB."""
    return (CLIPS / clip.name).read_bytes()
