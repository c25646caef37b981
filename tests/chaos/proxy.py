"""A TCP proxy that simulates a failing network: its connections can be slow, silent or refused."""

import contextlib
import selectors
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

_CHUNK = 65_536


class Mode(StrEnum):
    """What the proxy does with bytes."""

    PASS = "pass"
    SLOW = "slow"  # each chunk of an answer arrives `delay` seconds late
    SILENT = "silent"  # connections open, nothing arrives
    REFUSE = "refuse"  # connections are reset, also those that are open


@dataclass(slots=True)
class Proxy:
    """One listening port before one server; `mode` may change at any time."""

    target_port: int
    port: int
    mode: Mode = Mode.PASS
    delay: float = 1.0
    _open: list[socket.socket] = field(default_factory=list)

    @contextmanager
    def being(self, mode: Mode) -> Iterator[None]:
        """This mode until the block ends; connections that were open then are reset, as after a partition."""
        self.mode = mode
        if mode is Mode.REFUSE:
            self._reset()
        try:
            yield
        finally:
            self.mode = Mode.PASS
            if mode is Mode.SILENT:
                self._reset()

    def _reset(self) -> None:
        for connection in tuple(self._open):  # each removes itself when it ends
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def carry(self, client: socket.socket) -> None:
        """Serve one connection until either side ends it."""
        if self.mode is Mode.REFUSE:
            client.close()
            return
        with client, socket.socket() as server:
            try:
                server.connect(("127.0.0.1", self.target_port))
            except OSError:
                return
            pair = [client, server]
            self._open += pair
            try:
                self._pump(client, server)
            except OSError:
                return
            finally:
                for one in pair:
                    self._open.remove(one)

    def _pump(self, client: socket.socket, server: socket.socket) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(client, selectors.EVENT_READ, server)
            selector.register(server, selectors.EVENT_READ, client)
            while True:
                if self.mode is Mode.SILENT:
                    time.sleep(0.05)
                    continue
                for key, _ in selector.select(0.1):
                    source, target = key.fileobj, key.data
                    assert isinstance(source, socket.socket)
                    content = source.recv(_CHUNK)
                    if not content:
                        return
                    if self.mode is Mode.SLOW and source is server:
                        time.sleep(self.delay)
                    target.sendall(content)


@contextmanager
def each_connection(listener: socket.socket, carry: Callable[[socket.socket], None]) -> Iterator[None]:
    """Until the block ends, every connection to the listener is carried, by a thread of its own."""

    def accept() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=carry, args=(client,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield
    listener.shutdown(socket.SHUT_RDWR)


@contextmanager
def proxy(target_port: int) -> Iterator[Proxy]:
    """A proxy before a server on loopback, until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Proxy(target_port=target_port, port=listener.getsockname()[1])
        with each_connection(listener, made.carry):
            yield made
            made.mode = Mode.REFUSE
            made._reset()
