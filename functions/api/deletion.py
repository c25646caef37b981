"""Deleting an invoice everywhere; an event without content remains."""

from sqlalchemy import delete, func, select

from functions.api.queries import file_of
from functions.api.services import Services
from shared.adapters.audit import record
from shared.adapters.changes import Change, announce
from shared.adapters.database import advisory_lock, database_now, document_lock, transaction
from shared.adapters.object_store import document_key, page_image_prefix, text_key
from shared.adapters.redis_client import translated_faults
from shared.adapters.tables import events, invoices


def delete_invoice(services: Services, invoice_id: int, *, actor: str) -> None:
    """Everything of this invoice is gone when this returns.

    Raises InvoiceNotFoundError; UnavailableError when a store is away: then the same call can be made again.
    """
    with transaction(services.engine) as connection:
        sha256 = file_of(connection, invoice_id)["sha256"]
    # An upload of the same bytes waits for us, or we for it: its object is never taken away under it.
    with advisory_lock(services.engine, document_lock(sha256), seconds=30) as connection:
        shared_with = connection.execute(
            select(func.count()).select_from(invoices).where(invoices.c.sha256 == sha256, invoices.c.id != invoice_id)
        ).scalar_one()
        connection.rollback()
        with translated_faults():
            for cache in services.caches:
                cache.forget(sha256)
        services.store.delete(text_key(invoice_id), *services.store.keys(page_image_prefix(invoice_id)))
        # The row goes before its bytes: a crash in between leaves bytes without a row, which the sweeper finds, and
        # never a row without its bytes.
        with connection.begin():
            connection.execute(delete(invoices).where(invoices.c.id == invoice_id))
            connection.execute(delete(events).where(events.c.invoice_id == invoice_id))
            record(connection, invoice_id, "deleted", database_now(connection), actor=actor)
        if not shared_with:
            services.store.delete(document_key(sha256))
    # What a reader that was at work put back after our first sweep; its row is gone, so nothing more will come.
    services.store.delete(text_key(invoice_id))
    with translated_faults():
        for cache in services.caches:
            cache.forget(sha256)
    announce(services.redis, Change(invoice_id=invoice_id, status=None, stage=None, progress=0, version=0))
