"""Requests to addresses that somebody typed in: a program inside must not be made to call what only it can reach.

The address is checked where the connection is made: the name is looked up once, and what was looked up is what is
connected to, so that a name which changes between the two (DNS rebinding) wins nothing. No redirect is followed, no
proxy of the environment is asked, and the whole call has one deadline, however slowly an answer drips.
"""

import asyncio
import socket
import ssl
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from types import TracebackType

import httpcore
import httpx

from shared.adapters.retry_after import retry_after_seconds
from shared.domain.webhook_retries import DeliveryFault, Outcome, answered
from shared.settings import Settings

SECONDS = 15.0
"""For the whole of a call: looking up, connecting, sending, the answer."""

_READ_BYTES = 16_384  # of an answer, whose content nobody needs: the connection is kept if it ends there
_MOST_ADDRESSES = 3  # of a name are tried

_NOT_PUBLIC = (ip_network("192.0.0.0/24"), ip_network("192.88.99.0/24"))
"""Of the IETF's protocols, and relays of 6to4: some versions of `ipaddress` call them global."""

_PUBLIC_IPV6 = ip_network("2000::/3")
_TUNNELS = (ip_network("2001::/32"), ip_network("2002::/16"))
"""Teredo and 6to4: addresses that stand for IPv4 ones."""


class ForbiddenAddressError(Exception):
    """The name has no address that may be called."""


class UnknownNameError(Exception):
    """The name has no address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundPolicy:
    """What may be called: public addresses, and those of `networks`; by https, and by http if `http`."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    http: bool = False

    def allows(self, address: str) -> bool:
        """Whether this IP address may be called."""
        found = _plain(address)
        return any(found in network for network in self.networks) or _is_public(found)

    def allows_scheme(self, scheme: str) -> bool:
        """Whether this scheme may be used."""
        return scheme == "https" or (self.http and scheme == "http")


def _plain(address: str) -> IPv4Address | IPv6Address:
    """The address; an IPv4 one that is written as IPv6 (::ffff:127.0.0.1) is what it stands for."""
    found = ip_address(address.partition("%")[0])
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC)
    return address in _PUBLIC_IPV6 and not any(address in tunnel for tunnel in _TUNNELS)


def outbound_policy(settings: Settings) -> OutboundPolicy:
    """What the operator allows."""
    return OutboundPolicy(networks=settings.webhook_networks, http=settings.webhook_http)


class _GuardedNetwork(httpcore.AsyncNetworkBackend):
    """Connects to allowed addresses only. One name is looked up at a time: a slow name server holds one thread."""

    def __init__(self, policy: OutboundPolicy, lookups: Executor | None) -> None:
        self._policy = policy
        self._lookups = lookups
        self._network = httpcore.AnyIOBackend()
        self._looking_up = asyncio.Lock()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to an allowed address of the host. Raises ForbiddenAddressError, UnknownNameError."""
        async with self._looking_up:
            addresses = await self._addresses(host, port)
        allowed = [address for address in addresses if self._policy.allows(address)][:_MOST_ADDRESSES]
        refused: Exception = ForbiddenAddressError()
        for address in allowed:
            try:
                return await self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                refused = error
        raise refused

    async def _addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            found = await asyncio.get_running_loop().run_in_executor(
                self._lookups, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            )
        except (OSError, UnicodeError) as error:
            raise UnknownNameError from error
        return list(dict.fromkeys(str(one[4][0]) for one in found))

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise ForbiddenAddressError

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class OutboundClient:
    """Posts to one endpoint, over connections that are kept while it is open."""

    def __init__(
        self, policy: OutboundPolicy, *, lookups: Executor | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        self._policy = policy
        self._pool = httpcore.AsyncConnectionPool(
            # The certificates that httpx trusts; SSL_CERT_FILE names others.
            ssl_context=tls or httpx.create_ssl_context(),
            max_connections=None,
            network_backend=_GuardedNetwork(policy, lookups),
        )

    async def __aenter__(self) -> "OutboundClient":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._pool.aclose()

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """What became of it. Never raises for what the other side does."""
        began = time.monotonic()
        parsed = httpx.URL(url)
        fault = DeliveryFault.SCHEME_NOT_ALLOWED
        if self._policy.allows_scheme(parsed.scheme):
            try:
                async with asyncio.timeout(SECONDS):
                    return await self._post(parsed, headers, body, began)
            except (TimeoutError, httpcore.TimeoutException):
                fault = DeliveryFault.TIMED_OUT
            except ForbiddenAddressError:
                fault = DeliveryFault.ADDRESS_NOT_ALLOWED
            except UnknownNameError:
                fault = DeliveryFault.NAME_NOT_FOUND
            except httpcore.ConnectError as error:
                fault = DeliveryFault.TLS_FAILED if _is_of_tls(error) else DeliveryFault.NOT_CONNECTED
            except ssl.SSLError:  # behind the handshake, where httpcore does not translate it
                fault = DeliveryFault.TLS_FAILED
            except (httpcore.NetworkError, httpcore.ProtocolError):
                fault = DeliveryFault.BROKEN_ANSWER
        return Outcome(fault=fault, milliseconds=_since(began))

    async def _post(self, url: httpx.URL, headers: Mapping[str, str], body: bytes, began: float) -> Outcome:
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        sent = [(name.encode(), value.encode()) for name, value in headers.items()]
        async with self._pool.stream("POST", target, headers=sent, content=body) as response:
            read = 0
            async for chunk in response.aiter_stream():
                read += len(chunk)
                if read > _READ_BYTES:
                    break
            given = httpx.Headers(response.headers).get("Retry-After", "")
            return answered(response.status, milliseconds=_since(began), retry_after=retry_after_seconds(given))


def _is_of_tls(error: BaseException) -> bool:
    return isinstance(error.__cause__, ssl.SSLError) or isinstance(error.__context__, ssl.SSLError)


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
