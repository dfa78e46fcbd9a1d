"""Letters: built safely, laid down as files, or handed to a real SMTP server that behaves badly."""

import asyncio
import email
import email.policy
import socket
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Server
from aiosmtpd.smtp import AuthResult

from feedback.foundation.mail import (
    Attachment,
    FolderTransport,
    Letter,
    MailRejected,
    MailTrouble,
    SmtpTransport,
    build_message,
    is_address,
    transport_for,
)
from feedback.foundation.settings import Settings

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
SENDER = "mot-cua@quangtri.example"
PDF = Attachment("Phiếu xin lỗi 01-PXL.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")


def letter(**changes: Any) -> Letter:
    values: dict[str, Any] = {
        "message_id": "<3f2a@lang-nghe>",
        "at": NOON,
        "to": "nguoi.dan@example.vn",
        "to_name": "Nguyễn Thị Hường",
        "subject": "Phiếu xin lỗi và đề nghị gia hạn thời gian giải quyết",
        "text": "Kính gửi ông/bà,\nđây là bản thông tin.",
        "attachments": (PDF,),
    }
    return Letter(**(values | changes))


def message(**changes: Any) -> Any:
    return build_message(letter(**changes), sender=SENDER)


def read_back(raw: bytes) -> Any:
    return email.message_from_bytes(raw, policy=email.policy.default)


@pytest.mark.parametrize(
    "subject",
    [
        "Báo cáo tuần 2026-W46 – Địa bàn: Địa bàn huyện Mẫu cũ",
        "Quảng vị def vị đơn Địa Xã – Báo Địa cũ Địa def def –",
        "thuộc Mẫu def Địa vị Một bàn Mẫu Quảng Trị abc: Báo Trị tuần trực Một và cũ",
        "only plain words and nothing else, but long enough that it has to be folded over two lines",
    ],
)
def test_a_long_subject_loses_no_blank_and_no_line_is_too_long(subject: str) -> None:
    raw = message(subject=subject).as_bytes()
    assert read_back(raw)["Subject"] == subject
    assert all(len(line) <= 78 for line in raw.partition(b"\r\n\r\n")[0].split(b"\r\n"))


def test_vietnamese_words_and_file_names_survive_the_journey() -> None:
    arrived = read_back(message(html="<p>Kính gửi</p>").as_bytes())
    assert arrived["Subject"] == letter().subject
    assert arrived["To"].addresses[0].display_name == "Nguyễn Thị Hường"
    assert arrived["Message-ID"] == "<3f2a@lang-nghe>"
    assert arrived["Date"].datetime == NOON
    assert arrived.get_body(("plain",)).get_content().split() == letter().text.split()
    assert arrived.get_body(("html",)).get_content().strip() == "<p>Kính gửi</p>"
    (file,) = arrived.iter_attachments()
    assert (file.get_filename(), file.get_content()) == (PDF.name, PDF.content)


@pytest.mark.parametrize("part", ["subject", "to_name", "sender_name"])
def test_a_line_break_in_a_name_adds_no_header(part: str) -> None:
    arrived = read_back(message(**{part: "A\r\nBcc: ai-do@example.vn\r\n\r\nxin chào"}).as_bytes())
    assert arrived["Bcc"] is None
    assert arrived.get_body(("plain",)).get_content().split() == letter().text.split()


def test_decomposed_names_are_composed() -> None:
    arrived = read_back(message(subject=unicodedata.normalize("NFD", "Xin lỗi")).as_bytes())
    assert arrived["Subject"] == "Xin lỗi"


@pytest.mark.parametrize(
    "address",
    ["", "a", "a@", "@b.vn", "a b@c.vn", "a@c.vn\r\nBcc: x@y.vn", "a@c.vn\n", "tên@c.vn", "a@b@c.vn"],
)
def test_what_is_no_address_is_rejected_before_it_leaves(address: str) -> None:
    assert not is_address(address)
    with pytest.raises(MailRejected):
        message(to=address)


@pytest.mark.parametrize("address", ["a@b.vn", "mot-cua@localhost", "x.y+z@mail.quangtri.gov.vn"])
def test_plain_addresses_are_taken(address: str) -> None:
    assert is_address(address)


def test_the_folder_keeps_one_file_for_one_letter(tmp_path: Path) -> None:
    folder = FolderTransport(tmp_path / "mail")
    folder.send(message())
    folder.send(message())
    (path,) = (tmp_path / "mail").iterdir()
    assert path.name == "3f2a@lang-nghe.eml"
    assert read_back(path.read_bytes())["Subject"] == letter().subject


