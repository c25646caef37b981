"""Which way to a page is chosen, by what is known of the numbers before anything is read."""

from datetime import date

import pytest

from functions.api.list_counts import ListCounts, Share
from functions.api.list_paths import Path, cheapest_path
from shared.adapters.figures import Selection
from shared.domain.lifecycle import Status

MILLION = {
    "processed": 945_000,
    "waiting_validation": 20_000,
    "rejected": 22_000,
    "failed": 11_000,
    "processing": 2_000,
}
YEAR = Selection(issued_from=date(2024, 1, 1), issued_to=date(2024, 12, 31))


def _counts(matching: float, months: int = 0) -> ListCounts:
    """A million invoices, of which this share matches; of a period, that many months of 28,000."""
    shares = {status: Share(of, int(of * matching)) for status, of in MILLION.items()}
    issued = Share(28_000 * months, 28_000 * months)
    return ListCounts(
        by_status=shares,
        issued_by_status={"processed": issued} if months else {},
        issued_by_month={24_288 + month: Share(28_000, 28_000) for month in range(months)},
    )


@pytest.mark.parametrize(
    ("which", "sort_by", "counts", "path"),
    [
        (Selection(), "created_at", _counts(1), Path.ORDER),
        (Selection(statuses=tuple(Status)), "created_at", _counts(1), Path.ORDER),
        (Selection(statuses=(Status.PROCESSED,)), "created_at", _counts(1), Path.STATUS),
        (Selection(findings="error"), "seller_name", _counts(0.03), Path.STATUS),
        (Selection(currency="XAF"), "seller_name", _counts(0.0001), Path.FILTER),
        (YEAR, "created_at", _counts(0.336, months=12), Path.MONTH),
        (YEAR, "seller_name", _counts(0.336, months=12), Path.STATUS),
    ],
)
def test_the_way_that_reads_least_is_taken(which: Selection, sort_by: str, counts: ListCounts, path: Path) -> None:
    assert cheapest_path(which, sort_by, counts, needed=51) is path
