"""A minimal load balancer: each connection goes to one of the instances in rotation."""

import itertools
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.chaos.proxy import Proxy, each_connection


@dataclass(slots=True)
class Balancer:
    """Listens on `port`; `rotation` holds the ports that get new connections, and may change at any time."""

    port: int
    rotation: list[int] = field(default_factory=list)
    _turn: Iterator[int] = field(default_factory=itertools.count)

    def carry(self, client: socket.socket) -> None:
        """Serve one connection by the next instance."""
        ports = tuple(self.rotation)
        Proxy(target_port=ports[next(self._turn) % len(ports)], port=self.port).carry(client)


@contextmanager
def balancer() -> Iterator[Balancer]:
    """A balancer on loopback until the block ends."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        made = Balancer(port=listener.getsockname()[1])
        with each_connection(listener, made.carry):
            yield made
