"""Connections of clients that do what no HTTP library does: stop in the middle, or never read."""

import contextlib
import socket
from collections.abc import Iterator

PATIENCE_SECONDS = 20.0
"""How long a connection waits for the server; far more than any deadline that a test sets: the machine may be busy."""


@contextlib.contextmanager
def connections(
    port: int, count: int, first_bytes: bytes, *, receive_buffer: int | None = None
) -> Iterator[list[socket.socket]]:
    """Connections that have sent these bytes and nothing more."""
    with contextlib.ExitStack() as stack:
        opened = []
        for _ in range(count):
            one = stack.enter_context(socket.socket())
            if receive_buffer is not None:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
            one.settimeout(PATIENCE_SECONDS)
            one.connect(("127.0.0.1", port))
            one.sendall(first_bytes)
            opened.append(one)
        yield opened


def is_over(connection: socket.socket) -> bool:
    """Whether the server ends the connection; waits for it, and reads whatever it sends before."""
    try:
        while connection.recv(65536):
            pass
    except TimeoutError:
        return False
    except ConnectionError:
        return True
    return True
