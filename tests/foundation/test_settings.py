"""Which installation is meant, where it lies, what its codes print."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy.engine import make_url

from feedback.foundation.errors import Invalid
from feedback.foundation.files import ROOT
from feedback.foundation.settings import LAST_STARTED, Settings, load_settings, remember_started


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine, and no `.env` of the checkout, reaches these tests."""
    for name in list(os.environ):
        if name.startswith("FEEDBACK_") or name in ("DEMO", "HOST", "PORT"):
            monkeypatch.delenv(name)
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    monkeypatch.setenv("FEEDBACK_DATA_DIR", str(tmp_path / "var"))


def test_the_real_installation_is_meant_where_nothing_is_said() -> None:
    assert not load_settings().demo


@pytest.mark.parametrize("last", [True, False])
def test_the_one_started_last_is_meant(last: bool) -> None:
    remember_started(load_settings(demo=last))
    assert load_settings().demo is last


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("0", False), ("true", True), ("false", False)])
def test_the_variable_goes_before_the_one_started_last(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: bool
) -> None:
    remember_started(load_settings(demo=not expected))
    monkeypatch.setenv("DEMO", value)
    assert load_settings().demo is expected


@pytest.mark.parametrize("said", [True, False])
def test_what_is_said_goes_before_everything(monkeypatch: pytest.MonkeyPatch, said: bool) -> None:
    monkeypatch.setenv("DEMO", str(int(not said)))
    remember_started(load_settings(demo=not said))
    assert load_settings(demo=said).demo is said


def test_an_empty_variable_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    remember_started(load_settings(demo=True))
    monkeypatch.setenv("DEMO", "")
    monkeypatch.setenv("PORT", "")
    assert load_settings().demo
    assert load_settings().port == 8000


def test_a_spoiled_note_of_the_last_start_means_the_real_one(tmp_path: Path) -> None:
    remember_started(load_settings(demo=True))
    (tmp_path / "var" / LAST_STARTED).write_text("???")
    assert not load_settings().demo


def test_settings_given_by_name_count() -> None:
    assert Settings(demo=True, port=99).demo
    assert Settings(demo=True, port=99).port == 99


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1  # type: ignore[misc]


def test_the_demo_lies_in_a_folder_of_its_own(tmp_path: Path) -> None:
    real, demo = load_settings(demo=False), load_settings(demo=True)
    assert real.home == tmp_path / "var"
    assert demo.home == tmp_path / "var" / "demo"
    assert len({real.key_file, demo.key_file, real.mail_dir, demo.mail_dir}) == 4
    assert real.sqlalchemy_url != demo.sqlalchemy_url


def test_a_relative_data_folder_lies_in_the_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings(data_dir=Path("var")).home == ROOT / "var"


@pytest.mark.parametrize("name", ["dữ liệu", "100%", "a%20b", "cái gì?", "số #1"])
def test_any_folder_name_reaches_the_database(tmp_path: Path, name: str) -> None:
    settings = Settings(data_dir=tmp_path / name)
    assert make_url(settings.sqlalchemy_url).database == str(tmp_path / name / "feedback.sqlite3")


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgres_is_for_the_real_installation_alone(scheme: str) -> None:
    real = Settings(database_url=f"{scheme}://ai@máy/tên")
    assert real.sqlalchemy_url == "postgresql+psycopg://ai@máy/tên"
    assert not real.on_sqlite
    assert Settings(demo=True, database_url=f"{scheme}://ai@máy/tên").on_sqlite


@pytest.mark.parametrize(
    ("values", "url"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"port": 9000, "host": "10.0.0.5"}, "http://10.0.0.5:9000"),
        ({"host": "::1"}, "http://[::1]:8000"),
        ({"public_url": "https://danhgia.quangtri.gov.vn/"}, "https://danhgia.quangtri.gov.vn"),
        ({"public_url": " https://quangtri.gov.vn/danhgia/ "}, "https://quangtri.gov.vn/danhgia"),
    ],
)
def test_addresses_that_codes_print(values, url: str) -> None:
    assert Settings(**values).url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8000",
        "http://LOCALHOST.",
        "http://x.localhost",
        "http://localhost.localdomain",
        "http://127.0.0.1",
        "http://127.8.9.1:80/",
        "http://127.1",
        "http://2130706433",
        "http://0x7f.1",
        "http://0.0.0.0:8000",
        "http://0",
        "http://[::1]:8000",
        "http://[::]",
        "http://[::ffff:127.0.0.1]",
    ],
)
def test_addresses_only_this_machine_can_open(url: str) -> None:
    assert Settings(public_url=url).url_is_loopback


