"""Finds free TCP ports on the loopback address and reserves them against other stacks that start at the same time."""

import random
import socket
import sys
from collections.abc import Sequence

LOOPBACK = "127.0.0.1"

# Below Linux's range for outgoing connections (32768 and up), so that no client socket occupies them.
_SPARE = range(23_000, 32_000)


_promised: dict[int, socket.socket] = {}  # held until this process ends


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


def reserve_port(port: int) -> bool:
    """Reserves a free port for this process before its server listens; False if it is in use or reserved.

    Without it, two stacks that start in the same second would choose the same ports. The reservation is a socket in
    Linux's abstract name space, which the kernel removes when the process ends; on other systems there is none."""
    if port in _promised or not is_free(port):
        return False
    mark = socket.socket(socket.AF_UNIX)
    if sys.platform == "linux":
        try:
            mark.bind(f"\0invoices-port-{port}")
        except OSError:
            mark.close()
            return False
    _promised[port] = mark
    return True


def choose_port(preferred: int | None = None, *, also: Sequence[int] = ()) -> int:
    """The preferred port if it is free, else a random free one; reserved for this process. For a server with several
    ports, `also` gives their offsets from the first; reserves all or none."""
    candidates = random.sample(_SPARE, 500)
    for port in candidates if preferred is None else [preferred, *candidates]:
        wanted = [port, *(port + offset for offset in also)]
        got = [each for each in wanted if reserve_port(each)]
        if got == wanted:
            return port
        for each in got:
            _promised.pop(each).close()
    raise NoFreePortError(f"None of 500 random ports on {LOOPBACK} was free.")
