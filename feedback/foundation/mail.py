"""Mail: a message built once, sent by SMTP or laid down as a file; nothing here knows what it says.

The Message-ID is given by whoever stored the work, so that every try of one letter carries the same: a reader's
mailbox then shows a letter once even when the line broke after the server had accepted it.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from pathlib import Path
from threading import Timer
from typing import Any, Protocol

from feedback.foundation.clock import to_local
from feedback.foundation.files import write_atomic
from feedback.foundation.settings import Settings
from feedback.foundation.text import clean

ADDRESS = re.compile(r"(?=.{3,254}\Z)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\Z")
PATIENCE = 4
"""A whole conversation may last this many times the timeout of one read (a server that drips one byte a second)."""


class _Letters(EmailPolicy):
    """Folds subjects by the older routine: the newer one loses blanks where it folds ("Địa bàn:Địa bàn")."""

    def fold(self, name: str, value: Any) -> str:
        if name.lower() != "subject" or str(value).isascii():
            return str(super().fold(name, value))
        return f"{name}: {Header(str(value), 'utf-8', header_name=name).encode(linesep=self.linesep)}{self.linesep}"

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("ascii", "surrogateescape")


LETTERS = _Letters(linesep="\r\n")


class MailTrouble(Exception):
    """Not now: the server is away, slow, or said 4xx. Try again later with the same Message-ID."""


class MailRejected(Exception):
    """Never: the server said 5xx, or the address is none. Somebody has to look."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a letter. `media_type` like `application/pdf`."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be sent. `message_id` with its angle brackets; `at` aware; `sender` and `to` bare addresses."""

    message_id: str
    at: datetime
    to: str
    subject: str
    text: str
    html: str = ""
    to_name: str = ""
    sender_name: str = "Lắng Nghe"
    attachments: tuple[Attachment, ...] = ()


class Transport(Protocol):
    """How messages leave. Raises MailTrouble or MailRejected; returns once the other side has it."""

    def send(self, message: EmailMessage) -> None: ...


def is_address(text: str) -> bool:
    """Whether this can be written to at all (ASCII, one @, no blank, no line break)."""
    return bool(ADDRESS.match(text))


def build_message(letter: Letter, *, sender: str) -> EmailMessage:
    """The letter as a message in UTF-8 with its files. Raises MailRejected for an address that is none.

    Line breaks in names and subjects become blanks: nobody adds a header through a name.
    """
    for address in (letter.to, sender):
        if not is_address(address):
            raise MailRejected(f"Địa chỉ thư điện tử không dùng được: “{clean(address)[:80]}”")
    message = EmailMessage(policy=LETTERS)
    message["Message-ID"] = letter.message_id
    message["Date"] = format_datetime(to_local(letter.at))
    message["From"] = _named(letter.sender_name, sender)
    message["To"] = _named(letter.to_name, letter.to)
    message["Subject"] = clean(letter.subject)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="base64")
    if letter.html:
        message.add_alternative(letter.html, subtype="html", cte="base64")
    for file in letter.attachments:
        main, _, sub = file.media_type.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=clean(file.name))
    return message


def _named(name: str, address: str) -> Address:
    return Address(display_name=clean(name), addr_spec=address)


@dataclass(frozen=True, slots=True)
class FolderTransport:
    """Letters as `.eml` files, one per Message-ID: laying the same letter down twice leaves one file."""

    folder: Path

    def send(self, message: EmailMessage) -> None:
        name = re.sub(r"[^A-Za-z0-9.@_-]", "", message["Message-ID"]) + ".eml"
        try:
            write_atomic(self.folder / name, message.as_bytes(), mode=0o600)
        except OSError as error:
            raise MailTrouble(f"Không ghi được thư vào thư mục {self.folder}: {error.strerror}") from error


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """A mail server. `timeout` seconds for each read, PATIENCE times that for the whole conversation."""

    host: str
    port: int
    starttls: bool = True
    user: str = ""
    password: str = ""
    timeout: float = 20.0

    def send(self, message: EmailMessage) -> None:
        with _mail_errors(), self._connection() as server:
            server.send_message(message)

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        server = smtplib.SMTP(timeout=self.timeout, local_hostname=_own_name())
        alarm = Timer(self.timeout * PATIENCE, _hang_up, [server])
        alarm.start()
        try:
            server.connect(self.host, self.port)
            if self.starttls:
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password)
            yield server
            _say_goodbye(server)
        finally:
            alarm.cancel()
            server.close()


def _own_name() -> str:
    """The name said in EHLO, without the slow reverse look-up smtplib would do."""
    name = socket.gethostname()
    return name if name.isascii() and name else "localhost"


def _hang_up(server: smtplib.SMTP) -> None:
    """End a conversation that drips: the blocked read then fails at once."""
    line = getattr(server, "sock", None)
    if line is not None:
        try:
            line.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


def _say_goodbye(server: smtplib.SMTP) -> None:
    """QUIT after the letter was accepted; a line cut here changes nothing about that."""
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        return


@contextmanager
def _mail_errors() -> Iterator[None]:
    """Every way a mail server can fail, as one of two words: trouble (try again) or rejected (somebody must look)."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        raise _by_code(*next(iter(error.recipients.values()))) from error
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError) as error:
        # Says nothing about the letter: a wrong password must not turn a day's letters into failures.
        raise MailTrouble(f"Máy chủ thư không cho vào ({error.smtp_code}): {_said(error.smtp_error)}") from error
    except smtplib.SMTPResponseException as error:
        raise _by_code(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        why = _said(str(error)) or type(error).__name__
        raise MailTrouble(f"Không nói chuyện được với máy chủ thư: {why}") from error


def _by_code(code: int, said: bytes | str) -> MailTrouble | MailRejected:
    if 500 <= code < 600:
        return MailRejected(f"Máy chủ thư từ chối ({code}): {_said(said)}")
    return MailTrouble(f"Máy chủ thư hẹn lại ({code}): {_said(said)}")


def _said(words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return clean(text)[:200]


def transport_for(settings: Settings) -> Transport:
    """SMTP where a host is set, else the mail folder of this installation."""
    if not settings.smtp_host:
        return FolderTransport(settings.mail_dir)
    return SmtpTransport(
        host=settings.smtp_host,
        port=settings.smtp_port,
        starttls=settings.smtp_starttls,
        user=settings.smtp_user,
        password=settings.smtp_password,
        timeout=settings.smtp_timeout,
    )
