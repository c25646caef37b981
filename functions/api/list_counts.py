"""How many invoices a list has, of each state and month of issue: told by the figures, before a row is read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, and_, case, func, select, true

from shared.adapters.figures import Selection
from shared.adapters.tables import figures
from shared.domain.figures import FigureKind
from shared.domain.lifecycle import Status

_Key = TypeVar("_Key", str, int)


@dataclass(frozen=True, slots=True)
class Share:
    """Of so many invoices, so many match all filters."""

    of: int
    matching: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCounts:
    """The shares that match, by state; and of those that were issued in the period, by state and by month of issue.
    Without a period the latter are empty."""

    by_status: Mapping[str, Share]
    issued_by_status: Mapping[str, Share]
    issued_by_month: Mapping[int, Share]

    @property
    def total(self) -> int:
        """How many match."""
        return sum(share.matching for share in self.by_status.values())


def list_counts(connection: Connection, which: Selection) -> ListCounts:
    """The counts of these invoices, exact however many there are."""
    statuses = sorted(which.statuses or Status)
    matching = case((_filtered(which), figures.c.count), else_=0)
    counted = (figures.c.status, func.sum(figures.c.count).label("of"), func.sum(matching).label("matching"))
    listed = select(*counted).where(figures.c.kind == FigureKind.LISTED, figures.c.status.in_(statuses))
    found = _shares((row.status, row.of, row.matching) for row in connection.execute(listed.group_by("status")))
    if which.issued_from is None and which.issued_to is None:
        return ListCounts(by_status=found, issued_by_status={}, issued_by_month={})
    month = (func.year(figures.c.day) * 12 + func.month(figures.c.day)).label("month")
    issued = select(*counted, month).where(
        figures.c.kind == FigureKind.ISSUED,
        # By their names: so the days are a range of the primary key.
        figures.c.status.in_(statuses),
        figures.c.day >= which.issued_from if which.issued_from else true(),
        figures.c.day <= which.issued_to if which.issued_to else true(),
    )
    rows = connection.execute(issued.group_by("status", "month")).all()
    by_status = _shares((row.status, row.of, row.matching) for row in rows)
    return ListCounts(
        by_status={
            status: Share(share.of, by_status[status].matching if status in by_status else 0)
            for status, share in found.items()
        },
        issued_by_status=by_status,
        issued_by_month=_shares((int(row.month), row.of, row.matching) for row in rows),
    )


def _filtered(which: Selection) -> ColumnElement[bool]:
    return and_(
        true(),
        *([figures.c.findings == which.findings] if which.findings else []),
        *([figures.c.currency == which.currency] if which.currency else []),
    )


def _shares(counted: Iterable[tuple[_Key, Any, Any]]) -> dict[_Key, Share]:
    """The shares of each key together."""
    shares: dict[_Key, Share] = {}
    for key, of, matching in counted:
        before = shares.get(key, Share(0, 0))
        shares[key] = Share(before.of + int(of), before.matching + int(matching))
    return shares
