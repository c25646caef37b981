"""What it means in a query that a review is postponed: until a day that is to come, of an invoice that still waits.

Functions that do not know the column leave the day where it is when they decide about an invoice, and it means nothing.
"""

from sqlalchemy import ColumnElement, and_, case, func, or_

from shared.adapters.tables import invoices
from shared.domain.lifecycle import Status

_IS_TO_COME = invoices.c.postponed_until > func.utc_date()

IS_POSTPONED: ColumnElement[bool] = and_(invoices.c.status == Status.WAITING_VALIDATION, _IS_TO_COME)
"""Whether the review of a row is postponed; read from the index of those few."""

IS_NOT_POSTPONED: ColumnElement[bool] = or_(
    invoices.c.postponed_until.is_(None),
    invoices.c.postponed_until <= func.utc_date(),
    invoices.c.status != Status.WAITING_VALIDATION,
)
"""The opposite, on a row that was found otherwise."""

POSTPONED_UNTIL = case((IS_POSTPONED, invoices.c.postponed_until)).label("postponed_until")
"""The day until which it is; null if it is not."""

INDEX_OF_POSTPONED = "ix_invoices_postponed_until"
