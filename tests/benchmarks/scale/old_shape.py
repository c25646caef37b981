"""The tables as they were before revision 0006: documents in the invoices' own rows."""

from collections.abc import Mapping, Sequence

from tests.benchmarks.scale.made_invoices import Row

REVISION = "0005"
_NEW_TABLES = {"invoice_documents", "invoice_search"}
_LATER = ("text", "findings", "corrected", "document_type", "net_amount", "tax_amount", "issue_month")


def in_old_shape(tables: Mapping[str, Sequence[Row]]) -> Mapping[str, Sequence[Row]]:
    """The same rows for the tables of that revision."""
    documents = {row["invoice_id"]: row for row in tables["invoice_documents"]}
    nothing = dict.fromkeys(tables["invoice_documents"][0])
    invoices = []
    for row in tables["invoices"]:
        fat = {**nothing, **documents.get(row["id"], {}), **row}
        invoices.append({name: value for name, value in fat.items() if name not in {*_LATER, "invoice_id"}})
    return {**{name: rows for name, rows in tables.items() if name not in _NEW_TABLES}, "invoices": invoices}
