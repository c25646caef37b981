"""Sellers in memory, as `shared.adapters.sellers` keeps them in MariaDB: made, taught and taken back with decisions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Status
from shared.domain.memory.lesson import Lesson
from shared.domain.memory.seller_memory import SellerMarks, SellerMemory
from shared.domain.sellers import (
    KnownKey,
    SellerKey,
    SellerKeyKind,
    keys_of,
    name_of,
    origin_of,
    recognised,
    seller_of_document,
)
from shared.pipeline.updates import InvoiceUpdate


@dataclass(slots=True, kw_only=True)
class MemorySeller:
    """A record, and how many confirmed invoices have which key."""

    id: int
    name: str
    origin: str
    country: str | None = None
    keys: Counter[SellerKey] = field(default_factory=Counter)


@dataclass(slots=True, kw_only=True)
class TaughtInvoice:
    """Whose a confirmed invoice is, and what it teaches."""

    seller_id: int
    lesson: Lesson | None
    keys: tuple[SellerKey, ...]


@dataclass(slots=True, kw_only=True)
class MemorySellers:
    """The tables of sellers."""

    records: dict[int, MemorySeller] = field(default_factory=dict)
    lessons: dict[int, TaughtInvoice] = field(default_factory=dict)
    last_id: int = 0

    def with_seller(self, made: InvoiceUpdate, *, usual: int | None) -> InvoiceUpdate:
        """The update with the columns that say whose invoice it is."""
        before, after = made.before.status, made.columns.get("status", made.before.status)
        invoice_id = made.change.invoice_id
        columns: dict[str, Any] = {}
        if before == Status.PROCESSED != after:
            self.take_back(invoice_id)
        if after == Status.PROCESSED != before:
            data = InvoiceData.model_validate(made.columns["final_data"])
            seller = self.confirm(invoice_id, data, made.lesson, usual=usual)
            columns = {"seller_id": seller.id, "seller_name": seller.name} if seller else {"seller_id": None}
        elif "preview_data" in made.columns:
            data = InvoiceData.model_validate(made.columns["preview_data"])
            columns = {"seller_id": self.seller_of(data, usual=usual)}
        return replace(made, columns={**made.columns, **columns})

    def take_back(self, invoice_id: int) -> None:
        """Take away what the invoice has taught; a seller without invoices goes."""
        taught = self.lessons.pop(invoice_id, None)
        if taught is None:
            return
        seller = self.records[taught.seller_id]
        seller.keys = +(seller.keys - Counter(taught.keys))
        self._name_anew(seller)
        if all(one.seller_id != seller.id for one in self.lessons.values()):
            del self.records[seller.id]

    def recall(self, marks: SellerMarks, data: InvoiceData) -> SellerMemory | None:
        """As `shared.adapters.lessons.recall`."""
        seller_id = seller_of_document(marks, data, self._known())
        mine = (self.lessons[invoice_id] for invoice_id in sorted(self.lessons, reverse=True))
        lessons = tuple(one.lesson for one in mine if one.seller_id == seller_id and one.lesson is not None)
        return SellerMemory(lessons=lessons) if lessons else None

    def seller_of(self, data: InvoiceData, *, usual: int | None = None) -> int | None:
        """As `shared.adapters.seller_recognition.seller_of`."""
        return self._among_all(keys_of(data), usual=usual)

    def confirm(
        self, invoice_id: int, data: InvoiceData, lesson: Lesson | None, *, usual: int | None
    ) -> MemorySeller | None:
        """The seller of an invoice that becomes confirmed: a new one if a person's `lesson` names nobody known."""
        self.take_back(invoice_id)
        keys = keys_of(data)
        found = self._among_all(keys, usual=usual)
        seller = self.records[found] if found else self._made(keys) if lesson else None
        if seller is None:
            return None
        taught = keys if lesson else ()
        self.lessons[invoice_id] = TaughtInvoice(seller_id=seller.id, lesson=lesson, keys=taught)
        seller.keys.update(taught)
        seller.country = seller.country or (data.seller.country if lesson else None)
        self._name_anew(seller)
        return seller

    def _made(self, keys: Sequence[SellerKey]) -> MemorySeller | None:
        origin, name = origin_of(keys), name_of(keys)
        if origin is None or name is None:
            return None
        for seller in self.records.values():
            if seller.origin == origin:
                return seller
        self.last_id += 1
        self.records[self.last_id] = MemorySeller(id=self.last_id, name=name, origin=origin)
        return self.records[self.last_id]

    def _among_all(self, asked: Sequence[SellerKey], *, usual: int | None = None) -> int | None:
        return recognised(asked, self._known(), usual=usual)

    def _known(self) -> list[KnownKey]:
        return [
            KnownKey(seller_id=seller.id, kind=one.kind, key=one.key)
            for seller in self.records.values()
            for one in seller.keys
        ]

    def _name_anew(self, seller: MemorySeller) -> None:
        """One of its names as printed, the most frequent if the former is no more; a number until there is one."""
        names = {one.printed: number for one, number in seller.keys.items() if one.kind is SellerKeyKind.NAME}
        numbers = {one.printed: number for one, number in seller.keys.items() if one.kind is SellerKeyKind.TAX}
        if seller.name not in names and (left := names or numbers):
            seller.name = min(left, key=lambda printed: (-left[printed], printed))
