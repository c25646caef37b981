"""Which TCP ports on the loopback address are free to listen on."""

import random
import socket
from collections.abc import Iterable, Sequence

LOOPBACK = "127.0.0.1"

# Below Linux's range for outgoing connections (32768 and up), so that no client socket sits on them by chance.
_SPARE = range(23_000, 32_000)


class NoFreePortError(RuntimeError):
    """No free port was found on the loopback address."""


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: a port whose last connections are in TIME_WAIT counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def choose_port(preferred: int | None = None, *, also: Sequence[int] = (), taken: Iterable[int] = ()) -> int:
    """The preferred port when it is free, else a free one at random. For a server that listens on several ports,
    `also` gives their offsets from the first; all must be free. `taken` are ports promised to others."""
    avoid = set(taken)

    def fits(port: int) -> bool:
        return all(port + offset not in avoid and is_free(port + offset) for offset in (0, *also))

    if preferred is not None and fits(preferred):
        return preferred
    for port in random.sample(_SPARE, 500):
        if fits(port):
            return port
    raise NoFreePortError(f"None of 500 ports tried on {LOOPBACK} was free.")
