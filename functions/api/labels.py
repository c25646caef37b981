"""What the sender of an invoice said of it, as columns of any query of invoices and in its public form."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON, literal_column, select

from shared.adapters.tables import invoice_documents, invoice_tags, invoices
from shared.domain.origins import public_source

_document = invoice_documents.alias("sources")

LABELS = (
    invoices.c.reference,
    invoices.c.for_company.label("company"),
    invoices.c.source_kind,
    # Subqueries, so that lists that read rows of `invoices` alone have them for the rows of their page.
    select(literal_column("JSON_ARRAYAGG(tag ORDER BY tag)", JSON))
    .select_from(invoice_tags)
    .where(invoice_tags.c.invoice_id == invoices.c.id)
    .correlate(invoices)
    .scalar_subquery()
    .label("tags"),
    select(_document.c.source)
    .where(_document.c.invoice_id == invoices.c.id)
    .correlate(invoices)
    .scalar_subquery()
    .label("stored_source"),
)
"""The columns that `labels_of` is made of."""


def labels_of(row: Mapping[Any, Any]) -> dict[str, Any]:
    """The fields of LABELS in their public form."""
    return {
        "reference": row["reference"],
        "tags": row["tags"] or [],
        "company": row["company"],
        "source": public_source(row["source_kind"], row["stored_source"]),
    }


def with_labels(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row with LABELS in their public form."""
    shown = {**row, **labels_of(row)}
    del shown["source_kind"], shown["stored_source"]
    return shown
