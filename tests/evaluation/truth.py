"""LabelledDocument documents: the truth beside a file, and which answer of ours each of its fields is compared with."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from shared.domain.invoice import InvoiceData, all_operation_codes


class ValueKind(Enum):
    """How two values of a field are compared (`matching.py`)."""

    AMOUNT = "amount"
    DATE = "date"
    CODE = "code"  # numbers, ids, currencies: without case and punctuation
    NAME = "name"  # and addresses: without case, punctuation and spacing; likeness beside it
    ADDRESS = "address"  # as a name, or the same words in another order; the country aside
    ANY_CODE = "any_code"  # one of several
    CODES = "codes"  # all of them, and no other
    TYPE = "type"


@dataclass(frozen=True, kw_only=True)
class Field:
    """A field of the truth: our answer to it, and the pointer of its evidence (null for lists)."""

    kind: ValueKind
    answer: Callable[[InvoiceData], Any]
    pointer: str | None = None


def _codes(data: InvoiceData) -> list[str]:
    """A contract or order number may be understood as the document's own number or as one of its operation codes."""
    numbers = [data.invoice_number] if data.invoice_number else []
    return [*numbers, *all_operation_codes(data)]


FIELDS: dict[str, Field] = {
    "document_type": Field(kind=ValueKind.TYPE, answer=lambda data: data.document_type, pointer="/document_type"),
    "invoice_number": Field(kind=ValueKind.CODE, answer=lambda data: data.invoice_number, pointer="/invoice_number"),
    "contract_number": Field(kind=ValueKind.ANY_CODE, answer=_codes),
    "date": Field(kind=ValueKind.DATE, answer=lambda data: data.issue_date, pointer="/issue_date"),
    "due_date": Field(kind=ValueKind.DATE, answer=lambda data: data.due_date, pointer="/due_date"),
    "currency": Field(kind=ValueKind.CODE, answer=lambda data: data.currency, pointer="/currency"),
    "supplier_name": Field(kind=ValueKind.NAME, answer=lambda data: data.seller.name, pointer="/seller/name"),
    "supplier_address": Field(
        kind=ValueKind.ADDRESS, answer=lambda data: data.seller.address, pointer="/seller/address"
    ),
    "supplier_vat_id": Field(kind=ValueKind.CODE, answer=lambda data: data.seller.vat_id, pointer="/seller/vat_id"),
    "supplier_tax_id": Field(kind=ValueKind.CODE, answer=lambda data: data.seller.tax_id, pointer="/seller/tax_id"),
    "customer_vat_id": Field(kind=ValueKind.CODE, answer=lambda data: data.buyer.vat_id, pointer="/buyer/vat_id"),
    "customer_address": Field(kind=ValueKind.ADDRESS, answer=lambda data: data.buyer.address, pointer="/buyer/address"),
    "purchase_order": Field(kind=ValueKind.CODE, answer=lambda data: data.purchase_order, pointer="/purchase_order"),
    "po_number": Field(kind=ValueKind.CODE, answer=lambda data: data.purchase_order, pointer="/purchase_order"),
    "amount_paid": Field(kind=ValueKind.AMOUNT, answer=lambda data: data.paid_amount, pointer="/paid_amount"),
    "operation_codes": Field(kind=ValueKind.CODES, answer=all_operation_codes),
    "supplier_phone": Field(kind=ValueKind.CODE, answer=lambda data: data.seller.phone, pointer="/seller/phone"),
    "customer_name": Field(kind=ValueKind.NAME, answer=lambda data: data.buyer.name, pointer="/buyer/name"),
    "amount_net": Field(kind=ValueKind.AMOUNT, answer=lambda data: data.net_amount, pointer="/net_amount"),
    "amount_subtotal": Field(kind=ValueKind.AMOUNT, answer=lambda data: data.net_amount, pointer="/net_amount"),
    "amount_tax": Field(kind=ValueKind.AMOUNT, answer=lambda data: data.tax_amount, pointer="/tax_amount"),
    "amount_total": Field(kind=ValueKind.AMOUNT, answer=lambda data: data.total_amount, pointer="/total_amount"),
    "amount_due": Field(kind=ValueKind.AMOUNT, answer=lambda data: data.amount_due, pointer="/amount_due"),
    "iban": Field(
        kind=ValueKind.CODE, answer=lambda data: data.payment.iban or data.payment.account, pointer="/payment/iban"
    ),
}
"""Truth fields that have an answer. Others (an advertiser, flight dates, an amount before an agency's commission, a
count of pieces) are no fields of an invoice here and are not counted."""

ITEMS = "items"


@dataclass(frozen=True, kw_only=True)
class LabelledDocument:
    """One labelled document. `printed` names the fields that the page shows too; null means all."""

    path: Path
    set_name: str
    fields: dict[str, Any]
    meta: dict[str, Any]

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def printed(self) -> frozenset[str] | None:
        listed = self.meta.get("printed_fields")
        return None if listed is None else frozenset(listed)


def with_pages(documents: Iterable[LabelledDocument]) -> list[LabelledDocument]:
    """Those whose pages can be read. The product reads a file that is only XML as XML, never by its words: such files
    say nothing about the local extractor."""
    return [document for document in documents if document.path.suffix.lower() != ".xml"]


def labelled_documents(data: Path, sets: frozenset[str] | None = None) -> Iterator[LabelledDocument]:
    """All documents under the folder, sorted. The set is `meta.set`, else the name of the folder."""
    for truth in sorted(data.rglob("*.truth.json")):
        content = json.loads(truth.read_text(encoding="utf-8"))
        meta = content.get("meta", {})
        set_name = meta.get("set", truth.parent.name)
        path = truth.parent / content["file"]
        if path.is_file() and (sets is None or set_name in sets):
            yield LabelledDocument(path=path, set_name=set_name, fields=content["fields"], meta=meta)
