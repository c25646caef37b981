"""Invoices that may be one invoice twice, found through the keys of their rows and judged by the domain.

They are looked up when they are asked for, never stored: two copies that arrive at the same moment see each other, and
a correction, rejection or deletion of either is seen at once from both.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Integer,
    Select,
    TextClause,
    bindparam,
    or_,
    select,
    text,
    union,
    union_all,
)

from shared.adapters.tables import invoices
from shared.adapters.told_apart import told_apart_with
from shared.domain.comparison_keys import name_key, number_key, tax_key
from shared.domain.duplicates import COUNTED, NEAR, InvoiceFacts, duplicates_of, pair_of
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Status

_MOST_CANDIDATES = 50  # for one invoice and one key: whatever is beyond is a seller who always writes the same

_Keys = Mapping[str, ColumnElement[Any]]
"""By name: columns of a row, or parameters for the values of data that is no row yet."""


def possible_duplicates(connection: Connection, data: InvoiceData, *, without: int) -> list[InvoiceFacts]:
    """Invoices that share a key with this data, by id, to be judged by `duplicates_of`; `without` is the invoice
    itself."""
    rows = connection.execute(_SHARING_WITH_DATA, _keys_of(data, without)).mappings()
    return sorted(map(_of_row, rows), key=lambda one: one.invoice_id)


def duplicates_by_invoice(connection: Connection, invoice_ids: Sequence[int]) -> dict[int, list[int]]:
    """The ids of each invoice's duplicates, the strongest first, but for those that a person told apart; an invoice
    without any is left out."""
    if not invoice_ids:
        return {}
    mine = {row.id: row for row in connection.execute(_ROWS, {"invoice_ids": invoice_ids})}
    pairs: dict[int, set[int]] = {}
    if mine:
        same_number = {"invoice_ids": list(mine), "most": _MOST_CANDIDATES * len(mine)}
        for row in connection.execute(_SAME_NUMBER, same_number):
            pairs.setdefault(row.mine_id, set()).add(row.other_id)
    for key in ("seller_tax_key", "seller_name_key"):
        for mine_id, other_id in _near_pairs(connection, key, list(mine.values())):
            pairs.setdefault(mine_id, set()).add(other_id)
    facts = _facts(connection, pairs.keys() | {other for others in pairs.values() for other in others})
    found = {
        invoice_id: [
            other.invoice_id
            for other, why in duplicates_of(facts[invoice_id], (facts[one] for one in others if one in facts))
            if why.is_duplicate
        ]
        for invoice_id, others in pairs.items()
        if invoice_id in facts
    }
    apart = told_apart_with(connection, found.keys()) if found else set()
    kept = {one: [other for other in others if pair_of(one, other) not in apart] for one, others in found.items()}
    return {invoice_id: others for invoice_id, others in kept.items() if others}


def _near_pairs(connection: Connection, key: str, mine: Sequence[Any]) -> Iterable[tuple[int, int]]:
    """(mine_id, other_id) of rows with this key of the seller and the same total within days, whose numbers may be one:
    two whose numbers have nothing in common are no duplicates, and a seller whose price is always the same has many.

    Each row's days are a range of the index; in a join the database would read all of the seller's rows of that price.
    """
    asking = [row for row in mine if None not in (getattr(row, key), row.total_amount, row.issue_date)]
    if not asking:
        return
    parameters: dict[str, Any] = {"counted": COUNTED, "most": _MOST_CANDIDATES * len(asking)}
    for number, row in enumerate(asking):
        first, last = _days_around(row.issue_date)
        values = {"key": getattr(row, key), "total": row.total_amount, "first": first, "last": last}
        parameters |= {f"{name}{number}": value for name, value in values.items()}
        parameters[f"number{number}"] = row.number_key
    of_price: dict[tuple[str, Decimal], list[Any]] = {}
    for other in connection.execute(_near_statement(key, len(asking)), parameters):
        of_price.setdefault((other.seller, other.total_amount), []).append(other)
    for row in asking:
        for other in of_price.get((getattr(row, key), row.total_amount), ()):
            is_another = other.id != row.id and other.parent_id != row.id
            if is_another and abs(other.issue_date - row.issue_date) <= NEAR:
                yield row.id, other.id


@cache
def _near_statement(key: str, number_of_rows: int) -> TextClause:
    """The question of `_near_pairs` for so many rows."""
    near = " OR ".join(_NEAR.format(key=key, number=number) for number in range(number_of_rows))
    index = f"ix_invoices_{key}_total_amount_issue_date_number_key"
    return text(
        f"SELECT id, parent_id, {key} AS seller, total_amount, issue_date FROM invoices FORCE INDEX ({index})"  # noqa: S608
        f" WHERE ({near}) AND status IN :counted LIMIT :most"
    ).bindparams(bindparam("counted", expanding=True))


_NEAR = (
    "({key} = :key{number} AND total_amount = :total{number} AND issue_date BETWEEN :first{number} AND :last{number}"
    " AND (number_key IS NULL OR :number{number} IS NULL"
    " OR RIGHT(number_key, CHAR_LENGTH(:number{number})) = :number{number}"
    " OR RIGHT(:number{number}, CHAR_LENGTH(number_key)) = number_key))"
)


def _days_around(day: date) -> tuple[date, date]:
    """The first and the last day that are near this one."""
    near = NEAR.days
    return (
        date.fromordinal(max(day.toordinal() - near, date.min.toordinal())),
        date.fromordinal(min(day.toordinal() + near, date.max.toordinal())),
    )


def _keys_of(data: InvoiceData, invoice_id: int) -> Mapping[str, Any]:
    """The parameters of `_SHARING_WITH_DATA`."""
    first, last = _days_around(data.issue_date) if data.issue_date else (None, None)
    return {
        "id": invoice_id,
        "number_key": number_key(data.invoice_number),
        "seller_tax_key": tax_key(data.seller.vat_id, data.seller.tax_id),
        "seller_name_key": name_key(data.seller.name),
        "total_amount": data.total_amount,
        "first": first,
        "last": last,
    }


def is_no_part(row: Any, file_id: Any) -> ColumnElement[bool]:
    """Whether the row was not split off this file."""
    return or_(row.parent_id.is_(None), row.parent_id != file_id)


def _same_number(mine: _Keys) -> Iterable[Select[Any]]:
    """(mine_id, other_id) of rows with the same seller and number, a query for each key of the seller, which has an
    index. Those that were split off `mine` are none."""
    for name in ("seller_tax_key", "seller_name_key"):
        yield _pairs(mine, _OTHER[name] == mine[name], _OTHER.number_key == mine["number_key"])


def _same_total(mine: _Keys) -> Iterable[Select[Any]]:
    """The same of rows with the same seller and total, issued from `first` to `last`, whatever their numbers."""
    near = _OTHER.issue_date.between(mine["first"], mine["last"])
    for name in ("seller_tax_key", "seller_name_key"):
        yield _pairs(mine, _OTHER[name] == mine[name], _OTHER.total_amount == mine["total_amount"], near)


def _pairs(mine: _Keys, *conditions: ColumnElement[bool]) -> Select[Any]:
    others = (_OTHER.id != mine["id"], is_no_part(_OTHER, mine["id"]), _OTHER.status.in_(COUNTED))
    return select(mine["id"].label("mine_id"), _OTHER.id.label("other_id")).where(*conditions, *others)


def _sharing_with_data() -> CompoundSelect[Any]:
    names = ("id", "number_key", "seller_tax_key", "seller_name_key", "total_amount")
    values: _Keys = {
        **{name: bindparam(name, type_=invoices.c[name].type) for name in names},
        **{name: bindparam(name, type_=invoices.c.issue_date.type) for name in ("first", "last")},
    }
    queries = (*_same_number(values), *_same_total(values))
    seen = [_OTHER[name] for name in _FACT_NAMES]
    # One that shares several keys is one row.
    return union(*(query.with_only_columns(*seen).limit(_MOST_CANDIDATES) for query in queries))


def _sharing_number_with_rows() -> CompoundSelect[Any]:
    mine = invoices.alias("mine")
    queries = _same_number({column.name: column for column in mine.c})
    asked = mine.c.id.in_(bindparam("invoice_ids", expanding=True))
    return union_all(*(query.where(asked).limit(bindparam("most", type_=Integer)) for query in queries))


_OTHER: Any = invoices.alias("other").c

_FACT_NAMES = (
    "id",
    "filename",
    "seller_tax_key",
    "seller_name_key",
    "document_type",
    "invoice_number",
    "issue_date",
    "total_amount",
    "currency",
)

# Built once: building one costs as much as executing it.
_SHARING_WITH_DATA = _sharing_with_data()
_SAME_NUMBER = _sharing_number_with_rows()
_ROWS = select(
    invoices.c.id,
    invoices.c.number_key,
    invoices.c.seller_tax_key,
    invoices.c.seller_name_key,
    invoices.c.total_amount,
    invoices.c.issue_date,
).where(invoices.c.id.in_(bindparam("invoice_ids", expanding=True)), invoices.c.status.in_((*COUNTED, Status.REJECTED)))
_FACTS = select(*(invoices.c[name] for name in _FACT_NAMES)).where(
    invoices.c.id.in_(bindparam("invoice_ids", expanding=True))
)


def _facts(connection: Connection, invoice_ids: Iterable[int]) -> dict[int, InvoiceFacts]:
    wanted = sorted(invoice_ids)
    if not wanted:
        return {}
    rows = connection.execute(_FACTS, {"invoice_ids": wanted}).mappings()
    return {row["id"]: _of_row(row) for row in rows}


def _of_row(row: Mapping[Any, Any]) -> InvoiceFacts:
    return InvoiceFacts(
        invoice_id=row["id"],
        filename=row["filename"],
        seller_tax_key=row["seller_tax_key"],
        seller_name_key=row["seller_name_key"],
        document_type=row["document_type"],
        invoice_number=row["invoice_number"],
        issue_date=row["issue_date"],
        total_amount=row["total_amount"],
        currency=row["currency"],
    )
