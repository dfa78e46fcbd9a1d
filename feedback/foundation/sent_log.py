"""Which letters have left, kept beside the database: a restored backup forgets what it sent since, this file does not.

One Message-ID a line, written after the mail server took the letter. The file is no part of a backup and is not put
back by a restore, so that yesterday's rows do not write to yesterday's citizens again.
"""

import logging
import os
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from feedback.foundation.mail import Transport, transport_for
from feedback.foundation.settings import Settings

log = logging.getLogger(__name__)
NAME = "thu-da-gui.txt"


@dataclass(frozen=True, slots=True)
class Remembering:
    """Sends through `inner` what the file does not know yet; what it knows counts as sent."""

    inner: Transport
    path: Path

    def send(self, message: EmailMessage) -> None:
        mark = str(message["Message-ID"])
        if mark in self._known():
            log.warning("letter %s left before this database was restored; it is not sent again", mark)
            return
        self.inner.send(message)
        self._remember(mark)

    def _known(self) -> set[str]:
        try:
            return set(self.path.read_text(encoding="ascii").split("\n"))
        except FileNotFoundError:
            return set()

    def _remember(self, mark: str) -> None:
        """The letter is gone already: a full disk must not make it leave twice, so it is only logged."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="ascii") as file:
                file.write(f"{mark}\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            log.exception("letter %s left, but %s cannot be written", mark, self.path)


def remembering(settings: Settings) -> Remembering:
    """This installation's way out for letters, with its memory."""
    return Remembering(transport_for(settings), settings.home / NAME)
