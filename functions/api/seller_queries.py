"""Queries of sellers: lists, and what their newest confirmed invoices say about one."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from statistics import median_low
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, and_, exists, func, or_, select

from functions.api.cursors import Listing
from functions.api.models.sellers import SellersQuery
from functions.api.orders import Order
from functions.api.pages import counted, place_in_list, read_page
from functions.api.queries import LARGEST_ID, trimmed
from functions.api.seller_records import NO_RECORD, seller_records
from shared.adapters.database import transaction
from shared.adapters.seller_changes import SellerNotFoundError
from shared.adapters.tables import (
    audit_events,
    invoice_documents,
    invoices,
    seller_events,
    seller_keys,
    seller_lessons,
    sellers,
)
from shared.domain.audit import AuditEventType
from shared.domain.memory.notation import series_shape
from shared.domain.memory.seller_memory import MOST_LESSONS
from shared.domain.normalising import compact
from shared.domain.sellers import SellerKeyKind

_MOST_NUMBERS = 3
_MOST_KEYS = 100  # of a kind, that are shown
_MOST_EVENTS = 50
_MOST_IN_FILE = 50  # of a kind, in a file
_FILE_BATCH = 100
_MOST_HABITS = 10

_MATTERING = (
    "/invoice_number",
    "/issue_date",
    "/due_date",
    "/total_amount",
    "/net_amount",
    "/tax_amount",
    "/currency",
    "/seller/name",
    "/seller/vat_id",
    "/seller/address",
    "/payment/iban",
)
"""The fields that are shown, however seldom they are corrected."""

_ROW = (
    sellers.c.id,
    sellers.c.name,
    sellers.c.is_kept,
    sellers.c.country,
    sellers.c.invoices,
    sellers.c.created_at,
    sellers.c.updated_at,
)


_MOST_FREQUENT = (seller_keys.c.invoices.desc(), seller_keys.c.printed)
"""The order of keys that are shown."""


def list_sellers(connection: Connection, query: SellersQuery, listing: Listing) -> dict[str, Any]:
    """One page of sellers, with the fields of `Paged`."""
    order = Order((sellers.c[query.sort_by], sellers.c.id), descending=query.sort_order == "desc")
    which = select(*order.columns).where(sellers.c.merged_into.is_(None), *_found(query.search))
    page = read_page(connection, listing, order, which)
    ids = [row["id"] for row in page.rows]
    by_id = {row["id"]: row for row in connection.execute(select(*_ROW).where(sellers.c.id.in_(ids))).mappings()}
    numbers, records = _tax_numbers(connection, ids), seller_records(connection, ids)
    shown = [
        {**by_id[one], "tax_numbers": numbers.get(one, []), **records.get(one, NO_RECORD)}
        for one in ids
        if one in by_id
    ]
    return {**place_in_list(listing, counted(connection, which), page), "sellers": shown}


def all_sellers(engine: Engine) -> Iterator[dict[str, Any]]:
    """The columns of a file of sellers for each, by id, in batches."""
    last = 0
    while True:
        some = select(*_ROW).where(sellers.c.id > last, sellers.c.merged_into.is_(None)).order_by(sellers.c.id)
        with transaction(engine) as connection:
            rows = connection.execute(some.limit(_FILE_BATCH)).mappings().all()
            printed = _printed(connection, [row["id"] for row in rows], *_MOST_FREQUENT, most=_MOST_IN_FILE)
        for row in rows:
            yield {
                **{name: row[name] for name in ("id", "name", "country", "invoices")},
                "tax_numbers": printed.get((row["id"], SellerKeyKind.TAX), []),
                "accounts": printed.get((row["id"], SellerKeyKind.ACCOUNT), []),
                "names": printed.get((row["id"], SellerKeyKind.NAME), []),
                "postcodes": printed.get((row["id"], SellerKeyKind.POSTCODE), []),
                "domains": printed.get((row["id"], SellerKeyKind.DOMAIN), []),
            }
        if len(rows) < _FILE_BATCH:
            return
        last = rows[-1]["id"]


def seller_in_full(connection: Connection, seller_id: int) -> dict[str, Any]:
    """What is known of a seller. Raises SellerNotFoundError."""
    found = select(*_ROW, sellers.c.renamed_after).where(sellers.c.id == seller_id, sellers.c.merged_into.is_(None))
    row = connection.execute(found).mappings().one_or_none() if 0 < seller_id <= LARGEST_ID else None
    if row is None:
        raise SellerNotFoundError
    newest = connection.execute(_newest(seller_id)).all()
    corrected = _corrected_fields(connection, [one.id for one in newest])
    arriving = connection.execute(select(sellers.c.id).where(sellers.c.merged_into == seller_id).limit(1)).scalar()
    return {
        **{name: value for name, value in row.items() if name != "renamed_after"},
        "tax_numbers": _tax_numbers(connection, [seller_id]).get(seller_id, []),
        **seller_records(connection, [seller_id]).get(seller_id, NO_RECORD),
        "keys": _keys(connection, seller_id),
        "lessons": sum(one.teaches for one in newest),
        "layouts": len({one.layout for one in newest if one.teaches}),
        "newest": [_source(one, corrected.get(one.id, frozenset())) for one in newest],
        "currencies": _habits(one.currency for one in newest),
        "document_types": _habits(one.document_type for one in newest),
        "tax_rates": _habits(rate for one in newest for rate in _rates(one.tax_rates)),
        "terms": _habits(_days(one.issue_date, one.due_date) for one in newest),
        "number_series": _habits(series_shape(one.invoice_number) for one in newest if one.invoice_number),
        "amounts": _amounts(newest),
        "fields": _field_records(len(newest), corrected.values()),
        "events": _events(connection, seller_id),
        "is_changing": row["renamed_after"] is not None or arriving is not None,
    }


def _found(search: str | None) -> Iterable[Any]:
    """Conditions of a text; the table of sellers is small beside that of invoices, and read as a whole."""
    if not search or not search.strip():
        return
    plain = compact(search)
    with_name = and_(
        seller_keys.c.kind == SellerKeyKind.NAME, seller_keys.c.printed.icontains(search.strip(), autoescape=True)
    )
    with_number = and_(
        seller_keys.c.kind.in_([SellerKeyKind.TAX, SellerKeyKind.ACCOUNT, SellerKeyKind.DOMAIN]),
        func.upper(seller_keys.c.printed).startswith(plain, autoescape=True),
    )
    conditions = [with_name, with_number] if plain else [with_name]
    has_key = exists().where(seller_keys.c.seller_id == sellers.c.id, or_(*conditions))
    yield or_(sellers.c.name.icontains(search.strip(), autoescape=True), has_key)


def _tax_numbers(connection: Connection, seller_ids: Sequence[int]) -> dict[int, list[str]]:
    of_kind = _printed(connection, seller_ids, seller_keys.c.printed, most=_MOST_NUMBERS, kinds=[SellerKeyKind.TAX])
    return {seller_id: numbers for (seller_id, _), numbers in of_kind.items()}


def _printed(
    connection: Connection,
    seller_ids: Sequence[int],
    *order: ColumnElement[Any],
    most: int,
    kinds: Iterable[SellerKeyKind] = SellerKeyKind,
) -> dict[tuple[int, str], list[str]]:
    """Seller and kind -> the first of its keys in this order as printed. One statement, however many sellers."""
    of_kind = (seller_keys.c.seller_id, seller_keys.c.kind)
    number = func.row_number().over(partition_by=of_kind, order_by=order)
    ranked = (
        select(*of_kind, seller_keys.c.printed, number.label("number"))
        .where(seller_keys.c.seller_id.in_(seller_ids), seller_keys.c.kind.in_(list(kinds)))
        .subquery()
    )
    found: dict[tuple[int, str], list[str]] = {}
    rows = select(ranked.c.seller_id, ranked.c.kind, ranked.c.printed).where(ranked.c.number <= most)
    for seller_id, kind, printed in connection.execute(rows.order_by(ranked.c.seller_id, ranked.c.number)):
        found.setdefault((seller_id, kind), []).append(printed)
    return found


def _newest(seller_id: int) -> Select[Any]:
    """The newest confirmed invoices; of their documents only what is shown is read."""
    ids = (
        select(
            seller_lessons.c.invoice_id, seller_lessons.c.layout, seller_lessons.c.lesson.is_not(None).label("teaches")
        )
        .where(seller_lessons.c.seller_id == seller_id)
        .order_by(seller_lessons.c.invoice_id.desc())
        .limit(MOST_LESSONS)
        .subquery()
    )
    data = invoice_documents.c.final_data
    return (
        select(
            invoices.c.id,
            invoices.c.invoice_number,
            invoices.c.issue_date,
            invoices.c.total_amount,
            invoices.c.currency,
            invoices.c.document_type,
            ids.c.layout,
            ids.c.teaches,
            func.json_value(data, "$.due_date").label("due_date"),
            func.json_extract(data, "$.tax_breakdown[*].rate").label("tax_rates"),
        )
        .join_from(ids, invoices, invoices.c.id == ids.c.invoice_id)
        .join(invoice_documents, invoice_documents.c.invoice_id == invoices.c.id)
        .order_by(invoices.c.id.desc())
    )


def _corrected_fields(connection: Connection, invoice_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """The fields of each invoice whose value, as it was read, a person has corrected."""
    fields = func.json_extract(audit_events.c.data, "$.fields").label("fields")
    rows = connection.execute(
        select(audit_events.c.invoice_id, fields).where(
            audit_events.c.invoice_id.in_(invoice_ids), audit_events.c.type == AuditEventType.CORRECTED
        )
    )
    found: dict[int, frozenset[str]] = {}
    for invoice_id, stored in rows:
        found[invoice_id] = found.get(invoice_id, frozenset()) | frozenset(_texts(stored))
    return found


def _keys(connection: Connection, seller_id: int) -> list[Mapping[Any, Any]]:
    columns = (seller_keys.c.kind, seller_keys.c.printed, seller_keys.c.invoices, seller_keys.c.is_kept)
    shown: list[Mapping[Any, Any]] = []
    for kind in SellerKeyKind:
        of_kind = select(*columns).where(seller_keys.c.seller_id == seller_id, seller_keys.c.kind == kind)
        shown += connection.execute(of_kind.order_by(*_MOST_FREQUENT).limit(_MOST_KEYS)).mappings().all()
    return shown


def _events(connection: Connection, seller_id: int) -> Sequence[Mapping[Any, Any]]:
    columns = (seller_events.c[name] for name in ("type", "actor", "created_at", "data"))
    of_seller = select(*columns).where(seller_events.c.seller_id == seller_id)
    return connection.execute(of_seller.order_by(seller_events.c.id.desc()).limit(_MOST_EVENTS)).mappings().all()


def _source(row: Row[Any], corrected: frozenset[str]) -> dict[str, Any]:
    return {
        "invoice_id": row.id,
        "invoice_number": row.invoice_number,
        "issue_date": row.issue_date,
        "total_amount": None if row.total_amount is None else trimmed(row.total_amount),
        "currency": row.currency,
        "corrected": len(corrected),
        "teaches": row.teaches,
    }


def _habits(values: Iterable[Any]) -> list[dict[str, Any]]:
    """The most frequent values; None is none."""
    number = Counter(str(value) for value in values if value is not None)
    frequent = sorted(number, key=lambda value: (-number[value], value))[:_MOST_HABITS]
    return [{"value": value, "invoices": number[value]} for value in frequent]


def _rates(stored: str | None) -> set[str]:
    """The tax rates of one invoice, each once: 21.00 is 21."""
    return {format(Decimal(rate).normalize(), "f") for rate in _texts(stored)}


def _days(issued: date | None, due: str | None) -> int | None:
    return (date.fromisoformat(due) - issued).days if issued and due else None


def _amounts(newest: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    totals: dict[str | None, list[Decimal]] = {}
    for one in newest:
        if one.total_amount is not None:
            totals.setdefault(one.currency, []).append(trimmed(one.total_amount))
    return [
        {"currency": currency, "lowest": min(some), "usual": median_low(some), "highest": max(some)}
        for currency, some in totals.items()
    ]


def _field_records(confirmed: int, corrected: Iterable[frozenset[str]]) -> list[dict[str, Any]]:
    number = Counter(field for fields in corrected for field in fields)
    fields = sorted({*_MATTERING, *number}, key=lambda field: (-number[field], field))
    return (
        [{"field": field, "confirmed": confirmed, "corrected": number[field]} for field in fields] if confirmed else []
    )


def _texts(stored: str | None) -> list[str]:
    """The texts of a JSON array that was cut out of stored data; those of another type are left out."""
    found = json.loads(stored) if stored else []
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
