"""The seller that an invoice names, as it is shown beside the invoice."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from shared.adapters.tables import invoices, sellers

KNOWN_SELLER = (
    select(func.coalesce(sellers.c.merged_into, sellers.c.id))
    .where(sellers.c.id == invoices.c.seller_id)
    .scalar_subquery()
    .label("seller_id")
)
"""The id of an invoice's seller; null too where the record is there no more."""


def seller_link(connection: Connection, seller_id: int | None) -> Mapping[Any, Any] | None:
    """The fields of `SellerLink`; None without a seller."""
    if seller_id is None:
        return None
    found = select(sellers.c.id, sellers.c.name, sellers.c.invoices).where(sellers.c.id == seller_id)
    return connection.execute(found).mappings().one_or_none()
