"""A time-stamp authority on this machine: its word counts, and nothing is signed without it once it is asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.timestamps import DummyTimeStamper

from feedback.foundation.errors import Busy
from feedback.foundation.signatures.timestamps import Authority
from feedback.foundation.signatures.verifying import verify_pdf
from tests.foundation.signatures.people import NOW, ROOT, TRUST, authority, paper, sign

CLOCK = ROOT.issue("Cấp dấu thời gian mẫu", 2, stamps_time=True)
FALSE_CLOCK = authority("Không ai biết", 4).issue("Cấp dấu thời gian giả", 2, stamps_time=True)
LATER = NOW + timedelta(minutes=2)


class Office:
    """What the authority answers, and how often it was asked."""

    def __init__(self) -> None:
        self.person, self.kind, self.asked = CLOCK, "application/timestamp-reply", 0

    def answer(self, query: bytes) -> bytes:
        self.asked += 1
        private = self.person.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        stamper = DummyTimeStamper(
            asn1.Certificate.load(self.person.der), keys.PrivateKeyInfo.load(private), fixed_dt=LATER
        )
        return stamper.request_tsa_response(tsp.TimeStampReq.load(query)).dump()


@pytest.fixture
def office() -> Iterator[tuple[Office, str]]:
    told = Office()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = told.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", told.kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Silent."""

    server = HTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield told, f"http://127.0.0.1:{server.server_port}/tsa"
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_stamped_time_is_the_time_of_signing(office: tuple[Office, str]):
    told, url = office
    verdict = verify_pdf(sign(paper(), tsa=Authority(url)), TRUST, now=LATER)
    assert verdict.ok, verdict.problems
    assert verdict.signatures[0].signed_at == LATER
    assert verdict.signatures[0].time_authority == "Cấp dấu thời gian mẫu"
    assert told.asked == 2


def test_a_stamp_of_an_unknown_authority_is_refused(office: tuple[Office, str]):
    told, url = office
    told.person = FALSE_CLOCK
    (problem,) = verify_pdf(sign(paper(), tsa=Authority(url)), TRUST, now=LATER).problems
    assert "không thuộc cơ quan được tin cậy" in problem


def test_an_authority_that_does_not_answer_leaves_nothing_signed(office: tuple[Office, str]):
    told, url = office
    told.kind = "text/html"
    with pytest.raises(Busy, match="không trả lời"):
        sign(paper(), tsa=Authority(url))
    with pytest.raises(Busy, match="không trả lời"):
        sign(paper(), tsa=Authority("http://127.0.0.1:9/tsa"))
