"""What is typed into a tablet."""

from __future__ import annotations

import pytest

from feedback.foundation.tls import addresses as module
from feedback.foundation.tls.addresses import Addresses, addresses


@pytest.fixture(autouse=True)
def _network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "lan_addresses", lambda: ["192.168.1.20", "fd00::2"])


@pytest.mark.parametrize(
    ("url", "host", "website", "door"),
    [
        ("https://0.0.0.0:8000", "0.0.0.0", "https://192.168.1.20:8000", "http://192.168.1.20:8001"),
        ("https://10.0.0.5:8000", "10.0.0.5", "https://10.0.0.5:8000", "http://10.0.0.5:8001"),
        ("https://[fd00::9]:8000", "fd00::9", "https://[fd00::9]:8000", "http://[fd00::9]:8001"),
        ("https://may-chu.local:8000", "0.0.0.0", "https://may-chu.local:8000", "http://may-chu.local:8001"),
        ("https://danhgia.vn:8000", "0.0.0.0", "https://danhgia.vn:8000", "http://192.168.1.20:8001"),
        ("https://127.0.0.1:8000", "127.0.0.1", "https://127.0.0.1:8000", "http://127.0.0.1:8001"),
    ],
)
def test_a_tablet_is_told_addresses_it_can_open(url: str, host: str, website: str, door: str):
    found = addresses(url=url, host=host, port=8000, door_port=8001)
    assert found == Addresses(website, door)
    assert found.tablet_app == f"{website}/may/"
    assert found.is_loopback is (host == "127.0.0.1")


def test_a_machine_without_a_network_has_only_itself(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "lan_addresses", list)
    found = addresses(url="https://0.0.0.0:8000", host="0.0.0.0", port=8000, door_port=8001)
    assert found.website == "https://localhost:8000"
    assert found.is_loopback
