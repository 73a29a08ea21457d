"""What counts as one sender on the network."""

import ipaddress


def network_of(address: str) -> str:
    """Return what counts as one sender: an IPv4 address, or a home's network of IPv6."""
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
