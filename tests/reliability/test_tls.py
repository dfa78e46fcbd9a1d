"""https of our own, as an office starts it: `TLS=1`, one command, a website and the door in front of it."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPErrorProcessor, build_opener, urlopen

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import sync_playwright

from tests.browsers import CHROMIUM
from tests.reliability.test_serve import BOUND, MEMORY_MB, PAGE, Served, family, free_port, megabytes

PUBLIC = "danhgia.xamau.gov.vn"


class SecureOffice(Served):
    """A running `feedback serve` with `TLS=1`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.door = free_port()
        port = free_port()
        self.environment = {"TLS": "1", "FEEDBACK_AUTHORITY_PORT": str(self.door)}
        super().__init__(folder, port, FEEDBACK_PUBLIC_URL=f"https://{PUBLIC}:{port}", **self.environment)

    @property
    def authority(self) -> str:
        return str(self.folder / "tls" / "ca.crt")

    def connect(self, name: str = "localhost", **choices: object) -> ssl.SSLSocket:
        """As a device that trusts this authority and no other."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(self.authority)
        for choice, value in choices.items():
            setattr(context, choice, value)
        plain = socket.create_connection(("127.0.0.1", self.port), BOUND)
        return context.wrap_socket(plain, server_hostname=name)

    def secure_page(self, path: str = PAGE, name: str = "localhost") -> str:
        with closing(self.connect(name)) as visitor:
            visitor.sendall(f"GET {path} HTTP/1.1\r\nHost: {name}:{self.port}\r\nConnection: close\r\n\r\n".encode())
            return b"".join(iter(lambda: visitor.recv(65536), b"")).decode()

    def certificate(self) -> bytes:
        with closing(self.connect()) as visitor:
            return visitor.getpeercert(binary_form=True) or b""

    def command(self, *arguments: str) -> str:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("FEEDBACK_")}
        environment = {**inherited, "FEEDBACK_DATA_DIR": str(self.folder)}
        command = [sys.executable, "-P", "-m", "feedback", "--no-demo", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=BOUND)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecureOffice]:
    """One office for the whole file: its authority and certificate are what the tests look at, each in its turn."""
    office = SecureOffice(tmp_path_factory.mktemp("office") / "var")
    office.wait_until_open()
    yield office
    office.process.kill()
    office.process.communicate(timeout=BOUND)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_device_that_trusts_the_authority_alone_connects(office: SecureOffice, version: ssl.TLSVersion):
    with closing(office.connect(minimum_version=version, maximum_version=version)) as visitor:
        assert visitor.version() == version.name.replace("_", ".")


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "::1", PUBLIC])
def test_it_connects_by_every_name_and_gets_the_page(office: SecureOffice, name: str):
    page = office.secure_page(name=name)
    assert page.startswith("HTTP/1.1 200")
    assert "ông/bà" in page


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.2", "xamau.gov.vn"])
def test_by_another_name_it_refuses(office: SecureOffice, name: str):
    with pytest.raises(ssl.SSLCertVerificationError, match="match"):
        office.connect(name)


def test_a_device_that_was_not_told_refuses(office: SecureOffice):
    with (
        socket.create_connection(("127.0.0.1", office.port), BOUND) as plain,
        pytest.raises(ssl.SSLCertVerificationError, match=r"self-signed|issuer"),
    ):
        ssl.create_default_context().wrap_socket(plain, server_hostname="localhost")


def test_a_second_visit_resumes_the_first(office: SecureOffice):
    """On a slow network the handshake is most of the wait."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(office.authority)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    kept: ssl.SSLSession | None = None
    for again in (False, True):
        plain = socket.create_connection(("127.0.0.1", office.port), BOUND)
        with context.wrap_socket(plain, server_hostname="localhost", session=kept) as visitor:
            visitor.sendall(f"GET {PAGE} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            assert visitor.recv(1) == b"H"
            assert visitor.session_reused is again
            kept = visitor.session


def test_a_session_cookie_is_kept_to_https_and_the_public_name_insists_on_it(office: SecureOffice):
    page = office.secure_page("/dang-nhap", PUBLIC)
    assert "Set-Cookie: __Host-lang-nghe=" in page
    assert "; Secure;" in page
    assert "Strict-Transport-Security: max-age=86400" in page


def test_keys_are_readable_by_the_owner_alone(office: SecureOffice):
    modes = {path.name: path.stat().st_mode & 0o777 for path in Path(office.authority).parent.iterdir()}
    assert modes["authority.pem"] == modes["server.pem"] == 0o600


def test_the_door_hands_out_the_authority_and_sends_everybody_else_on(office: SecureOffice):
    class Still(HTTPErrorProcessor):
        def http_response(self, request: object, response: object) -> object:
            return response

        https_response = http_response

    with urlopen(f"http://127.0.0.1:{office.door}/ca.crt", timeout=BOUND) as given:
        handed = x509.load_der_x509_certificate(given.read())
    assert handed == x509.load_pem_x509_certificate(Path(office.authority).read_bytes())
    with build_opener(Still).open(f"http://127.0.0.1:{office.door}/q/abcd-efgh", timeout=BOUND) as answer:
        assert answer.headers["Location"] == f"https://127.0.0.1:{office.port}/q/abcd-efgh"


def test_plain_http_at_the_secure_port_gets_nothing(office: SecureOffice):
    with pytest.raises((OSError, HTTPError)):
        office.page()
    assert "ông/bà" in office.secure_page()


def test_a_renewed_certificate_is_served_without_a_restart_by_the_same_authority(office: SecureOffice):
    before, authority = office.certificate(), Path(office.authority).read_bytes()
    office.command("tls", "--renew")
    assert office.certificate() != before
    assert Path(office.authority).read_bytes() == authority


def test_a_command_in_another_window_prints_https(office: SecureOffice, tmp_path: Path):
    assert f"https://{PUBLIC}:{office.port}" in office.command("tls")
    assert f"http://127.0.0.1:{office.door}/" in office.command("tls")


def test_a_browser_takes_the_page_for_a_secure_place(office: SecureOffice):
    """Where service workers, a key that cannot be taken out, and kept storage are allowed."""
    key = x509.load_pem_x509_certificate(Path(office.authority).read_bytes()).public_key()
    spki = b64encode(sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()).decode()
    arguments = ["--no-sandbox", f"--ignore-certificate-errors-spki-list={spki}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        page = browser.new_context(ignore_https_errors=False).new_page()
        answer = page.goto(f"https://localhost:{office.port}/may/", timeout=BOUND * 1000)
        assert answer is not None
        assert answer.ok
        assert page.evaluate("isSecureContext && 'serviceWorker' in navigator && 'subtle' in crypto")
        browser.close()


def test_the_whole_tree_stays_small(office: SecureOffice):
    for _ in range(20):
        office.secure_page()
    assert megabytes(family(office.process.pid)) < MEMORY_MB


def test_a_killed_door_comes_back_and_one_signal_stops_everything_and_a_restart_keeps_the_authority(
    tmp_path: Path,
):
    office = SecureOffice(tmp_path / "var")
    try:
        office.wait_until_open()
        authority = Path(office.authority).read_bytes()
        office.secure_page()
        members = family(office.process.pid)
        door = next(pid for pid in members if "tls.door" in Path(f"/proc/{pid}/cmdline").read_text())
        os.kill(door, signal.SIGKILL)
        with urlopen(f"http://127.0.0.1:{office.door}/", timeout=BOUND) as answer:
            assert answer.status == 200
        said = office.stop(signal.SIGINT)
        assert office.process.returncode == 0, said
        assert "Cổng phát chứng chỉ vừa dừng ngoài ý muốn" in said
        assert "Traceback" not in said
        assert not [pid for pid in members if Path(f"/proc/{pid}").exists()]
    finally:
        office.process.kill()
        office.process.communicate(timeout=BOUND)
    again = SecureOffice(tmp_path / "var")
    try:
        again.wait_until_open()
        assert "ông/bà" in again.secure_page()
        assert Path(again.authority).read_bytes() == authority
    finally:
        again.process.kill()
        again.process.communicate(timeout=BOUND)
