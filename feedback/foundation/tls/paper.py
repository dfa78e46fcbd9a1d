"""The sheet for whoever sets up a tablet: the door's address, the fingerprint, what to press, what to open."""

from __future__ import annotations

from datetime import datetime

from cryptography.x509.oid import NameOID

from feedback.foundation import words
from feedback.foundation.clock import local_day
from feedback.foundation.documents import compile_pdf, qr_svg
from feedback.foundation.errors import Invalid, NotFound
from feedback.foundation.settings import Settings
from feedback.foundation.tls.addresses import Addresses, addresses
from feedback.foundation.tls.keeping import Keeper, Kept

BIG, SMALL, ROOM = 20.0, 11.0, 27
"""Points of a short address and of the longest, and how many characters fit at the big size."""


def keeper_of(settings: Settings) -> Keeper:
    return Keeper(settings.tls_folder, settings.host, settings.public_url)


def addresses_of(settings: Settings) -> Addresses:
    return addresses(url=settings.url, host=settings.host, port=settings.port, door_port=settings.door_port)


def tablet_base(settings: Settings) -> str:
    """The address tablets reach the website by: the public one, or with our own https the one of the office's network.

    A website open to every address of its machine (`HOST=0.0.0.0`) has none of its own to print.
    """
    return addresses_of(settings).website if settings.tls else settings.url


def get_kept(settings: Settings) -> Kept:
    """The certificates of this installation; NotFound where it was never started with `TLS=1`."""
    kept = keeper_of(settings).find() if settings.tls else None
    if kept is None:
        raise NotFound(
            "Bản này không tự làm https nên không có chứng chỉ để cài. Máy chủ đã có chứng chỉ thật thì máy tính bảng "
            "không cần cài gì; nếu chưa, khởi động bằng: make run TLS=1 HOST=0.0.0.0"
        )
    return kept


def setup_pdf(settings: Settings, *, now: datetime) -> bytes:
    """The A4 sheet. NotFound without a certificate, Invalid where no tablet could open the address."""
    kept, reached = get_kept(settings), addresses_of(settings)
    if reached.is_loopback:
        raise Invalid(
            f"Địa chỉ {reached.door} chỉ mở được trên chính máy này. Khởi động lại cho cả mạng: "
            "make run TLS=1 HOST=0.0.0.0"
        )
    titles = kept.authority.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    data = {
        "door": reached.door,
        "door_size": size_of(reached.door),
        "qr": qr_svg(f"{reached.door}/"),
        "app": reached.tablet_app,
        "app_size": size_of(reached.tablet_app),
        "app_qr": qr_svg(reached.tablet_app),
        "fingerprint": kept.fingerprint.split(),
        "machine": str(titles[0].value),
        "until": words.day(local_day(kept.authority.not_valid_after_utc)),
        "printed": words.day(local_day(now)),
    }
    return compile_pdf("tablet_setup", data, timestamp=now)


def size_of(address: str) -> float:
    """Points at which the address stays on one line."""
    return max(SMALL, min(BIG, BIG * ROOM / len(address)))