def test_a_folder_that_cannot_be_written_is_trouble_and_not_a_loss(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file where the folder should be")
    with pytest.raises(MailTrouble):
        FolderTransport(tmp_path / "mail").send(message())


def test_letters_go_to_the_folder_until_a_server_is_set(tmp_path: Path) -> None:
    assert transport_for(Settings(data_dir=tmp_path)) == FolderTransport((tmp_path / "mail").absolute())
    smtp = transport_for(Settings(data_dir=tmp_path, smtp_host="mail.example", smtp_user="u", smtp_password="p"))
    assert smtp == SmtpTransport("mail.example", 587, starttls=True, user="u", password="p", timeout=20.0)


class Office:
    """A mail server's handler: keeps what it accepts, answers as told."""

    def __init__(self, rcpt: str = "250 OK", data: str = "250 OK", after: str = "") -> None:
        self.rcpt, self.data, self.after = rcpt, data, after
        self.kept: list[bytes] = []
        self.released = threading.Event()

    async def handle_RCPT(self, server: Server, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.data.startswith("250"):
            self.kept.append(envelope.content)
        if self.after == "drop":
            server.transport.abort()
        if self.after == "hang":
            while not self.released.is_set():
                await asyncio.sleep(0.01)
        return self.data


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(office: Office, **options: Any) -> Iterator[int]:
    controller = Controller(office, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        office.released.set()
        controller.stop()


def post(office: Office, *, timeout: float = 5.0, **options: Any) -> None:
    with served(office, **options) as port:
        SmtpTransport("127.0.0.1", port, starttls=False, timeout=timeout).send(message())


def test_a_server_that_accepts_gets_the_letter_once() -> None:
    office = Office()
    post(office)
    (raw,) = office.kept
    assert read_back(raw)["Message-ID"] == "<3f2a@lang-nghe>"


@pytest.mark.parametrize("answers", [{"rcpt": "450 Xin thu lai sau"}, {"data": "451 Ban"}])
def test_a_4xx_is_trouble_to_be_tried_again(answers: dict[str, str]) -> None:
    with pytest.raises(MailTrouble, match=r"45[01]"):
        post(Office(**answers))


@pytest.mark.parametrize("answers", [{"rcpt": "550 Khong co nguoi nay"}, {"data": "554 Tu choi"}])
def test_a_5xx_is_a_rejection_somebody_must_look_at(answers: dict[str, str]) -> None:
    with pytest.raises(MailRejected, match=r"55[04]"):
        post(Office(**answers))


def test_a_server_that_hangs_is_left_after_the_timeout() -> None:
    with pytest.raises(MailTrouble):
        post(Office(after="hang"), timeout=0.2)


def test_a_line_cut_after_the_letter_was_taken_is_trouble_because_nobody_can_know() -> None:
    office = Office(after="drop")
    with pytest.raises(MailTrouble):
        post(office)
    assert len(office.kept) == 1


def test_a_server_that_is_away_is_trouble() -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(MailTrouble):
            SmtpTransport("127.0.0.1", taken.getsockname()[1], starttls=False, timeout=1).send(message())


def test_a_server_without_encryption_is_not_talked_to_when_encryption_is_asked() -> None:
    office = Office()
    with served(office) as port, pytest.raises(MailTrouble, match="STARTTLS"):
        SmtpTransport("127.0.0.1", port, starttls=True, timeout=5).send(message())
    assert office.kept == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_wrong_password_is_trouble_of_the_server_and_fails_no_letter() -> None:
    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=False, handled=False)

    options = {"authenticator": check, "auth_required": True, "auth_require_tls": False}
    with served(Office(), **options) as port, pytest.raises(MailTrouble, match="535"):
        SmtpTransport("127.0.0.1", port, starttls=False, user="u", password="x", timeout=5).send(message())


def test_a_server_that_drips_one_byte_at_a_time_is_hung_up_on() -> None:
    done = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        line, _ = listener.accept()
        with line:
            while not done.wait(0.02):
                try:
                    line.sendall(b"2")
                except OSError:
                    return

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        with pytest.raises(MailTrouble):
            SmtpTransport("127.0.0.1", listener.getsockname()[1], starttls=False, timeout=0.1).send(message())
    finally:
        done.set()
        listener.close()
        thread.join()
