"""Deletes invoices everywhere; an audit event without content remains of each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.object_keys import document_key, page_image_prefix, text_key
from shared.pipeline.after_commit import AfterCommit
from shared.pipeline.ports import Cache, InvoiceStore, ObjectStore, RemovedInvoice
from shared.pipeline.updates import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """Deletion from every store that may hold something of an invoice. Each call raises UnavailableError when a store
    is unavailable, and can then be repeated."""

    invoices: InvoiceStore
    store: ObjectStore
    caches: Sequence[Cache]
    after_commit: AfterCommit

    def delete(self, invoice_id: int, *, actor: str) -> bool:
        """Delete everything of this invoice. False: there is none."""
        return self._delete([invoice_id], actor=actor, untouched_since=None) == 1

    def delete_untouched(self, invoice_ids: Collection[int], *, actor: str, since: datetime) -> int:
        """Delete everything of these invoices, in one transaction, but of those that were changed since, are being
        processed or are locked at this moment. Returns how many were deleted."""
        return self._delete(invoice_ids, actor=actor, untouched_since=since)

    def _delete(self, invoice_ids: Collection[int], *, actor: str, untouched_since: datetime | None) -> int:
        removed = self.invoices.remove(
            invoice_ids,
            actor=actor,
            untouched_since=untouched_since,
            erase=self._erase,
            # The rows go before their bytes: a crash in between leaves bytes without a row, which the dispatcher
            # removes, and never a row without its bytes.
            release=lambda hashes: self.store.delete(*map(document_key, hashes)),
        )
        if removed:
            # What a running reader stored meanwhile; without a row it can store nothing more.
            self._erase(removed)
            self.after_commit(*(_gone(one.invoice_id) for one in removed))
        return len(removed)

    def _erase(self, invoices: Sequence[RemovedInvoice]) -> None:
        hashes = {one.sha256 for one in invoices}
        for cache in self.caches:
            cache.forget(*hashes)
        images = (key for one in invoices for key in self.store.keys(page_image_prefix(one.invoice_id)))
        self.store.delete(*(text_key(one.invoice_id) for one in invoices), *images)


def _gone(invoice_id: int) -> Change:
    return Change(invoice_id=invoice_id, status=None, stage=None, progress=0, version=0)
