"""How a page of invoices is found: the way that reads the fewest entries of indexes.

The database guesses how far it must walk an order until a filter has let enough rows through, and guesses wrong by
factors of thousands. Here it is told: how many invoices match is known from the figures before a row is read. Each way
reads indexes that hold all filters, so that rows are read for the page only.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from functions.api.list_counts import ListCounts, Share
from functions.api.orders import Order
from shared.adapters.figures import Selection
from shared.adapters.tables import TIMELY_ORDERS, invoices
from shared.domain.lifecycle import Status

_LEVELS = ("error", "warning", "none")
_ROW = 10  # entries of an index in the time of one row that is looked up: 0.16 µs and 1.8 µs, measured
_MOST_MONTHS = 120


class Path(StrEnum):
    """A way to find a page."""

    ORDER = "order"  # walk the order's index: a list without filters
    STATUS = "status"  # walk the order within each state, leave out what does not match, merge
    MONTH = "month"  # the same within each month of the period
    FILTER = "filter"  # collect all matches by the filters' indexes, sort them


def cheapest_path(which: Selection, sort_by: str, counts: ListCounts, needed: int) -> Path:
    """The way to the first `needed` rows of a list."""
    if not (which.findings or which.currency or counts.issued_by_month) and set(which.statuses or Status) == {*Status}:
        return Path.ORDER
    # Walking an order of time for invoices of another time may meet all the others first.
    is_timely = bool(counts.issued_by_month) and sort_by in {"id", *TIMELY_ORDERS}
    costs = {
        Path.STATUS: sum(_walked(share, needed, at_worst=is_timely) for share in counts.by_status.values()),
        Path.FILTER: _ROW * counts.total + sum(share.of for share in counts.issued_by_status.values()),
    }
    if is_timely and len(counts.issued_by_month) <= _MOST_MONTHS:
        costs[Path.MONTH] = sum(_walked(share, needed) for share in counts.issued_by_month.values())
    return min(costs, key=costs.__getitem__)


def _walked(share: Share, needed: int, *, at_worst: bool = False) -> float:
    """The entries that are read until `needed` match, if matches are spread evenly or, at worst, come last."""
    if share.matching == 0:
        return share.of
    expected = needed + share.of - share.matching if at_worst else needed * share.of / share.matching
    return min(share.of, expected)


def ranges(path: Path, which: Selection, order: Order, counts: ListCounts) -> list[Select[Any]]:
    """What `read_page` merges on this way: all that match the filters, the columns of the order of each."""
    statuses = sorted(which.statuses or Status)
    matching = conditions_of(which)
    match path:
        case Path.ORDER:
            return [_walk(order, _whole_index(order))]
        case Path.STATUS:
            walk = _walk(order, _index("status", order))
            return [walk.where(invoices.c.status == status, *matching) for status in statuses]
        case Path.MONTH:
            walk = _walk(order, _index("month", order)).where(invoices.c.status.in_(statuses), *matching)
            return [walk.where(invoices.c.issue_month == month) for month in sorted(counts.issued_by_month)]
        case Path.FILTER:
            # All levels by their names: so the currencies are ranges of the index.
            levels = invoices.c.findings.in_([which.findings] if which.findings else _LEVELS)
            collected = select(*order.columns).with_hint(invoices, f"USE INDEX ({_FILTERS}, {_BY_DAY})")
            return [collected.where(invoices.c.status.in_(statuses), levels, *matching)]


def all_conditions_of(which: Selection) -> list[ColumnElement[bool]]:
    """Whether a row matches the filters."""
    of_state = [invoices.c.status.in_(sorted(which.statuses))] if which.statuses else []
    return [*of_state, *conditions_of(which)]


def conditions_of(which: Selection) -> list[ColumnElement[bool]]:
    """Whether a row matches the filters other than the state."""
    conditions = []
    if which.findings is not None:
        conditions.append(invoices.c.findings == which.findings)
    if which.currency is not None:
        conditions.append(invoices.c.currency == which.currency)
    if which.issued_from is not None:
        conditions.append(invoices.c.issue_date >= which.issued_from)
    if which.issued_to is not None:
        conditions.append(invoices.c.issue_date <= which.issued_to)
    return conditions


_FILTERS = "ix_invoices_filters"
_BY_DAY = "ix_invoices_by_status_issue_date"


def _walk(order: Order, index: str) -> Select[Any]:
    # Forced, since the database compares ways by its guess of how far it must walk.
    return select(*order.columns).with_hint(invoices, f"FORCE INDEX ({index})")


def _whole_index(order: Order) -> str:
    """The index of all invoices in this order."""
    column = order.columns[0].name
    return {"id": "PRIMARY", "status": "ix_invoices_by_status"}.get(column, f"ix_invoices_{column}")


def _index(part: str, order: Order) -> str:
    """The index of the invoices of a state or month in this order."""
    column = order.columns[0].name
    return f"ix_invoices_by_{part}" if column in {"id", "status"} else f"ix_invoices_by_{part}_{column}"
