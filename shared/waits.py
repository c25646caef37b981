"""How long a request waits for what, in seconds, in one table; all of it follows from STORE_TIMEOUT_SECONDS.

Whoever waits for something waits longer than that takes at most. So the innermost wait ends first and says why, and
nothing runs on that nobody waits for any more. `tests/unit/test_waits.py` compares them.
"""

from dataclasses import dataclass
from math import ceil

MOST_STORE_SECONDS = 20
"""The largest STORE_TIMEOUT_SECONDS: with more, a request could outlast the fixed waits below."""

OBJECT_TRIES = 3

UPLOAD_SECONDS = 300
"""The api for the upload function's answer, from the end of the body on."""

READING_SECONDS = 60
"""The api, after that, for the first invoice of an upload to be read: the longest `wait`."""

PROXY_SECONDS = 400
"""A web server in front for the api's next byte."""


@dataclass(frozen=True, slots=True)
class Waits:
    """The waits that follow from `store`, which is STORE_TIMEOUT_SECONDS."""

    store: float

    @property
    def connection(self) -> float:
        """For a free connection of the process's pool."""
        return 0.5 * self.store

    @property
    def lock(self) -> float:
        """For a named lock of the database, by a statement."""
        return 0.6 * self.store

    @property
    def statement(self) -> float:
        """The database, until it ends a statement."""
        return 0.8 * self.store

    @property
    def socket(self) -> int:
        """For the database's next byte; the driver takes whole seconds."""
        return ceil(self.store)

    @property
    def object_try(self) -> float:
        """For the object store's next byte: it may copy or write a large object before it says anything."""
        return 3 * self.store

    @property
    def object(self) -> float:
        """For the object store, all tries together."""
        return OBJECT_TRIES * self.object_try

    @property
    def turn(self) -> float:
        """For a turn at drawing a page, taking files out of a document, or making statistics."""
        return self.store

    @property
    def drawing(self) -> float:
        """For the programs that do it, all together."""
        return 2 * self.store

    @property
    def picture(self) -> float:
        """For a page picture: the document, the turn and the drawing."""
        return self.object + self.turn + self.drawing
