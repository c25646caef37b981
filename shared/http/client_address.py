"""The address of a request's client behind proxies. Pure."""

from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def client_address(peer: str, forwarded: str | None, trusted: Collection[Network]) -> str:
    """The address from which a request came: `peer`, the other end of the connection, unless it is a trusted proxy's.

    `forwarded` is the header X-Forwarded-For, to which each proxy appends the address that it was called from. It is
    read from its right end through trusted proxies only: anything further left may be a client's invention.
    """
    nearest = _address(peer)
    if nearest is None:
        return peer
    hops = [] if forwarded is None else forwarded.split(",")
    while hops and _is_trusted(nearest, trusted):
        before = _address(hops.pop())
        if before is None:
            break
        nearest = before
    return str(nearest)


def is_trusted_proxy(peer: str, trusted: Collection[Network]) -> bool:
    """Whether `peer`, the other end of a connection, is one of the proxies."""
    address = _address(peer)
    return address is not None and _is_trusted(address, trusted)


def _is_trusted(address: Address, trusted: Collection[Network]) -> bool:
    return any(address in network for network in trusted)


def _address(written: str) -> Address | None:
    """The address without the port that some proxies append; an IPv4 address within IPv6 as itself."""
    host = written.strip()
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        found = ip_address(host)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
