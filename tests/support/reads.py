"""How many rows a connection has read: what a query costs however busy the machine is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

_COUNTERS = text("SHOW SESSION STATUS LIKE 'Handler_read%'")


@contextmanager
def rows_read(connection: Connection) -> Iterator[Callable[[], int]]:
    """Yields a function that tells how many rows were read in the block so far; after it, in all of the block."""
    before = _read(connection)
    ended: list[int] = []

    def read() -> int:
        return ended[0] if ended else _read(connection) - before

    yield read
    ended.append(_read(connection) - before)


def _read(connection: Connection) -> int:
    return sum(int(row[1]) for row in connection.execute(_COUNTERS))
