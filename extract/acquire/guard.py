"""Which network addresses may be spoken to: only those that the public internet routes."""

import ipaddress

from extract.acquire.errors import RefusedAddress

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the public internet, an IPv4 address inside an IPv6 one looked at as well.

    >>> [is_public(a) for a in ("113.190.232.1", "127.0.0.1", "169.254.169.254", "::ffff:10.0.0.1", "2002:7f00:1::")]
    [True, False, False, False, False]
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])  # "fe80::1%eth0" names its interface
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return _is_routed(found)
    if found.ipv4_mapped:
        return _is_routed(found.ipv4_mapped)
    if found in _NAT64:  # how a network with IPv6 only reaches the rest
        return _is_routed(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
    inside = [one for one in (found.sixtofour, *(found.teredo or ())) if one]
    return not found.is_site_local and all(map(_is_routed, (found, *inside)))


def _is_routed(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


def refuse_unless_public(address: str, host: str, place: str) -> None:
    """Raises RefusedAddress where `address`, found for `host`, is none of the public internet."""
    if not is_public(address):
        said = address if address == host else f"{host} is {address}"
        raise RefusedAddress(
            place, f"{said}, an address that is not public; nothing was sent (--allow-private if it is yours)"
        )