@pytest.mark.parametrize(
    "url",
    [
        "https://danhgia.quangtri.gov.vn",
        "http://192.168.1.20:8000",
        "http://127.0.0.1.example.vn",
        "http://[2001:db8::1]",
        "http://localhosts.vn",
    ],
)
def test_addresses_others_can_open(url: str) -> None:
    assert not Settings(public_url=url).url_is_loopback


def test_a_host_bound_to_every_address_is_no_address_to_print() -> None:
    assert Settings(host="0.0.0.0").url_is_loopback
    assert Settings(host="::").url_is_loopback
    assert Settings().url_is_loopback


@pytest.mark.parametrize(
    ("values", "url"),
    [
        ({}, "https://127.0.0.1:8000"),
        ({"host": "::1", "port": 9000}, "https://[::1]:9000"),
        ({"public_url": "http://may-chu:8000/x"}, "https://may-chu:8000/x"),
        ({"public_url": "http://danhgia.xamau.vn"}, "http://danhgia.xamau.vn"),
        ({"public_url": "https://danhgia.xamau.vn"}, "https://danhgia.xamau.vn"),
    ],
)
def test_with_a_certificate_of_our_own_our_port_is_https_and_a_web_server_in_front_keeps_its_address(values, url: str):
    assert Settings(tls=True, **values).url == url


def test_the_authority_is_handed_out_next_door_unless_said_otherwise() -> None:
    assert Settings(port=8443).door_port == 8444
    assert Settings(port=8443, authority_port=80).door_port == 80


@pytest.mark.parametrize("variable", ["TLS", "FEEDBACK_TLS"])
def test_https_of_our_own_is_switched_on_by_a_variable(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    assert not load_settings().tls
    monkeypatch.setenv(variable, "1")
    assert load_settings().tls
    assert load_settings().https


def test_https_is_told_from_http() -> None:
    assert Settings(public_url="https://a.vn").https
    assert not Settings(public_url="http://a.vn").https


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("FEEDBACK_PUBLIC_URL", "danhgia.quangtri.gov.vn"),
        ("FEEDBACK_PUBLIC_URL", "ftp://quangtri.gov.vn"),
        ("FEEDBACK_PUBLIC_URL", "https://"),
        ("FEEDBACK_PUBLIC_URL", "https://a.vn/?q=1"),
        ("FEEDBACK_DATABASE_URL", "mysql://a/b"),
        ("PORT", "tám nghìn"),
        ("DEMO", "có lẽ"),
    ],
)
def test_a_wrong_setting_is_refused_by_the_name_of_its_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(Invalid, match=variable):
        load_settings()


def test_commands_print_the_address_the_website_was_started_at(tmp_path, monkeypatch):
    monkeypatch.setenv("FEEDBACK_DATA_DIR", str(tmp_path / "var"))
    for name in ("PORT", "HOST", "FEEDBACK_PUBLIC_URL", "DEMO"):
        monkeypatch.delenv(name, raising=False)
    started = load_settings(demo=True, as_started=False).model_copy(update={"port": 8123})
    remember_started(started)
    assert load_settings().url == "http://127.0.0.1:8123"
    assert load_settings(demo=False).port == 8000, "the other installation was not started there"
    assert load_settings(as_started=False).port == 8000, "a new start does not inherit it"
    monkeypatch.setenv("PORT", "9000")
    assert load_settings().port == 9000
    monkeypatch.delenv("PORT")
    (started.home / "address.json").write_text("[1]")
    assert load_settings().port == 8000
