"""Whose call it is, behind no, one or several proxies."""

from ipaddress import ip_network

import pytest

from shared.http.client_address import client_address

PROXIES = [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.5", None, "203.0.113.5"),
        ("203.0.113.5", "192.0.2.1", "203.0.113.5"),  # whoever calls directly may claim what he likes
        ("10.0.0.1", None, "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", "198.51.100.9, 192.0.2.1", "192.0.2.1"),  # invented by the client, left of its own address
        ("10.0.0.1", "198.51.100.9,192.0.2.1 , 10.0.0.2", "192.0.2.1"),  # two proxies
        ("10.0.0.1", "10.0.0.3", "10.0.0.3"),  # a client in the proxies' own network
        ("10.0.0.1", "192.0.2.1, unknown", "10.0.0.1"),
        ("10.0.0.1", "192.0.2.1:4711", "192.0.2.1"),
        ("fd00::1", "[2001:db8::7]:4711", "2001:db8::7"),
        ("::ffff:10.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", "2001:DB8:0::7", "2001:db8::7"),
        ("", "192.0.2.1", ""),  # a socket without an address
    ],
)
def test_only_trusted_proxies_say_who_called_them(peer: str, forwarded: str | None, client: str) -> None:
    assert client_address(peer, forwarded, PROXIES) == client


def test_without_trusted_proxies_the_header_is_not_read() -> None:
    assert client_address("127.0.0.1", "192.0.2.1", []) == "127.0.0.1"
