"""What has left is remembered beside the database."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from feedback.foundation.gateway import HttpGateway, ShortMessage
from feedback.foundation.mail import FolderTransport, MailTrouble
from feedback.foundation.sent_log import (
    NAME,
    Remembering,
    RememberingGateway,
    SentLog,
    remembering,
    remembering_gateway,
)
from feedback.foundation.settings import Settings
from tests.fake_gateway import KEY, gateway_served


@dataclass
class Server:
    """Takes letters, or says later."""

    away: bool = False
    taken: list[str] = field(default_factory=list)

    def send(self, message: EmailMessage) -> None:
        if self.away:
            raise MailTrouble("451 xin thử lại sau")
        self.taken.append(str(message["Message-ID"]))


def letter(number: int) -> EmailMessage:
    message = EmailMessage()
    message["Message-ID"] = f"<{number}@lang-nghe>"
    return message


def test_a_letter_known_as_sent_does_not_leave_again(tmp_path: Path) -> None:
    server = Server()
    for number in (1, 2, 1):
        Remembering(server, tmp_path / NAME).send(letter(number))
    assert server.taken == ["<1@lang-nghe>", "<2@lang-nghe>"]


def test_a_letter_the_server_did_not_take_is_not_known(tmp_path: Path) -> None:
    server = Server(away=True)
    way = Remembering(server, tmp_path / NAME)
    with pytest.raises(MailTrouble):
        way.send(letter(1))
    server.away = False
    way.send(letter(1))
    assert server.taken == ["<1@lang-nghe>"]


def test_a_memory_that_cannot_be_written_does_not_make_a_sent_letter_fail(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    SentLog(tmp_path / "file" / NAME).remember("<1@lang-nghe>")
    assert "cannot be written" in caplog.text


def test_a_line_of_an_older_version_and_one_with_its_moment_are_both_known(tmp_path: Path) -> None:
    log = SentLog(tmp_path / NAME)
    (tmp_path / NAME).write_text("<1@lang-nghe>\n")
    log.remember("<2@lang-nghe>", "2026-11-20T05:00:00+00:00")
    assert log.known() == {"<1@lang-nghe>", "<2@lang-nghe>"}


def test_a_short_message_known_as_sent_does_not_leave_again(tmp_path: Path) -> None:
    at = datetime(2026, 11, 20, 5, tzinfo=UTC)
    message = ShortMessage("<1@lang-nghe>", "sms", "0912345678", "xin lỗi", at)
    with gateway_served() as gateway:
        way = RememberingGateway(HttpGateway(gateway.url, KEY), tmp_path / NAME)
        way.send(message)
        way.send(message)
        gateway.becomes("<1@lang-nghe>", "delivered", at)
        receipt = way.ask("<1@lang-nghe>", at)
    assert len(gateway.posts) == 1
    assert receipt is not None
    assert remembering_gateway(Settings(data_dir=tmp_path)) is None


def test_each_installation_has_its_own_memory(tmp_path: Path) -> None:
    way = remembering(Settings(data_dir=tmp_path))
    assert (way.path, type(way.inner)) == ((tmp_path / NAME).absolute(), FolderTransport)
