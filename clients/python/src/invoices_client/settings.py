"""What a connection needs to know, checked before anything is sent."""

from importlib.metadata import PackageNotFoundError, version

import httpx

TIMEOUT = httpx.Timeout(60, connect=10)
"""Seconds without any progress; an upload or a download may take as long as it needs."""

CONNECTIONS = httpx.Limits(max_connections=20, keepalive_expiry=30)
"""The API gives up idle connections after 60 seconds: the client does before."""


def address(url: str) -> httpx.URL:
    """Where the API is, such as https://invoices.example.com or with a path that a proxy removes. Raises ValueError."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise ValueError(f"{url!r} is no address: {error}") from None
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise ValueError(f"{url!r} is no address of the API: it begins with http:// or https://.")
    if parsed.userinfo:
        raise ValueError("The address must not hold a name or a password: give the key apart from it.")
    return parsed


def is_in_the_clear(url: str) -> bool:
    """Whether what is sent there can be read on the way: without TLS, and not on this machine."""
    parsed = httpx.URL(url)
    return parsed.scheme == "http" and not (parsed.host == "localhost" or parsed.host.startswith(("127.", "::1")))


def headers(key: str | None) -> dict[str, str]:
    """Who calls. Raises ValueError, without the key in it."""
    told = {"Accept": "application/json", "User-Agent": f"invoices-client/{_version()}"}
    if key is None:
        return told
    if not key.isascii() or not key.isprintable() or " " in key or not key:
        raise ValueError("The API key is empty, or has characters that no key has. Was it copied whole?")
    return {**told, "Authorization": f"Bearer {key}"}


def _version() -> str:
    try:
        return version("invoices-client")
    except PackageNotFoundError:  # used from the sources
        return "0"
