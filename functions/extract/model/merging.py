"""The answers to the parts of one document as one answer."""

from collections.abc import Iterable, Sequence
from typing import Any

from functions.extract.model.answer import Answer
from shared.domain.invoice import LONGEST_TEXT, MOST_CODES, MOST_LINES, InvoiceData

_AT_THE_END = frozenset(
    {"net_amount", "tax_amount", "total_amount", "paid_amount", "amount_due", "payment_terms", "payment"}
)
"""Totals and how to pay stand on the last page; a sum on an earlier one is carried over. The rest stands first."""


def merge_answers(answers: Sequence[Answer]) -> Answer:
    """Header fields from the first part that gives them, totals from the last; lines and codes of all, in order."""
    if len(answers) == 1:
        return answers[0]
    parts = [answer.data.model_dump() for answer in answers]
    merged = {name: _merged(name, [part[name] for part in parts]) for name in InvoiceData.model_fields}
    return Answer(
        data=InvoiceData.model_validate(merged),
        is_invoice=any(answer.is_invoice for answer in answers),
        invoice_count=max(answer.invoice_count for answer in answers),
        dropped=tuple(pointer for answer in answers for pointer in answer.dropped),
    )


def _merged(name: str, values: Sequence[Any]) -> Any:
    if name == "lines":
        return [line for lines in values for line in lines][:MOST_LINES]
    if name == "operation_codes":
        return list(dict.fromkeys(code for codes in values for code in codes))[:MOST_CODES]
    if name == "tax_breakdown":
        return next((rows for rows in reversed(values) if rows), [])
    if name == "notes":
        return "\n".join(dict.fromkeys(note for note in values if note))[:LONGEST_TEXT] or None
    ordered = list(reversed(values)) if name in _AT_THE_END else values
    if isinstance(values[0], dict):
        return {field: _first(part[field] for part in ordered) for field in values[0]}
    return _first(ordered)


def _first(values: Iterable[Any]) -> Any:
    return next((value for value in values if value is not None), None)
