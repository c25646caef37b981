"""What the intake's rows say of an invoice that is deleted: its documents' names, and who sent what when."""

from collections.abc import Collection

from sqlalchemy import Connection, exists, select, update

from shared.adapters.tables import intake_items, intake_parts, invoices

_SAID = ("name", "sender", "subject", "message_id", "authentication")


def erase_from_intake(connection: Connection, invoice_ids: Collection[int]) -> None:
    """Forget it, in the transaction that deletes the invoices, after they are gone. The rows stay: the mail is not
    taken again. What is said of a mail stays as long as one of its invoices does."""
    named = intake_parts.c.invoice_id.in_(invoice_ids)
    items = connection.scalars(select(intake_parts.c.item_id).where(named).distinct()).all()
    if not items:
        return
    connection.execute(update(intake_parts).where(named).values(filename=None, parent=None))
    kept = exists().where(intake_parts.c.item_id == intake_items.c.id, invoices.c.id == intake_parts.c.invoice_id)
    forgotten = update(intake_items).where(intake_items.c.id.in_(items), ~kept)
    connection.execute(forgotten.values(dict.fromkeys(_SAID)))
