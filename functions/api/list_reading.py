"""How a list is read: what is asked for becomes a plan, from which pages and neighbours are read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from functions.api.collecting import collected, fewest
from functions.api.cursors import Listing
from functions.api.list_counts import list_counts
from functions.api.list_paths import Path, all_conditions_of, cheapest_path, conditions_of, ranges
from functions.api.models.data import DataQuery
from functions.api.models.filters import InvoiceFilters
from functions.api.models.invoices import ListQuery
from functions.api.orders import Order
from functions.api.pages import EMPTY, Page, Total, near_ranges, read_counted_page, read_page
from functions.api.postponing import INDEX_OF_POSTPONED, IS_NOT_POSTPONED, IS_POSTPONED
from functions.api.text_matches import MOST_COUNTED, SCORE, TextMatch, text_matches
from shared.adapters.figures import Selection
from shared.adapters.tables import invoices
from shared.domain.lifecycle import Status

_FIRST_WALKED = 2_000
"""So many first: finding where they end takes longer than finding what many of them match."""

_MOST_WALKED = 20_000
"""So many invoices are tested for the words of a search, one by one, which takes a second at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A list: its invoices, which match the texts of the query too, and their order. `best_first`: in the order of a
    search that finds few; one that finds many has the given order. `postponed` as in `ListQuery`."""

    which: Selection
    order: Order
    query: ListQuery | DataQuery
    best_first: bool = False
    postponed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to read a list from anywhere, in its order or backwards.

    `parts` is what `read_page` merges; each of its rows is `tested`, of so many as are `walked`, and where that leaves
    few of them, `collected` selects the same ones by the index of a text. `total` is of all; None: the rows of the only
    part are to be counted.
    """

    order: Order
    parts: Sequence[Select[Any]]
    total: Total | None = None
    tested: Sequence[ColumnElement[bool]] = ()
    walked: Sequence[int] = (_FIRST_WALKED, _MOST_WALKED)
    collected: Select[Any] | None = None


def order_by(column: str, direction: str) -> Order:
    """By a column and, of equal values, by the id; `direction` is "asc" or "desc"."""
    keys = (invoices.c.id,) if column == "id" else (invoices.c[column], invoices.c.id)
    return Order(keys, descending=direction == "desc")


def asked_for(query: ListQuery) -> Asked:
    """What a query of invoices asks for."""
    best_first = bool(query.q) and {"sort_by", "sort_order"}.isdisjoint(query.model_fields_set)
    return Asked(
        which=_selection(query, query.status),
        order=order_by("id" if best_first else query.sort_by, query.sort_order),
        query=query,
        best_first=best_first,
        postponed=query.postponed,
    )


def read_list(connection: Connection, listing: Listing, asked: Asked) -> tuple[Page, Total]:
    """A page of ids, and how many there are."""
    plan = plan_of(connection, listing, asked, needed=listing.skipped + listing.query.per_page + 1)
    if plan.total is None:
        page, total = read_counted_page(connection, listing, plan.order, plan.parts[0])
        return (EMPTY if 0 < listing.skipped >= total.number else page), total
    total = plan.total
    if 0 < listing.skipped >= total.number:
        return EMPTY, total
    page = page_of(connection, listing, plan)
    if plan.tested and page.next is None and listing.page is not None and (page.rows or not listing.skipped):
        total = Total(listing.skipped + len(page.rows))  # the end was read: they are fewer than was estimated
    return page, total


def plan_of(connection: Connection, listing: Listing, asked: Asked, *, needed: int) -> Plan:
    """How to read `needed` rows of a list in a row. Raises BadRequestError for a wrong cursor."""
    cursor = listing.values()  # before anything is read: it may be refused
    which, order, texts = asked.which, asked.order, text_matches(asked.query)
    if asked.postponed:
        postponed = _postponed(which, order).where(*(text.condition for text in texts))
        return Plan(order=order, parts=[postponed])
    kept = [] if asked.postponed is None else [IS_NOT_POSTPONED]
    by_score = Order((SCORE, invoices.c.id), descending=True)
    # Whether many are found is an estimate, and may be another one by the next page: a cursor keeps to its own order.
    is_by_score = asked.best_first and cursor is not None and len(cursor) == len(by_score.columns)
    chosen = texts[0] if is_by_score else fewest(connection, texts)
    if chosen is not None:
        if is_by_score or (asked.best_first and cursor is None and chosen.is_ranked):
            order = by_score
        plan = Plan(order=order, parts=[collected(order.columns, which, texts, chosen, *kept)])
        is_told = len(texts) == 1 and not kept and order is not by_score and _is_all(which, chosen)
        return _walking(connection, plan, which, chosen, needed) if is_told else plan
    counts = list_counts(connection, which)
    conditions = [*(text.condition for text in texts), *kept]
    if texts and counts.total <= MOST_COUNTED:
        (filtered,) = ranges(Path.FILTER, which, order, counts)
        return Plan(order=order, parts=[filtered.where(*conditions)])
    left_out = _number_postponed(connection, which, texts=()) if kept else 0
    path = cheapest_path(which, order.columns[0].name, counts, needed + left_out)
    parts = ranges(path, which, order, counts)
    if not texts:
        return Plan(order=order, parts=[part.where(*kept) for part in parts], total=Total(counts.total - left_out))
    return Plan(
        order=order,
        parts=parts,
        total=Total(MOST_COUNTED, is_exact=False),
        tested=conditions,
        collected=collected(order.columns, which, texts, texts[0], *kept),
    )


