"""The invoice rows in memory: created by uploads, decided on by people, removed."""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta

from shared.adapters.memory.decided_rows import reviewed_invoice, reviewed_pair
from shared.adapters.memory.rows import MemoryRows
from shared.domain.audit import AuditEventType
from shared.domain.lifecycle import Status
from shared.domain.page_range import PageRange
from shared.pipeline.ports import RemovedInvoice
from shared.pipeline.registration import NewDocument, Registered, first_change, new_row, times_of_new, uploaded
from shared.pipeline.reviews import Result, ReviewedInvoice, Rule, unchanged, withdrawn_row
from shared.pipeline.splits import part_row, split_off, with_part_ids
from shared.pipeline.updates import Change


class MemoryInvoiceStore:
    """`shared.pipeline.ports.InvoiceStore` on rows in memory."""

    def __init__(self, rows: MemoryRows) -> None:
        self._rows = rows

    def register(self, document: NewDocument, place: Callable[[], None], *, allow_duplicates: bool) -> Registered:
        """Find or create the invoice of these bytes; `allow_duplicates` always creates. `place` stores the object."""
        with self._rows.document_lock(document.sha256):
            earlier = self._with_bytes(document.sha256)
            copies = [one for one in earlier if self._rows.rows[one]["dedup_key"] == (document.copy_key or "")]
            known = copies if allow_duplicates else earlier
            if known:
                return Registered(invoice_id=known[0], change=None)
            place()
            with self._rows.transaction() as now:
                invoice_id = self._rows.insert({**new_row(document, is_copy=bool(earlier)), **times_of_new(now)})
                self._rows.tags[invoice_id] = document.labels.tags
                self._rows.record(
                    invoice_id, AuditEventType.UPLOADED, now, actor=document.actor, data=uploaded(document)
                )
        return Registered(invoice_id=invoice_id, change=first_change(invoice_id, document, now=now))

    def decide(self, invoice_id: int, *, actor: str, rule: Rule, beside: int | None = None) -> Result:
        """Apply the rule to the row, and the one `beside` it, and write what it returns. Raises
        InvoiceNotFoundError and the rule's errors."""
        with self._rows.transaction() as now:
            if beside is None:
                invoice = reviewed_invoice(self._rows, invoice_id, now)
            else:
                invoice = reviewed_pair(self._rows, invoice_id, beside, now)
            made = rule(invoice)
            if made is None:
                return unchanged(invoice)
            if made.withdrawn is not None:
                version = withdrawn_row(invoice, made.withdrawn, actor=actor)
                self._rows.versions.setdefault(invoice_id, []).append(version)
            new = self._add_parts(invoice, made.parts, actor=actor)
            for one in (with_part_ids(made, new), *made.others):
                self._rows.write(one.change.invoice_id, one, actor=actor, now=now)
        return Result(change=made.change, others=(*new, *(other.change for other in made.others)))

    def remove(
        self,
        invoice_ids: Collection[int],
        *,
        actor: str,
        untouched_since: datetime | None,
        erase: Callable[[Sequence[RemovedInvoice]], None],
        release: Callable[[Sequence[str]], None],
    ) -> Sequence[RemovedInvoice]:
        """Remove the rows and their audit trails in one transaction, and record one event without content for each.
        Returns those that were removed, by id."""
        with self._rows.transaction() as now:
            removed = [
                RemovedInvoice(invoice_id=invoice_id, sha256=self._rows.rows[invoice_id]["sha256"])
                for invoice_id in sorted(invoice_ids)
                if self._may_be_removed(invoice_id, untouched_since)
            ]
            if not removed:
                return ()
            erase(removed)
            for one in removed:
                self._rows.remove(one.invoice_id)
                self._rows.record(one.invoice_id, AuditEventType.DELETED, now, actor=actor)
        with ExitStack() as locks:
            wait = untouched_since is None
            hashes = sorted({one.sha256 for one in removed})
            mine = [one for one in hashes if locks.enter_context(self._rows.document_lock(one, wait=wait))]
            if unnamed := [sha256 for sha256 in mine if not self._with_bytes(sha256)]:
                release(unnamed)
        return removed

    def untouched_for(self, *, days: int, limit: int = 100) -> tuple[datetime, list[int]]:
        """The time `days` ago, and the ids of invoices unchanged since, oldest first."""
        with self._rows.transaction() as now:
            moment = now - timedelta(days=days)
            found = self._rows.where(
                lambda row: row["updated_at"] < moment and row["status"] != Status.PROCESSING,
                order="updated_at",
                limit=limit,
            )
            return moment, [row["id"] for row in found]

    def _add_parts(self, parent: ReviewedInvoice, parts: Iterable[PageRange], *, actor: str) -> list[Change]:
        """New invoices of pages of the parent's file."""
        row = self._rows.rows[parent.invoice_id]
        file = {name: row[name] for name in ("filename", "content_type", "size", "sha256")}
        document = NewDocument(**file, actor=actor, labels=parent.labels, source=parent.source)
        changes = []
        for pages in parts:
            invoice_id = self._rows.insert(part_row(document, parent_id=parent.invoice_id, pages=pages, now=parent.now))
            self._rows.tags[invoice_id] = parent.labels.tags
            data = split_off(parent.invoice_id, pages)
            self._rows.record(invoice_id, AuditEventType.SPLIT_OFF, parent.now, actor=actor, data=data)
            changes.append(first_change(invoice_id, document, now=parent.now))
        return changes

    def _with_bytes(self, sha256: str) -> list[int]:
        """The whole file before its parts, and one that is in use before a rejected one: the earliest first."""
        with self._rows.transaction():
            found = [row for row in self._rows.rows.values() if row["sha256"] == sha256]
        ranked = ((row["first_page"] is not None, row["status"] == Status.REJECTED, row["id"]) for row in found)
        return [invoice_id for *_, invoice_id in sorted(ranked)]

    def _may_be_removed(self, invoice_id: int, untouched_since: datetime | None) -> bool:
        row = self._rows.rows.get(invoice_id)
        if row is None:
            return False
        return untouched_since is None or (row["status"] != Status.PROCESSING and row["updated_at"] < untouched_since)
