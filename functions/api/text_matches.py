"""What the texts of a query match: `q`, `search` and `op_number`, each in two forms between which a list chooses.

A list collects the ids of a text that matches few invoices, and sorts these. One that matches more than MOST_COUNTED is
tested row by row instead, while an order is walked: so many matches are never far from each other.
"""

from dataclasses import dataclass
from typing import Literal
from unicodedata import normalize

from sqlalchemy import Column, ColumnElement, Select, exists, or_, select

from functions.api.models import ConfirmedQuery, ListQuery
from shared.adapters.tables import invoices, operation_codes
from shared.domain.invoice import code_keys

MOST_COUNTED = 10_000
"""So many matches of a text are counted and sorted; beyond, a total is not exact."""

# Composed, decomposed, and with plain characters for compatible ones such as digits of full width.
_FORMS: tuple[Literal["NFC", "NFD", "NFKC"], ...] = ("NFC", "NFD", "NFKC")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMatch:
    """The invoices that a text matches.

    `ids` selects their ids, each once, as the only column `id`; it is executed with a limit. `condition` says the same
    of a row of `invoices`.
    """

    ids: Select[tuple[int]]
    condition: ColumnElement[bool]


def text_matches(query: ListQuery | ConfirmedQuery) -> list[TextMatch]:
    """One for each text of the query; an invoice must match all of them."""
    matches = [
        _in_columns(word, invoices.c.filename, invoices.c.seller_name, invoices.c.invoice_number)
        for word in (query.q or "").split()
    ]
    if isinstance(query, ListQuery) and query.search:
        matches.append(_in_columns(query.search, invoices.c.filename))
    if isinstance(query, ConfirmedQuery) and query.op_number and query.op_number.strip():
        matches.append(_with_code(query.op_number))
    return matches


def _in_columns(text: str, *places: Column[str | None] | Column[str]) -> TextMatch:
    """Whether one of the places holds the text, whatever the case and however both are composed: LIKE compares one
    character after the other, and a letter may be typed or stored as one ("é") or two ("e" and its accent)."""
    spellings = sorted({normalize(form, text) for form in _FORMS})
    condition = or_(*(place.icontains(one, autoescape=True) for place in places for one in spellings))
    return TextMatch(ids=select(invoices.c.id).where(condition), condition=condition)


def _with_code(code: str) -> TextMatch:
    has_code = operation_codes.c.code.in_(code_keys(code))
    return TextMatch(
        ids=select(operation_codes.c.invoice_id.label("id")).where(has_code).distinct(),
        condition=exists().where(operation_codes.c.invoice_id == invoices.c.id, has_code),
    )