def _is_all(which: Selection, text: TextMatch) -> bool:
    """Whether the selection leaves out none that the text matches."""
    return not conditions_of(which) and (not which.statuses or text.statuses <= frozenset(which.statuses))


def _walking(connection: Connection, plan: Plan, which: Selection, text: TextMatch, needed: int) -> Plan:
    """The plan, which collects what the text matches, or one that walks the order instead: a row that is walked takes
    less than half of the time of one that is collected. So of as many rows as match half must hold the page, if matches
    are spread evenly; the others are for those that are not."""
    number = text.number or 0
    if number <= needed:
        return plan
    counts = list_counts(connection, which)
    if 2 * needed * counts.total > number**2:
        return plan
    path = cheapest_path(which, plan.order.columns[0].name, counts, needed)
    return Plan(
        order=plan.order,
        parts=ranges(path, which, plan.order, counts),
        total=Total(number),
        tested=[text.condition],
        walked=[number],
        collected=plan.parts[0],
    )


def page_of(connection: Connection, listing: Listing, plan: Plan) -> Page:
    """The page that a call of the list shows."""
    if not plan.tested:
        return read_page(connection, listing, plan.order, *plan.parts)
    page = EMPTY
    for most in plan.walked:
        near, is_all = near_ranges(connection, listing, plan.order, plan.parts, most=most)
        page = read_page(connection, listing, plan.order, *(part.where(*plan.tested) for part in near))
        if page.next is not None or is_all:
            return page
    if plan.collected is not None:
        # Few are near: they are all old ones, say, or none has both of two texts.
        page = read_page(connection, listing, plan.order, plan.collected)
    return page


def count_by_status(connection: Connection, query: InvoiceFilters) -> tuple[dict[Status, int], bool]:
    """How many invoices of each state match, and whether that is exact; if not, a state may have more."""
    which = _selection(query)
    texts = text_matches(query)
    counts = list_counts(connection, which)
    if not texts:
        return {status: counts.by_status[status].matching for status in Status if status in counts.by_status}, True
    by_id = Order((invoices.c.id,), descending=True)
    chosen = fewest(connection, texts)
    if chosen is not None:
        found = collected([invoices.c.status], which, texts, chosen).subquery()
        rows = connection.execute(select(found.c.status, func.count()).group_by(found.c.status))
        return {Status(status): number for status, number in rows}, True
    near = dict(zip(sorted(Status), ranges(Path.STATUS, which, by_id, counts), strict=True))
    most = _MOST_WALKED // len(near)
    conditions = [text.condition for text in texts]
    found_near = {status: _count_near(connection, part, conditions, most) for status, part in near.items()}
    return found_near, all(counts.by_status[status].matching <= most for status in near if status in counts.by_status)


def count_postponed(connection: Connection, query: InvoiceFilters) -> int:
    """How many of those that wait for review and match are postponed."""
    return _number_postponed(connection, _selection(query), text_matches(query))


def _count_near(connection: Connection, part: Select[Any], conditions: Sequence[ColumnElement[bool]], most: int) -> int:
    """How many of the newest rows match, of so many at most."""
    near = part.order_by(invoices.c.id.desc()).limit(most).subquery()
    matching = select(func.count()).select_from(near.join(invoices, invoices.c.id == near.c.id)).where(*conditions)
    return connection.execute(matching).scalar_one()


def _selection(query: InvoiceFilters, statuses: Collection[Status] = ()) -> Selection:
    """What the filters other than texts select."""
    return Selection(
        statuses=frozenset(statuses),
        findings=query.findings,
        currency=query.currency,
        issued_from=query.issued_from,
        issued_to=query.issued_to,
    )


def _postponed(which: Selection, order: Order) -> Select[Any]:
    selected = select(*order.columns).with_hint(invoices, f"FORCE INDEX ({INDEX_OF_POSTPONED})")
    return selected.where(IS_POSTPONED, *all_conditions_of(which))


def _number_postponed(connection: Connection, which: Selection, texts: Sequence[TextMatch]) -> int:
    """How many of the selected that match the texts are postponed: few, and read from their index."""
    by_id = Order((invoices.c.id,), descending=False)
    postponed = _postponed(which, by_id).where(*(text.condition for text in texts)).subquery()
    return int(connection.execute(select(func.count()).select_from(postponed)).scalar_one())
