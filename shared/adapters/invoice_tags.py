"""The tags of invoices."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from shared.adapters.tables import invoice_tags


def tags_of(connection: Connection, invoice_id: int) -> tuple[str, ...]:
    """The invoice's tags, in order."""
    found = select(invoice_tags.c.tag).where(invoice_tags.c.invoice_id == invoice_id).order_by(invoice_tags.c.tag)
    return tuple(connection.scalars(found))


def add_tags(connection: Connection, invoice_id: int, tags: Iterable[str]) -> None:
    """Add tags that the invoice does not have."""
    rows = [{"invoice_id": invoice_id, "tag": tag} for tag in tags]
    if rows:
        connection.execute(insert(invoice_tags), rows)


def replace_tags(connection: Connection, invoice_id: int, tags: Iterable[str]) -> None:
    """Make these the invoice's tags."""
    connection.execute(delete(invoice_tags).where(invoice_tags.c.invoice_id == invoice_id))
    add_tags(connection, invoice_id, tags)
