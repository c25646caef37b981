"""Deletes an invoice everywhere; an audit event without content remains."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.object_keys import document_key, page_image_prefix, text_key
from shared.pipeline.after_commit import AfterCommit
from shared.pipeline.ports import Cache, InvoiceStore, ObjectStore
from shared.pipeline.updates import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """Deletion from every store that may hold something of an invoice."""

    invoices: InvoiceStore
    store: ObjectStore
    caches: Sequence[Cache]
    after_commit: AfterCommit

    def delete(self, invoice_id: int, *, actor: str, untouched_since: datetime | None = None) -> bool:
        """Delete everything of this invoice. False: there is none, or it was changed since.

        Raises UnavailableError when a store is unavailable; the call can then be repeated.
        """
        sha256 = self.invoices.remove(
            invoice_id,
            actor=actor,
            untouched_since=untouched_since,
            erase=lambda sha256: self._erase(sha256, invoice_id),
            # The row goes before its bytes: a crash in between leaves bytes without a row, which the dispatcher
            # removes, and never a row without its bytes.
            release=lambda sha256: self.store.delete(document_key(sha256)),
        )
        if sha256 is None:
            return False
        # What a running reader stored meanwhile; without a row it can store nothing more.
        self._erase(sha256, invoice_id)
        self.after_commit(Change(invoice_id=invoice_id, status=None, stage=None, progress=0, version=0))
        return True

    def _erase(self, sha256: str, invoice_id: int) -> None:
        for cache in self.caches:
            cache.forget(sha256)
        self.store.delete(text_key(invoice_id), *self.store.keys(page_image_prefix(invoice_id)))
