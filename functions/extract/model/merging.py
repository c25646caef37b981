"""Merges the answers to the parts of one document."""

from collections.abc import Iterable, Sequence
from typing import Any

from functions.extract.model.answer import Answer
from shared.domain.fields import LISTS
from shared.domain.invoice import InvoiceData
from shared.domain.invoice_values import LONGEST_TEXT, MOST_CODES, MOST_LINES

_AT_THE_END = frozenset(
    {
        *("net_amount", "tax_amount", "total_amount", "paid_amount", "amount_due", "payment_terms", "payment"),
        *("lines_total", "allowances_total", "charges_total", "rounding_amount"),
    }
)
"""Totals and payment are on the last page; a sum on an earlier one is carried over. Other fields are on the first."""


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
    if name in LISTS:
        return next((rows for rows in reversed(values) if rows), [])
    if name == "notes":
        return "\n".join(dict.fromkeys(note for note in values if note))[:LONGEST_TEXT] or None
    ordered = list(reversed(values)) if name in _AT_THE_END else values
    groups = [value for value in ordered if isinstance(value, dict)]
    if groups:
        return {field: _first(group[field] for group in groups) for field in groups[0]}
    return _first(ordered)


def _first(values: Iterable[Any]) -> Any:
    """The first non-empty value; an empty list only if there is nothing else."""
    given = [value for value in values if value is not None]
    return next((value for value in given if value != []), given[0] if given else None)
