"""Invoices that may be one invoice twice, found through the keys of their rows and judged by the domain.

They are looked up when they are asked for, never stored: two copies that arrive at the same moment see each other, and
a correction, rejection or deletion of either is seen at once from both.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Integer,
    Select,
    bindparam,
    func,
    or_,
    select,
    union_all,
)

from shared.adapters.tables import invoices
from shared.domain.comparison_keys import name_key, number_key, tax_key
from shared.domain.duplicates import COUNTED, NEAR, InvoiceFacts, duplicates_of
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Status

_MOST_CANDIDATES = 50  # for one invoice and one key: whatever is beyond is a seller who always writes the same


_Keys = Mapping[str, ColumnElement[Any]]
"""By name: columns of a row, or parameters for the values of data that is no row yet."""


def possible_duplicates(connection: Connection, data: InvoiceData, *, without: int) -> list[InvoiceFacts]:
    """Invoices that share a key with this data, to be judged by `duplicates_of`; `without` is the invoice itself."""
    rows = connection.execute(_SHARING_WITH_DATA, _keys_of(data, without))
    return list(_facts(connection, {row.other_id for row in rows}).values())


def duplicates_by_invoice(connection: Connection, invoice_ids: Sequence[int]) -> dict[int, list[int]]:
    """The ids of each invoice's duplicates, the strongest first; an invoice without any is left out."""
    if not invoice_ids:
        return {}
    pairs: dict[int, set[int]] = {}
    for row in connection.execute(
        _SHARING_WITH_ROWS, {"invoice_ids": invoice_ids, "most": _MOST_CANDIDATES * len(invoice_ids)}
    ):
        pairs.setdefault(row.mine_id, set()).add(row.other_id)
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
    return {invoice_id: others for invoice_id, others in found.items() if others}


def _keys_of(data: InvoiceData, invoice_id: int) -> Mapping[str, Any]:
    """The parameters of `_SHARING_WITH_DATA`."""
    return {
        "id": invoice_id,
        "number_key": number_key(data.invoice_number),
        "seller_tax_key": tax_key(data.seller.vat_id, data.seller.tax_id),
        "seller_name_key": name_key(data.seller.name),
        "total_amount": data.total_amount,
        "issue_date": data.issue_date,
    }


def is_no_part(row: Any, file_id: Any) -> ColumnElement[bool]:
    """Whether the row was not split off this file."""
    return or_(row.parent_id.is_(None), row.parent_id != file_id)


def _sharing(mine: _Keys, *, any_number: bool) -> Iterable[Select[Any]]:
    """(mine_id, other_id) of rows with the same seller and number, or the same seller and total within days; one query
    a key, each with its index. Without `any_number` two whose numbers have nothing in common are left out: they are no
    duplicates, and a seller whose price is always the same has many. Those that were split off `mine` are none."""
    other = invoices.alias("other").c
    pair = (mine["id"].label("mine_id"), other.id.label("other_id"))
    for same_seller in (
        other.seller_tax_key == mine["seller_tax_key"],
        other.seller_name_key == mine["seller_name_key"],
    ):
        others = (same_seller, other.id != mine["id"], is_no_part(other, mine["id"]), other.status.in_(COUNTED))
        yield select(*pair).where(*others, other.number_key == mine["number_key"])
        yield select(*pair).where(
            *others,
            other.total_amount == mine["total_amount"],
            func.abs(func.datediff(other.issue_date, mine["issue_date"])) <= NEAR.days,
            *(() if any_number else (_numbers_may_be_one(mine["number_key"], other.number_key),)),
        )


def _numbers_may_be_one(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(
        one.is_(None),
        other.is_(None),
        func.right(one, func.char_length(other)) == other,
        func.right(other, func.char_length(one)) == one,
    )


def _sharing_with_data() -> CompoundSelect[Any]:
    names = ("id", "number_key", "seller_tax_key", "seller_name_key", "total_amount", "issue_date")
    values = {name: bindparam(name, type_=invoices.c[name].type) for name in names}
    return union_all(*(query.limit(_MOST_CANDIDATES) for query in _sharing(values, any_number=True)))


def _sharing_with_rows() -> CompoundSelect[Any]:
    mine = invoices.alias("mine")
    read = (*COUNTED, Status.REJECTED)
    queries = _sharing({column.name: column for column in mine.c}, any_number=False)
    return union_all(
        *(
            query.where(mine.c.id.in_(bindparam("invoice_ids", expanding=True)), mine.c.status.in_(read)).limit(
                bindparam("most", type_=Integer)
            )
            for query in queries
        )
    )


# Built once: building one costs as much as executing it.
_SHARING_WITH_DATA = _sharing_with_data()
_SHARING_WITH_ROWS = _sharing_with_rows()
_FACTS = select(
    invoices.c.id,
    invoices.c.filename,
    invoices.c.seller_tax_key,
    invoices.c.seller_name_key,
    invoices.c.document_type,
    invoices.c.invoice_number,
    invoices.c.issue_date,
    invoices.c.total_amount,
    invoices.c.currency,
).where(invoices.c.id.in_(bindparam("invoice_ids", expanding=True)))


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
