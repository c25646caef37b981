"""As much of an invoice as an answer holds: without what is empty, and with an end."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from invoices_client.asynchronous.client import AsyncInvoice
from invoices_client.models import InvoiceRow, Page, Word

MOST_LINES = 100
"""Lines of an invoice in one answer; the next ones are asked for."""

MOST_LETTERS = 20_000
"""Letters of a page in one answer; the next ones are asked for."""

_MOST_ENTRIES = 100
_LONGEST_TEXT = 2_000


_OF_A_ROW = {
    "id", "filename", "status", "version", "created_at", "invoice_number", "seller_name", "issue_date", "due_date",
    "total_amount", "currency", "worst_finding", "duplicate_of", "match", "reference", "tags",
}  # fmt: skip
_OF_ITS_STATE = {
    "id", "filename", "status", "version", "created_at", "page_count", "confirmed_at", "error", "reject_reason",
    "extractor", "duplicate_of", "exported_reference", "reference", "tags", "source",
}  # fmt: skip


def row(found: InvoiceRow) -> dict[str, Any]:
    """One invoice of a list."""
    return _facts(found, _OF_A_ROW)


def whole(invoice: AsyncInvoice, *, lines_from: int = 1) -> dict[str, Any]:
    """One invoice: its state, its data with a window of its lines, and what the checks found."""
    state = _facts(invoice, _OF_ITS_STATE)
    data = invoice.final_data or invoice.preview_data
    if data is None:
        return state
    window = data.model_copy(update={"lines": data.lines[lines_from - 1 : lines_from - 1 + MOST_LINES]})
    return {
        **state,
        "data_is": "confirmed" if invoice.final_data else "as extracted and corrected, not confirmed",
        "data": _facts(window),
        "line_count": len(data.lines),
        "findings": _compact([_facts(finding) for finding in invoice.checks or []]),
    }


def evidence(invoice: AsyncInvoice, pointers: Iterable[str]) -> dict[str, Any]:
    """Where these values stand in the document, null for one without evidence."""
    known = invoice.evidence or {}
    return {
        "id": invoice.id,
        "version": invoice.version,
        "evidence": {pointer: _facts(known[pointer]) if pointer in known else None for pointer in pointers},
    }


def page_text(page: Page, *, letters_from: int) -> dict[str, Any]:
    """What one page says, and how many words of its text nobody sees, which are left out."""
    text = _as_lines(page.words)
    end = letters_from + MOST_LETTERS
    return {
        "page": page.number,
        "text": text[letters_from:end],
        "next_letters_from": end if end < len(text) else None,
        "hidden_words_left_out": len(page.hidden),
    }


def _as_lines(words: Iterable[Word]) -> str:
    """The words, with a new line where one begins left of the end of the one before, or below it."""
    lines: list[list[str]] = []
    before: list[float] | None = None
    for word in words:
        if before is None or word.box[0] < before[2] - 0.01 or word.box[1] > before[3]:
            lines.append([])
        lines[-1].append(word.text)
        before = word.box
    return "\n".join(" ".join(line) for line in lines)


def _facts(model: BaseModel, names: set[str] | None = None) -> dict[str, Any]:
    """Fields of a model, all without `names`, that are not empty."""
    facts: dict[str, Any] = _compact(model.model_dump(mode="json", include=names))
    return facts


def _compact(value: Any) -> Any:
    """Without nulls and empty values; of long lists the first entries, of long texts the first letters."""
    if isinstance(value, Mapping):
        inner = ((name, _compact(one)) for name, one in value.items())
        return {name: one for name, one in inner if one not in (None, "", [], {})}
    if isinstance(value, list):
        kept = [_compact(one) for one in value[:_MOST_ENTRIES]]
        left = len(value) - len(kept)
        return [*kept, f"… and {left} more"] if left else kept
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        return value[:_LONGEST_TEXT] + "…"
    return value
