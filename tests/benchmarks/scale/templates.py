"""The samples' own results, as templates: JSON with holes where each made invoice has values of its own."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from shared.adapters.invoice_rows import whole_invoices
from shared.adapters.tables import invoice_documents, invoices
from tests.support.stack import ROOT, RunningStack

SAMPLES = ROOT / "samples"
_KINDS = {".pdf", ".xml", ".jpg", ".tif"}
_HOLE = re.compile(r'"@(\w+)@"')
_MOST_LINES = 1
_MOST_EVIDENCE = 2
_MOST_TEXT = 600
"""Of a document are kept so many lines, the evidence of so many values, and so many characters of its text: a confirmed
invoice, whose data is stored twice, then has 8 kB, and a row fits the half page that InnoDB asks of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What one sample was read as. `data` is JSON text whose odd parts are names of holes."""

    filename: str
    content_type: str
    size: int
    page_count: int | None
    extractor: str
    data: tuple[str, ...]
    evidence: str
    text: str

    def filled(self, values: Mapping[str, str]) -> str:
        """The JSON of an invoice with these values, each of them JSON."""
        parts = list(self.data)
        for place in range(1, len(parts), 2):
            parts[place] = values[parts[place]]
        return "".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """All samples, and the findings that their checks had, whatever their level."""

    documents: tuple[Template, ...]
    findings: tuple[Mapping[str, Any], ...]


def sample_results(stack: RunningStack) -> list[dict[str, Any]]:
    """Sends the samples through the stack, and returns what became of each, as JSON."""
    paths = sorted(path for path in SAMPLES.iterdir() if path.suffix in _KINDS)
    ids = [
        result["invoice_id"] for result in stack.upload(*((path.name, path.read_bytes()) for path in paths))
    ]  # fmt: skip
    for invoice_id in ids:
        stack.finished(invoice_id)
    of_file = (invoices.c[name] for name in ("filename", "content_type", "size", "page_count", "extractor"))
    of_answer = (invoice_documents.c[name] for name in ("preview_data", "evidence", "checks", "text"))
    with stack.engine().connect() as connection:
        query = select(*of_file, *of_answer).select_from(whole_invoices()).where(invoices.c.id.in_(ids))
        return [dict(row) for row in connection.execute(query.order_by(invoices.c.id)).mappings()]


def read_templates(path: Path) -> Templates:
    """The templates of results that `sample_results` gave and somebody stored as JSON."""
    results = json.loads(path.read_text())
    return Templates(
        documents=tuple(_template(result) for result in results if result["preview_data"]),
        findings=tuple(finding for result in results for finding in result["checks"] or ()),
    )


def _template(result: Mapping[str, Any]) -> Template:
    data = dict(result["preview_data"])
    own = ("document_type", "invoice_number", "issue_date", "due_date", "currency", "net_amount", "tax_amount")
    data |= {name: f"@{name}@" for name in (*own, "total_amount", "operation_codes", "summary")}
    data["amount_due"] = "@total_amount@"
    data["seller"] = {**data["seller"], "name": "@seller_name@", "vat_id": "@seller_vat_id@", "tax_id": None}
    data["payment"] = {**data["payment"], "iban": "@iban@", "account": None, "accounts": []}
    data["lines"] = [{**line, "operation_codes": []} for line in data["lines"][:_MOST_LINES]]
    return Template(
        **{name: result[name] for name in ("filename", "content_type", "size", "page_count", "extractor")},
        data=tuple(_HOLE.split(json.dumps(data))),
        evidence=json.dumps(dict(list((result["evidence"] or {}).items())[:_MOST_EVIDENCE])),
        text=" ".join((result["text"] or "")[:_MOST_TEXT].split()),
    )
