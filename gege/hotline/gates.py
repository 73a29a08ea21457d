"""Who comes to a gateway's door."""

import ipaddress
from collections.abc import Iterable

from django.http import HttpRequest


def comes_from(request: HttpRequest, allowed: Iterable[str]) -> bool:
    """Tell whether a request comes from one of these addresses or networks, directly."""
    try:
        address = ipaddress.ip_address(address_of(request))
        networks = [ipaddress.ip_network(one, strict=False) for one in allowed]
    except ValueError:
        return False
    return any(address in one for one in networks)


def address_of(request: HttpRequest) -> str:
    """Return the address of the connection itself.

    A gateway comes directly: what a proxy passed on comes from outside, whatever it says of itself.
    """
    if request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded"):
        return "through a proxy"
    return str(request.META.get("REMOTE_ADDR", ""))
