"""Which addresses the platform may call: nothing inside the house that nobody allowed.

An interface where others name addresses is a way to make the platform call for them. So only
public addresses are called, and networks that the operator names.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LONGEST: Final = 500
_SIGNS: Final = frozenset(map(chr, range(0x21, 0x7F))) - frozenset('"<>\\^`{|}')
_CARRIES_IPV4: Final = (
    ipaddress.IPv6Network("64:ff9b::/96"),
    ipaddress.IPv6Network("::/96"),
)


@dataclass(frozen=True, slots=True)
class Target:
    """An address that can be called, in its parts."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def name(self) -> str:
        """What stands in the head Host."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


def target_of(address: str, *, plain: bool) -> Target | str:
    """Return the parts of an address, or a word why it is none. `plain` allows http."""
    if not address or len(address) > LONGEST or not set(address) <= _SIGNS:
        return "address_form"
    try:
        parts = urlsplit(address)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return "address_form"
    if parts.scheme not in ("https", "http") or not host or parts.fragment:
        return "address_form"
    if parts.username is not None or parts.password is not None or port == 0:
        return "address_form"
    if parts.scheme == "http" and not plain:
        return "address_plain"
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(secure, host, port or (443 if secure else 80), path)


def may_call(address: str, allowed: Iterable[Network]) -> bool:
    """Tell whether an IP address may be called."""
    try:
        found: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(found)
    if any(one in network for network in allowed for one in {found, inner}):
        return True
    return all(_public(one) for one in {found, inner})


def _inner(found: Address) -> Address:
    """Return the IPv4 address that some IPv6 addresses only carry."""
    if isinstance(found, ipaddress.IPv4Address):
        return found
    if found.ipv4_mapped is not None:
        return found.ipv4_mapped
    if found.sixtofour is not None:
        return found.sixtofour
    if any(found in network for network in _CARRIES_IPV4):
        return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return found


def _public(one: Address) -> bool:
    if isinstance(one, ipaddress.IPv6Address) and one.ipv4_mapped is not None:
        return True  # judged by what it carries
    return one.is_global and not (one.is_multicast or one.is_reserved or one.is_unspecified)
