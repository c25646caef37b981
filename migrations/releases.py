"""When a revision may run: those that take something away wait until no function of the version before is left."""

from alembic import op
from sqlalchemy import text


class NotYetError(Exception):
    """The revision waits for the next migration; what ran before it stays."""


def ensure_replaced(since: str) -> None:
    """Raises NotYetError if the tables got to revision `since` only now, and hold invoices: the functions of the
    version before still serve them, until this migration has ended. Empty tables go on at once."""
    connection = op.get_bind()
    began_at = str(op.get_context().opts["began_at"])
    served = began_at < since and connection.execute(text("SELECT 1 FROM invoices LIMIT 1")).scalar() is not None
    connection.commit()
    if served:
        raise NotYetError(
            f"Revision {since} has run. What only the functions of the version before need is left in place: it goes "
            "with the next migration, when all functions are of this version."
        )
