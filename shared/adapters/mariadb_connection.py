"""PyMySQL's connection, without the round trips that would change nothing.

SQLAlchemy asks whether a connection still answers each time it takes one from the pool, and rolls back each time it
puts one back, also behind a commit. For one invoice that was every third round trip.
"""

import time
from typing import Any

from pymysql.connections import Connection
from pymysql.constants.SERVER_STATUS import SERVER_STATUS_IN_TRANS

QUIET_SECONDS = 1.0
"""A connection that has answered this recently is taken to be alive: no server restarts in less. If it has ended all
the same, the statement says so."""


class MariaDbConnection(Connection):
    """Commits and rolls back only what may be open, and pings only after a pause.

    The server says with each result that has no rows whether a transaction is open. After rows, and after an error, it
    may be.
    """

    server_status: int | None
    _answered = 0.0  # by the monotonic clock

    def query(self, sql: Any, unbuffered: bool = False) -> int:
        """Send a statement and read the answer."""
        self.server_status = (self.server_status or 0) | SERVER_STATUS_IN_TRANS
        affected = super().query(sql, unbuffered)
        self._answered = time.monotonic()
        return affected

    def commit(self) -> None:
        """Commit, if a transaction may be open."""
        if self._may_be_open():
            super().commit()

    def rollback(self) -> None:
        """Roll back, if a transaction may be open."""
        if self._may_be_open():
            super().rollback()

    def ping(self, reconnect: Any = False) -> None:
        """Raises pymysql.Error if the server does not answer; asks only if it has not answered a moment ago."""
        if not self.open or time.monotonic() - self._answered > QUIET_SECONDS:
            super().ping(reconnect)

    def _may_be_open(self) -> bool:
        return bool((self.server_status or 0) & SERVER_STATUS_IN_TRANS)
