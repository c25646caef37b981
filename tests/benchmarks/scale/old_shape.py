"""The tables as they were before revision 0006: documents in the invoices' own rows."""

from collections.abc import Mapping, Sequence

from tests.benchmarks.scale.made_invoices import Row

REVISION = "0005"
_TABLES = ("operation_codes", "invoice_accounts", "final_versions", "events")
_LATER = frozenset(
    (
        *("text", "findings", "corrected", "document_type", "net_amount", "tax_amount", "issue_month", "due_date"),
        *("seller_id", "reference", "source_kind", "for_company"),
    )
)


def in_old_shape(tables: Mapping[str, Sequence[Row]]) -> Mapping[str, Sequence[Row]]:
    """The same rows for the tables of that revision."""
    documents = {row["invoice_id"]: row for row in tables["invoice_documents"]}
    nothing = dict.fromkeys(tables["invoice_documents"][0])
    invoices = []
    for row in tables["invoices"]:
        fat = {**nothing, **documents.get(row["id"], {}), **row}
        invoices.append({name: value for name, value in fat.items() if name not in _LATER | {"invoice_id"}})
    return {**{name: tables[name] for name in _TABLES if name in tables}, "invoices": invoices}
