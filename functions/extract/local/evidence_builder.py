"""Turns found values into plain data and collects their evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from functions.extract.local.tables.lines import LineValues
from functions.extract.local.value import Value
from shared.domain.document import Source
from shared.domain.evidence import EvidenceMap
from shared.domain.invoice_values import LONGEST_SHORT_TEXT, LONGEST_TEXT, MOST_CODES, MOST_LINES

HEADER_FIELDS = (
    "document_type",
    "invoice_number",
    "issue_date",
    "due_date",
    "currency",
    "purchase_order",
    "payment_terms",
)
TOTAL_FIELDS = ("net_amount", "tax_amount", "total_amount", "paid_amount", "amount_due", "previous_balance")
PARTY_FIELDS = ("name", "vat_id", "tax_id", "address", "country", "email", "phone", "website")
PAYMENT_FIELDS = ("iban", "bic", "account", "reference", "means")
ACCOUNT_FIELDS = ("iban", "bic")
WITHHOLDING_FIELDS = ("name", "rate", "amount")
SURCHARGE_FIELDS = (*WITHHOLDING_FIELDS, "tax_rate")
ALLOWANCE_FIELDS = ("reason", "amount")
TAX_FIELDS = ("category", "rate", "taxable_amount", "tax_amount")
LINE_FIELDS = ("description", "product_code", "quantity", "unit", "unit_price", "tax_rate", "net_amount")

LONG_TEXTS = frozenset({"address", "description", "payment_terms", "notes"})


@dataclass(kw_only=True)
class EvidenceBuilder:
    """Collects the evidence while values are turned into plain ones. `sources`: page number -> its reader; `evidence`
    and `values` are by JSON pointer."""

    sources: Mapping[int, Source]
    evidence: EvidenceMap = field(default_factory=dict)
    values: dict[str, Value[Any]] = field(default_factory=dict)

    def fields(self, pointer: str, values: object, names: Sequence[str]) -> dict[str, Any]:
        """The named attributes of `values`, each a Value or null, as plain values."""
        return {name: self.one(f"{pointer}/{name}", getattr(values, name)) for name in names}

    def one(self, pointer: str, value: Value[Any] | None) -> Any:
        """One plain value; its evidence is kept under the pointer."""
        if value is None:
            return None
        plain = value.value
        if isinstance(plain, str):
            plain = plain.strip()[: LONGEST_TEXT if pointer.rsplit("/", 1)[1] in LONG_TEXTS else LONGEST_SHORT_TEXT]
            if not plain:
                return None
        self.values[pointer] = value
        self.evidence[pointer] = value.evidence(self.sources.get(value.page, Source.TEXT_LAYER))
        return plain

    def each(self, pointer: str, values: Sequence[Value[Any]]) -> list[Any]:
        """A list of plain values, as many as InvoiceData takes."""
        return [self.one(f"{pointer}/{index}", value) for index, value in enumerate(values[:MOST_CODES])]

    def lines(self, lines: Sequence[LineValues]) -> list[dict[str, Any]]:
        """BG-25, as many as InvoiceData takes."""
        return [
            {
                **self.fields(f"/lines/{index}", line, LINE_FIELDS),
                "allowances": [{"amount": self.one(f"/lines/{index}/allowances/0/amount", line.discount)}]
                if line.discount is not None
                else [],
                "operation_codes": self.each(f"/lines/{index}/operation_codes", line.operation_codes),
            }
            for index, line in enumerate(lines[:MOST_LINES])
        ]
