"""Which names and addresses this machine is reached by, and which of them a certificate may carry."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address

ALWAYS = ("localhost", "127.0.0.1", "::1")
PRIVATE = (
    *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10"),
    *("::1/128", "fc00::/7", "fe80::/10"),
)
"""Networks that only offices and homes use: an authority of ours may speak for any address in them."""

LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
ROUTES = Path("/proc/net/fib_trie")
SIX = Path("/proc/net/if_inet6")
SOMEWHERE_ELSE = ("192.0.2.1", 9)
"""An address of the documentation range: asking which way leads there sends nothing."""


def address_of(name: str) -> Address | None:
    """The name as an IP address, or None where it is a name."""
    try:
        return ip_address(name.strip("[]").split("%")[0])
    except ValueError:
        return None


def clean(name: str) -> str:
    """The name as a certificate writes it (IDNA, lower case, no dot at the end); empty where none could carry it."""
    name = name.strip().rstrip(".").lower()
    found = address_of(name)
    if found is not None:
        return "" if found.is_unspecified or found.is_multicast else str(found)
    with suppress(UnicodeError):
        name = name.encode("idna").decode()
        if len(name) <= 253 and all(LABEL.fullmatch(label) for label in name.split(".")):
            return name
    return ""


def served_names(*, host: str, public_url: str, more: Iterable[str] = ()) -> tuple[str, ...]:
    """Every name this website may be opened by, each once: the fixed ones, its own settings, the machine's, `more`.

    A website bound to one address is not reached by the machine's others.
    """
    own = [host, urlsplit(public_url).hostname or "", *more]
    bound = address_of(host)
    if bound is None or bound.is_unspecified:
        own += [*machine_names(), *lan_addresses()]
    found = [clean(name) for name in (*ALWAYS, *own)]
    return tuple(dict.fromkeys(name for name in found if name))


def machine_names() -> list[str]:
    """The machine's name, also as neighbours without a name server know it (`may-chu.local`)."""
    name = socket.gethostname()
    short = name.split(".")[0]
    return [name, f"{short}.local"] if clean(short) not in ("", "localhost") else []


def lan_addresses() -> list[str]:
    """This machine's addresses in its networks, the one that leads outside first."""
    found = [*_outgoing(), *_four(), *_six()]
    return list(dict.fromkeys(each for each in found if _is_lan(each)))


def _is_lan(text: str) -> bool:
    address = ip_address(text)
    return not (address.is_loopback or address.is_link_local or address.is_unspecified or address.is_multicast)


def _outgoing() -> list[str]:
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(SOMEWHERE_ELSE)
        return [str(probe.getsockname()[0])]
    return []


def _four() -> list[str]:
    """Linux's own list of local addresses; elsewhere the one that leads outside has to do."""
    with suppress(OSError):
        return re.findall(r"\|-- ([0-9.]+)\n\s+/32 host LOCAL", ROUTES.read_text(encoding="ascii"))
    return []


def _six() -> list[str]:
    with suppress(OSError):
        return [str(IPv6Address(int(line.split()[0], 16))) for line in SIX.read_text(encoding="ascii").splitlines()]
    return []


def is_private(address: Address) -> bool:
    return any(address in ip_network(net) for net in PRIVATE if ip_network(net).version == address.version)


def is_real_name(name: str) -> bool:
    """Whether it is a name of the public name system, which a browser may be told to open by https alone."""
    inside = (".local", ".localhost", ".lan", ".home", ".internal", ".localdomain", ".home.arpa")
    return bool(name) and "." in name and address_of(name) is None and not name.endswith(inside)


def in_url(name: str) -> str:
    """The name as an address holds it: IPv6 in brackets."""
    return f"[{name}]" if ":" in name else name
