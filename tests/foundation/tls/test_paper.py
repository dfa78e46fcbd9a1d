"""The A4 sheet: everything on it can be read back."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from feedback.foundation.errors import Invalid, NotFound
from feedback.foundation.settings import Settings
from feedback.foundation.tls.paper import BIG, SMALL, addresses_of, get_kept, keeper_of, setup_pdf, size_of, tablet_base
from tests.conftest import NOW

URL = "https://may-chu.xamau.gov.vn:8443"


def office(folder: Path, **more: object) -> Settings:
    values = {"data_dir": folder, "tls": True, "host": "10.1.2.3", "port": 8443, "public_url": URL, **more}
    return Settings.model_construct(**{name: field.default for name, field in Settings.model_fields.items()} | values)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = office(tmp_path)
    keeper_of(made).look(NOW)
    return made


def test_the_sheet_says_what_to_open_to_compare_and_to_press(settings: Settings):
    pages = PdfReader(io.BytesIO(setup_pdf(settings, now=NOW))).pages
    text = pages[0].extract_text()
    assert len(pages) == 1
    for words in (
        "http://10.1.2.3:8444",
        f"{URL}/may/",
        "Android",
        "iPad",
        "Windows",
        "lang-nghe-ca.crt",
        "20/11/2026",
    ):
        assert words in text
    for group in get_kept(settings).fingerprint.split():
        assert group in text


def test_both_codes_are_read_back_from_the_print(settings: Settings, tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(setup_pdf(settings, now=NOW))
    subprocess.run(
        ["pdftoppm", "-r", "150", "-png", tmp_path / "a.pdf", tmp_path / "a"], check=True, capture_output=True
    )
    read = subprocess.run(["zbarimg", "-q", "--raw", tmp_path / "a-1.png"], capture_output=True, text=True, check=True)
    assert set(read.stdout.split()) == {"http://10.1.2.3:8444/", f"{URL}/may/"}


def test_an_address_only_this_machine_opens_is_not_printed(tmp_path: Path):
    alone = office(tmp_path, host="127.0.0.1", public_url="")
    keeper_of(alone).look(NOW)
    with pytest.raises(Invalid, match=r"HOST=0\.0\.0\.0"):
        setup_pdf(alone, now=NOW)


def test_an_installation_without_its_own_https_has_nothing_to_install(tmp_path: Path, settings: Settings):
    with pytest.raises(NotFound, match="TLS=1"):
        setup_pdf(settings.model_copy(update={"tls": False}), now=NOW)
    with pytest.raises(NotFound, match="TLS=1"):
        get_kept(office(tmp_path / "never-started"))


def test_tablets_are_invited_to_an_address_they_can_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("feedback.foundation.tls.addresses.lan_addresses", lambda: ["192.168.1.20"])
    open_to_all = office(tmp_path, host="0.0.0.0", public_url="")
    assert tablet_base(open_to_all) == "https://192.168.1.20:8443"
    assert tablet_base(office(tmp_path)) == URL
    assert tablet_base(open_to_all.model_copy(update={"tls": False})) == "http://0.0.0.0:8443"


def test_long_addresses_are_set_smaller_and_stay_on_the_sheet(tmp_path: Path):
    long = office(tmp_path, public_url="https://danhgia-hai-long.trungtamphucvuhanhchinhcong.quangtri.gov.vn:8443")
    keeper_of(long).look(NOW)
    assert SMALL <= size_of(addresses_of(long).tablet_app) < BIG
    assert len(PdfReader(io.BytesIO(setup_pdf(long, now=NOW))).pages) == 1
    assert size_of("http://10.1.2.3:8444") == BIG
