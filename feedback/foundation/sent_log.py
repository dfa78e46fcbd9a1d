"""Which letters have left, kept beside the database: a restored backup forgets what it sent since, this file does not.

One Message-ID and its moment a line, written after the other side took the letter. The file is no part of a backup
and is not put back by a restore, so that yesterday's rows do not write to yesterday's citizens again.
"""

import logging
import os
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from feedback.foundation.gateway import Gateway, Receipt, ShortMessage, gateway_for
from feedback.foundation.mail import Transport, transport_for
from feedback.foundation.settings import Settings

log = logging.getLogger(__name__)
NAME = "thu-da-gui.txt"


@dataclass(frozen=True, slots=True)
class SentLog:
    """The file. A line of an older version has the Message-ID alone."""

    path: Path

    def known(self) -> set[str]:
        try:
            text = self.path.read_text(encoding="ascii", errors="replace")
        except FileNotFoundError:
            return set()
        return {line.split()[0] for line in text.split("\n") if line.strip()}

    def knows(self, mark: str) -> bool:
        if mark not in self.known():
            return False
        log.warning("letter %s left before this database was restored; it is not sent again", mark)
        return True

    def remember(self, mark: str, at: str = "") -> None:
        """The letter is gone already: a full disk must not make it leave twice, so it is only logged."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="ascii") as file:
                file.write(f"{mark} {at}".rstrip() + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            log.exception("letter %s left, but %s cannot be written", mark, self.path)


@dataclass(frozen=True, slots=True)
class Remembering:
    """Sends through `inner` what the file does not know yet; what it knows counts as sent."""

    inner: Transport
    path: Path

    def send(self, message: EmailMessage) -> None:
        sent, mark = SentLog(self.path), str(message["Message-ID"])
        if not sent.knows(mark):
            self.inner.send(message)
            sent.remember(mark, _stamp(getattr(message["Date"], "datetime", None)))


@dataclass(frozen=True, slots=True)
class RememberingGateway:
    """The same for short messages."""

    inner: Gateway
    path: Path

    def send(self, message: ShortMessage) -> None:
        sent = SentLog(self.path)
        if not sent.knows(message.message_id):
            self.inner.send(message)
            sent.remember(message.message_id, _stamp(message.at))

    def ask(self, message_id: str, now: datetime) -> Receipt | None:
        return self.inner.ask(message_id, now)


def _stamp(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def sent_log(settings: Settings) -> SentLog:
    return SentLog(settings.home / NAME)


def remembering(settings: Settings) -> Remembering:
    """This installation's way out for letters, with its memory."""
    return Remembering(transport_for(settings), settings.home / NAME)


def remembering_gateway(settings: Settings) -> RememberingGateway | None:
    """This installation's way out for short messages, with its memory; None where no gateway is set up."""
    gateway = gateway_for(settings)
    return RememberingGateway(gateway, settings.home / NAME) if gateway is not None else None
