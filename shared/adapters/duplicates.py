"""Invoices that may be one invoice twice, found through the keys of their rows and judged by the domain.

They are looked up when they are asked for, never stored: two copies that arrive at the same moment see each other, and
a correction, rejection or deletion of either is seen at once from both.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    TextualSelect,
    and_,
    bindparam,
    or_,
    select,
    text,
    union,
)

from shared.adapters.tables import invoices
from shared.adapters.told_apart import told_apart_with
from shared.domain.comparison_keys import name_key, number_key, tax_key
from shared.domain.duplicates import COUNTED, NEAR, InvoiceFacts, duplicates_of, pair_of
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Status

_MOST_CANDIDATES = 50  # for one invoice and one key: whatever is beyond is a seller who always writes the same


def possible_duplicates(connection: Connection, data: InvoiceData, *, without: int) -> list[InvoiceFacts]:
    """Invoices that share a key with this data, by id, to be judged by `duplicates_of`; `without` is the invoice
    itself."""
    rows = connection.execute(_SHARING_WITH_DATA, _keys_of(data, without)).mappings()
    return sorted(map(_facts_of, rows), key=lambda one: one.invoice_id)


def duplicates_by_invoice(connection: Connection, invoice_ids: Sequence[int]) -> dict[int, list[int]]:
    """The ids of each invoice's duplicates, the strongest first, but for those that a person told apart; an invoice
    without any is left out."""
    rows = connection.execute(_ROWS, {"invoice_ids": invoice_ids}).mappings().all() if invoice_ids else []
    return duplicates_by_row(connection, rows)


def duplicates_by_row(connection: Connection, rows: Sequence[Mapping[Any, Any]]) -> dict[int, list[int]]:
    """As `duplicates_by_invoice`, of rows that have its `status` and the columns `COMPARED`."""
    mine = [row for row in rows if row["status"] in _JUDGED]
    if not mine:
        return {}
    sharing = connection.execute(_sharing_statement(len(mine)), _sharing_parameters(mine))
    others = _Others.of(sharing.mappings())
    found: dict[int, list[int]] = {}
    for row in mine:
        judged = duplicates_of(_facts_of(row), map(_facts_of, others.like(row)))
        found[row["id"]] = [other.invoice_id for other, why in judged if why.is_duplicate]
    if not any(found.values()):
        return {}
    apart = told_apart_with(connection, [invoice_id for invoice_id, others_ in found.items() if others_])
    kept = {one: [other for other in others_ if pair_of(one, other) not in apart] for one, others_ in found.items()}
    return {invoice_id: others_ for invoice_id, others_ in kept.items() if others_}


_KEYS_OF_SELLER = ("seller_tax_key", "seller_name_key")

_Row = Mapping[Any, Any]


@dataclass(frozen=True, slots=True)
class _Others:
    """Rows that may be duplicates, by what they share with others: a key of the seller and the number, or the total."""

    by_number: Mapping[tuple[str, str, str], Mapping[int, _Row]]
    by_total: Mapping[tuple[str, str, Decimal], Mapping[int, _Row]]

    @classmethod
    def of(cls, rows: Iterable[_Row]) -> "_Others":
        """A row may come several times: once for each key it was found by."""
        by_number: dict[tuple[str, str, str], dict[int, _Row]] = {}
        by_total: dict[tuple[str, str, Decimal], dict[int, _Row]] = {}
        for row in rows:
            for name in _KEYS_OF_SELLER:
                by_number.setdefault((name, row[name], row["number_key"]), {})[row["id"]] = row
                by_total.setdefault((name, row[name], row["total_amount"]), {})[row["id"]] = row
        return cls(by_number, by_total)

    def like(self, mine: _Row) -> Iterable[_Row]:
        """The others, each once, that share the number of this row, or its total within days."""
        alike: dict[int, _Row] = {}
        day = mine["issue_date"]
        for name in _KEYS_OF_SELLER:
            if mine[name] is None:
                continue
            if mine["number_key"] is not None:
                alike |= self.by_number.get((name, mine[name], mine["number_key"]), {})
            if mine["total_amount"] is not None and day is not None:
                of_price = self.by_total.get((name, mine[name], mine["total_amount"]), {})
                alike |= {
                    one: row
                    for one, row in of_price.items()
                    if row["issue_date"] is not None and abs(row["issue_date"] - day) <= NEAR
                }
        return [row for row in alike.values() if mine["id"] not in (row["id"], row["parent_id"])]


@cache
def _sharing_statement(number_of_rows: int) -> TextualSelect:
    """Asks for the rows that share with one of so many rows a key of the seller and the number; or the total within
    days, if the numbers may be one: two whose numbers have nothing in common are no duplicates, and a seller whose
    price is always the same has many.

    Each row's days are a range of the index; in a join the database would read all of the seller's rows of that price.
    What is null equals nothing.
    """
    columns = ", ".join(f"other.{column.name}" for column in COMPARED)
    near = [" OR ".join(_NEAR.format(key=key, row=row) for row in range(number_of_rows)) for key in _KEYS_OF_SELLER]
    sources = (
        *(_SAME_NUMBER.format(key=key) for key in _KEYS_OF_SELLER),
        *(_SAME_TOTAL.format(key=key, near=near) for key, near in zip(_KEYS_OF_SELLER, near, strict=True)),
    )
    parts = (f"(SELECT {columns} FROM {source} AND other.status IN :counted LIMIT :most)" for source in sources)  # noqa: S608
    return (
        text(" UNION ALL ".join(parts))
        .bindparams(bindparam("counted", COUNTED, expanding=True), bindparam("ids", expanding=True))
        .columns(*COMPARED)
    )


_SAME_NUMBER = (
    "invoices AS mine JOIN invoices AS other ON other.{key} = mine.{key} AND other.number_key = mine.number_key"
    " AND other.id <> mine.id WHERE mine.id IN :ids"
)
_SAME_TOTAL = "invoices AS other FORCE INDEX (ix_invoices_{key}_total_amount_issue_date_number_key) WHERE ({near})"
_NEAR = (
    "({key} = :{key}{row} AND total_amount = :total{row} AND issue_date BETWEEN :first{row} AND :last{row}"
    " AND id <> :id{row} AND (number_key IS NULL OR :number{row} IS NULL"
    " OR RIGHT(number_key, CHAR_LENGTH(:number{row})) = :number{row}"
    " OR RIGHT(:number{row}, CHAR_LENGTH(number_key)) = number_key))"
)


def _sharing_parameters(mine: Sequence[_Row]) -> dict[str, Any]:
    parameters: dict[str, Any] = {"ids": [row["id"] for row in mine], "most": _MOST_CANDIDATES * len(mine)}
    for number, row in enumerate(mine):
        first, last = _days_around(row["issue_date"]) if row["issue_date"] else (None, None)
        values = {"id": row["id"], "number": row["number_key"], "total": row["total_amount"]}
        values |= {"first": first, "last": last, **{name: row[name] for name in _KEYS_OF_SELLER}}
        parameters |= {f"{name}{number}": value for name, value in values.items()}
    return parameters


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


def _sharing_with_data() -> CompoundSelect[Any]:
    """Asks for rows with the seller and number of data that is no row yet; or its seller and total, issued from `first`
    to `last`, whatever their numbers. A query for each key of the seller, which has an index."""
    mine = {
        **{name: bindparam(name, type_=invoices.c[name].type) for name in ("id", "number_key", "total_amount")},
        **{name: bindparam(name, type_=invoices.c[name].type) for name in _KEYS_OF_SELLER},
        **{name: bindparam(name, type_=invoices.c.issue_date.type) for name in ("first", "last")},
    }
    is_another = (_OTHER.id != mine["id"], is_no_part(_OTHER, mine["id"]), _OTHER.status.in_(COUNTED))
    same_number = _OTHER.number_key == mine["number_key"]
    same_total = and_(
        _OTHER.total_amount == mine["total_amount"], _OTHER.issue_date.between(mine["first"], mine["last"])
    )
    # One that shares several keys is one row.
    return union(
        *(
            select(*(_OTHER[column] for column in _FACT_NAMES))
            .where(_OTHER[name] == mine[name], same, *is_another)
            .limit(_MOST_CANDIDATES)
            for same in (same_number, same_total)
            for name in _KEYS_OF_SELLER
        )
    )


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

COMPARED = tuple(invoices.c[name] for name in (*_FACT_NAMES, "number_key", "parent_id"))
"""What tells whether a row may be another one twice."""

_JUDGED = frozenset((*COUNTED, Status.REJECTED))

# Built once: building one costs as much as executing it.
_SHARING_WITH_DATA = _sharing_with_data()
_ROWS = select(*COMPARED, invoices.c.status).where(invoices.c.id.in_(bindparam("invoice_ids", expanding=True)))


def _facts_of(row: _Row) -> InvoiceFacts:
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
