"""Settings: read once from the environment (and `.env`), then frozen."""

from __future__ import annotations

import json
import socket
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from pydantic import AliasChoices, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from feedback.foundation.errors import Invalid
from feedback.foundation.files import ROOT, write_atomic

LAST_STARTED = "last-started"
ADDRESS_FILE = "address.json"
CHANNELS = ("sms", "zalo")
SHORTEST_KEY = 32
ADDRESS = ("host", "port", "public_url", "tls", "authority_port")


class Settings(BaseSettings):
    """Everything that differs between installations. Times are seconds unless the name says otherwise."""

    model_config = SettingsConfigDict(
        env_prefix="FEEDBACK_",
        env_file=ROOT / ".env",
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        env_ignore_empty=True,
    )

    data_dir: Path = Path("var")
    demo: bool = Field(default=False, validation_alias="DEMO")
    host: str = Field(default="127.0.0.1", validation_alias="HOST")
    port: int = Field(default=8000, validation_alias="PORT")
    public_url: str = ""
    tls: bool = Field(default=False, validation_alias=AliasChoices("TLS", "FEEDBACK_TLS"))
    authority_port: int = 0  # 0: the website's port and one; only with `tls`
    database_url: str = ""
    workers: int = 2
    threads: int = 8
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_starttls: bool = True
    smtp_timeout: float = 20.0
    mail_from: str = "lang-nghe@localhost"
    gateway_url: str = ""
    gateway_key: str = Field(default="", repr=False)
    gateway_channels: str = ""  # sms, zalo or both, the first choice first
    trusted_proxies: int = 0
    raw_comment_days: int = Field(default=30, ge=0, le=30)
    languages_dir: str = ""
    sign_trust: str = ""
    sign_pkcs11_module: str = ""
    sign_tsa_url: str = ""
    store_answers: bool = True  # false only in tests/bench, to measure what storing costs

    @field_validator("public_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        value = value.strip()
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
            raise ValueError("viết như https://danhgia.quangtri.gov.vn")
        return value

    @field_validator("gateway_url")
    @classmethod
    def _is_gateway(cls, value: str) -> str:
        value = value.strip().rstrip("/")
        parts = urlsplit(value)
        wrong = parts.username or parts.password or parts.query or parts.fragment or not parts.hostname
        plain = parts.scheme == "http" and _is_loopback(parts.hostname or "")
        if value and (wrong or not (parts.scheme == "https" or plain)):
            raise ValueError(
                "viết như https://cong-tin-nhan.quangtri.gov.vn/v1; http chỉ dùng cho cổng trên chính máy này"
            )
        return value

    @field_validator("gateway_key")
    @classmethod
    def _is_long_enough(cls, value: str) -> str:
        if value and len(value) < SHORTEST_KEY:
            raise ValueError(f"khóa chung với cổng tin nhắn phải có ít nhất {SHORTEST_KEY} ký tự")
        return value

    @field_validator("gateway_channels")
    @classmethod
    def _are_channels(cls, value: str) -> str:
        if not set(_listed(value)) <= set(CHANNELS):
            raise ValueError("viết sms, zalo hoặc zalo,sms (kênh ưu tiên trước)")
        return value

    @model_validator(mode="after")
    def _has_its_key(self) -> Settings:
        if self.gateway_url and not (self.gateway_key and self.channels):
            raise ValueError("FEEDBACK_GATEWAY_URL cần cả FEEDBACK_GATEWAY_KEY và FEEDBACK_GATEWAY_CHANNELS")
        return self

    @field_validator("sign_tsa_url")
    @classmethod
    def _is_time_stamp_address(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname):
            raise ValueError("viết như http://tsa.ca.gov.vn; để trống thì chữ ký không kèm dấu thời gian")
        return value

    @field_validator("database_url")
    @classmethod
    def _is_postgres(cls, value: str) -> str:
        if value and value.split("://")[0] not in ("postgresql", "postgres", "postgresql+psycopg"):
            raise ValueError("viết như postgresql://người_dùng@máy_chủ/tên; để trống thì dùng SQLite")
        return value

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels of the message gateway, the first choice first; none where no gateway is set up."""
        return tuple(_listed(self.gateway_channels)) if self.gateway_url else ()

    @property
    def folder(self) -> Path:
        """The data folder; a relative one lies in the checkout, wherever the command is called from."""
        return ROOT / self.data_dir

    @property
    def home(self) -> Path:
        """The folder of this installation; the demo's is its own, so that dropping it touches nothing else."""
        return self.folder / "demo" if self.demo else self.folder

    @property
    def url(self) -> str:
        """What QR codes and mails print, without a slash at the end.

        With `tls` our own port speaks https alone, also where the public address still says http.
        """
        host = f"[{self.host}]" if ":" in self.host else self.host
        url = (self.public_url or f"http://{host}:{self.port}").rstrip("/")
        parts = urlsplit(url)
        ours = self.tls and parts.scheme == "http" and parts.port == self.port
        return f"https{url.removeprefix('http')}" if ours else url

    @property
    def url_is_loopback(self) -> bool:
        """Whether only this machine could open that address: such a code must not be printed."""
        return _is_loopback(urlsplit(self.url).hostname or "")

    @property
    def https(self) -> bool:
        return self.url.startswith("https://")

    @property
    def tls_folder(self) -> Path:
        return self.home / "tls"

    @property
    def door_port(self) -> int:
        """Where the authority's certificate is handed out, in plain http."""
        return self.authority_port or self.port + 1

    @property
    def sqlalchemy_url(self) -> str:
        """SQLite in the data folder, or the PostgreSQL given for the real installation (never for the demo)."""
        if self.database_url and not self.demo:
            return "postgresql+psycopg://" + self.database_url.split("://", 1)[1]
        return f"sqlite:///{quote(str(self.home / 'feedback.sqlite3'))}"

    @property
    def on_sqlite(self) -> bool:
        return self.sqlalchemy_url.startswith("sqlite")

    @property
    def key_file(self) -> Path:
        return self.home / "keys" / "master.key"

    @property
    def language_folder(self) -> Path:
        """Where the province's own language files lie: in the data folder, unless a folder is named."""
        return ROOT / self.languages_dir if self.languages_dir else self.home / "languages"

    @property
    def trust_folder(self) -> Path:
        """Certificates of authorities whose signatures count: in the data folder, unless a folder is named."""
        return ROOT / self.sign_trust if self.sign_trust else self.home / "trust"

    @property
    def signing_folder(self) -> Path:
        """Keys of heads as PKCS#12 files (0600), where they are not uploaded."""
        return self.home / "signing"

    @property
    def mail_dir(self) -> Path:
        return self.home / "mail"


def load_settings(*, demo: bool | None = None, as_started: bool = True) -> Settings:
    """Settings of the installation meant: `demo` if said, else DEMO, else whichever was started last, else the real.

    With `as_started`, host, port and public address that nothing names are those it was started with last, so that a
    command prints addresses that lead to the running website.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        raise Invalid("Cài đặt chưa đúng: " + "; ".join(_in_words(each) for each in error.errors()) + ".") from error
    if demo is None and "demo" not in settings.model_fields_set:
        marker = settings.folder / LAST_STARTED
        demo = marker.read_text().strip() == "demo" if marker.exists() else False
    settings = settings if demo is None else settings.model_copy(update={"demo": demo})
    return settings.model_copy(update=_address_at_start(settings)) if as_started else settings


def remember_started(settings: Settings) -> None:
    """Note which installation was started last, and at which address, for commands that follow."""
    write_atomic(settings.folder / LAST_STARTED, b"demo" if settings.demo else b"real")
    address = {name: getattr(settings, name) for name in ADDRESS}
    write_atomic(settings.home / ADDRESS_FILE, json.dumps(address).encode())


def _address_at_start(settings: Settings) -> dict[str, Any]:
    """What the last start noted, without what the environment names now; nothing where the note cannot be read."""
    try:
        noted = json.loads((settings.home / ADDRESS_FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(noted, dict):
        return {}
    kinds = {name: type(Settings.model_fields[name].default) for name in ADDRESS}
    return {
        name: noted[name]
        for name, kind in kinds.items()
        if name not in settings.model_fields_set and isinstance(noted.get(name), kind)
    }


def _listed(value: str) -> list[str]:
    return [each.strip() for each in value.split(",") if each.strip()]


def _in_words(error: Any) -> str:
    if not error["loc"]:
        return str(error["msg"]).removeprefix("Value error, ")
    name = str(error["loc"][0])
    variable = name if name.isupper() else f"FEEDBACK_{name.upper()}"
    return f"{variable} – {str(error['msg']).removeprefix('Value error, ')}"


def _is_loopback(host: str) -> bool:
    """Also for the odd spellings a browser takes: `127.1`, `2130706433`, `localhost.`. No name is looked up."""
    host = host.rstrip(".")
    if host in ("", "localhost") or host.endswith(".localhost") or host.startswith("localhost."):
        return True
    try:
        address = ip_address(host.split("%")[0])
    except ValueError:
        try:
            address = ip_address(socket.inet_aton(host))
        except OSError:
            return False
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_loopback or address.is_unspecified
