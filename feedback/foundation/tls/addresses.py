"""What a person types into a tablet: the website's address in the office's network, and the door's."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from feedback.foundation.tls.names import address_of, clean, in_url, is_real_name, lan_addresses


@dataclass(frozen=True, slots=True)
class Addresses:
    """`website` (https) and `door` (http), without a slash at the end."""

    website: str
    door: str

    @property
    def tablet_app(self) -> str:
        return f"{self.website}/may/"

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine could open them."""
        host = urlsplit(self.door).hostname or ""
        found = address_of(host)
        return host == "localhost" or (found is not None and found.is_loopback)


def addresses(*, url: str, host: str, port: int, door_port: int) -> Addresses:
    """As tablets reach this installation; `url` is its public address, `host` what it listens on.

    The door goes by number where the website goes by a public name: a browser that once opened that name by https
    may refuse to open it by plain http on any port.
    """
    named = clean(urlsplit(url).hostname or "")
    reach = named if _can_be_reached(named) else _lan(host)
    website = url if reach == named else f"https://{in_url(reach)}:{port}"
    at_door = _lan(host) if is_real_name(reach) else reach
    return Addresses(website, f"http://{in_url(at_door)}:{door_port}")


def _can_be_reached(name: str) -> bool:
    found = address_of(name)
    return bool(name) and name != "localhost" and not (found is not None and found.is_loopback)


def _lan(host: str) -> str:
    """The address this machine is reached by in its network: the one it listens on, or the one that leads outside."""
    found = address_of(host)
    if found is not None and not found.is_unspecified:
        return str(found)
    return next(iter(lan_addresses()), "localhost")
