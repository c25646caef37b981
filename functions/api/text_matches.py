"""What the texts of a query match: `q`, `search` and `op_number`, each in two forms between which a list chooses; and
so do `exported`, `automatic`, `blocker`, `seller_id` and what the sender said (`reference`, `tag`, `source`,
`company`), which no figure counts by either.

A list collects the ids of a text that matches few invoices, and sorts these. One that matches more than MOST_COUNTED is
tested row by row instead, while an order is walked: so many matches are seldom far from each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from unicodedata import normalize

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    Select,
    Table,
    and_,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.mysql import match

from functions.api.models.filters import ConfirmedQuery, InvoiceFilters
from functions.api.services import services
from functions.api.word_shares import WordSample
from shared.adapters.tables import invoice_blockers, invoice_search, invoice_tags, invoices, operation_codes
from shared.domain.invoice import asked_code
from shared.domain.lifecycle import Status
from shared.domain.search_words import Term, grams_in, terms_of

MOST_COUNTED = 10_000
"""So many matches of a text are counted and sorted; beyond, a total is not exact."""

SCORE: Column[int] = Column("score", Integer, nullable=False)
"""Of ids that are ranked: 1 if all words are in names, numbers and codes of the invoice, 0 if its text has some."""

_MOST_READ = 4 * MOST_COUNTED
"""A word that more invoices hold is tested on those that hold the others; reading it from the index takes longer."""

_MOST_ASKED = 3
"""So many words leave few invoices, on which the others are tested; reading more of the index finds no fewer. Each
takes its time, so beside a word that no sampled invoice holds no other one is asked."""

# Composed, decomposed, and with plain characters for compatible ones such as digits of full width.
_FORMS: tuple[Literal["NFC", "NFD", "NFKC"], ...] = ("NFC", "NFD", "NFKC")

_CONFIRMED = frozenset((Status.PROCESSED,))


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMatch:
    """The invoices that a text matches.

    `ids` selects their ids, each once, as the column `id`, and if it `is_ranked` how good the match is as SCORE, more
    is better; it is executed with a limit. `condition` says the same of a row of `invoices`. One that `is_searched` is
    asked of the index of words, of which some ids take as long as all. Of a text that `is_frequent`, by estimate more
    than MOST_COUNTED, the ids are not worth to be asked for. What it matches is in one of the `statuses`; `number` of
    them, once they were counted.
    """

    ids: Select[Any]
    condition: ColumnElement[bool]
    is_ranked: bool = False
    is_searched: bool = False
    is_frequent: bool = False
    statuses: frozenset[Status] = frozenset(Status)
    number: int | None = None


def text_matches(query: InvoiceFilters | ConfirmedQuery) -> list[TextMatch]:
    """One for each text of the query, and for each of its other filters that no figure counts by; an invoice must match
    all of them. That of `q` is the first."""
    matches = []
    if query.q and query.q.strip():
        matches.append(_with_words(terms_of(query.q)))
    if isinstance(query, InvoiceFilters) and query.search:
        matches.append(_in_filename(query.search))
    if isinstance(query, ConfirmedQuery) and query.op_number and query.op_number.strip():
        with_code = _with_part(operation_codes, operation_codes.c.code == asked_code(query.op_number))
        matches.append(replace(with_code, statuses=_CONFIRMED))  # others have no codes in that table
    if query.exported is not None:
        matches.append(_exported(query.exported))
    if isinstance(query, InvoiceFilters) and query.automatic is not None:
        matches.append(_confirmed_automatically(query.automatic))
    if isinstance(query, InvoiceFilters) and query.blocker is not None:
        matches.append(_with_part(invoice_blockers, invoice_blockers.c.code == query.blocker))
    if query.seller_id is not None:
        matches.append(_of_seller(query.seller_id))
    said = ((invoices.c.reference, query.reference), (invoices.c.for_company, query.company))
    matches += [_equal(column, value) for column, value in (*said, (invoices.c.source_kind, query.source)) if value]
    matches += [_with_part(invoice_tags, invoice_tags.c.tag == tag) for tag in dict.fromkeys(query.tag)]
    return matches


def _with_words(terms: Sequence[Term]) -> TextMatch:
    """Whether the index has all of these words of an invoice in one row; of none it has none."""
    if not terms:
        return TextMatch(ids=select(invoices.c.id).where(false()), condition=false())
    sample = services().word_shares.sample()
    named = and_(*(_holds(invoice_search.c.named, term) for term in terms))
    held = and_(*(or_(_holds(invoice_search.c.named, term), _holds(invoice_search.c.words, term)) for term in terms))
    asked, tested = _asked_of_index(terms, sample)
    # A name or a number that is meant is not only mentioned.
    score = func.max(named, type_=Integer).label(SCORE.name)
    ids = (
        select(invoice_search.c.invoice_id.label("id"), score)
        .where(_index_has(asked), *([held] if tested else []))
        .group_by(invoice_search.c.invoice_id)
    )
    # A subquery that gives a value: MariaDB would turn EXISTS around, and read the whole index for it.
    of_row = select(func.max(held)).where(invoice_search.c.invoice_id == invoices.c.id).correlate(invoices)
    return TextMatch(
        ids=ids,
        condition=of_row.scalar_subquery() == 1,
        is_ranked=True,
        is_searched=True,
        is_frequent=sample.with_all(terms) > MOST_COUNTED,
    )


def _in_filename(part: str) -> TextMatch:
    """Whether the file's name holds the text, whatever the case and however both are composed: LIKE compares one
    character after the other, and a letter may be typed or stored as one ("é") or two ("e" and its accent)."""
    spellings = sorted({part, *(normalize(form, part) for form in _FORMS)})
    condition = or_(*(invoices.c.filename.icontains(one, autoescape=True) for one in spellings))
    grams, sample = grams_in(part), services().word_shares.sample()
    asked, _ = _asked_of_index(grams, sample)
    if not asked:
        return TextMatch(ids=select(invoices.c.id).where(condition), condition=condition)
    with_grams = select(invoice_search.c.invoice_id).where(_index_has(asked)).subquery()
    ids = select(invoices.c.id).join(with_grams, with_grams.c.invoice_id == invoices.c.id).where(condition)
    return TextMatch(
        ids=ids,
        condition=condition,
        is_searched=True,
        is_frequent=sample.with_all(grams) > MOST_COUNTED,
    )


def _asked_of_index(terms: Sequence[Term], sample: WordSample) -> tuple[list[Term], bool]:
    """The terms that the index is asked for, the rarest ones, and whether any are left to be tested. If each is held by
    too many, all are asked for: fewer hold them together."""
    asked: list[Term] = []
    for term in sorted(terms, key=lambda term: sample.with_all([term]))[:_MOST_ASKED]:
        if sample.with_all([term]) > _MOST_READ or (asked and sample.none_has(asked)):
            break
        asked.append(term)
    asked = asked or list(terms)
    return asked, len(asked) < len(terms)


def _index_has(terms: Sequence[Term]) -> ColumnElement[bool]:
    # Encoded words have no characters that mean something in a query.
    query = " ".join(f"+{term.stored}{'*' if term.is_prefix else ''}" for term in terms)
    return match(invoice_search.c.named, invoice_search.c.words, against=query).in_boolean_mode()


def _holds(column: ColumnElement[str], term: Term) -> ColumnElement[bool]:
    return func.locate(literal(term.within), column) > 0


def _exported(wanted: bool) -> TextMatch:
    """Whether another system has the confirmed data; the index is that of state and time of export."""
    at = invoices.c.exported_at
    condition = and_(invoices.c.status == Status.PROCESSED, at.is_not(None) if wanted else at.is_(None))
    ids = select(invoices.c.id).with_hint(invoices, "FORCE INDEX (ix_invoices_status_exported_at_id)")
    return TextMatch(ids=ids.where(condition), condition=condition, statuses=_CONFIRMED)


def _confirmed_automatically(wanted: bool) -> TextMatch:
    """Whether no person has confirmed it; the index is that of this and state."""
    condition = and_(invoices.c.automatic == wanted, invoices.c.status == Status.PROCESSED)
    ids = select(invoices.c.id).with_hint(invoices, "FORCE INDEX (ix_invoices_automatic_status)")
    return TextMatch(ids=ids.where(condition), condition=condition, statuses=_CONFIRMED)


def _equal(column: Column[Any], value: object) -> TextMatch:
    """Whether the column has this value; it has an index of its own."""
    ids = select(invoices.c.id).with_hint(invoices, f"FORCE INDEX (ix_invoices_{column.name})")
    return TextMatch(ids=ids.where(column == value), condition=column == value)


def _with_part(parts: Table, one: ColumnElement[bool]) -> TextMatch:
    """Whether this narrow table has such a row of it; it has an index that begins with what is asked, and has each
    invoice once, so that reading stops at a limit without a temporary table."""
    # A subquery that gives a value, as for words: it is asked for a row, and not turned around.
    of_row = select(func.count()).where(parts.c.invoice_id == invoices.c.id, one).correlate(invoices)
    return TextMatch(ids=select(parts.c.invoice_id.label("id")).where(one), condition=of_row.scalar_subquery() > 0)


def _of_seller(seller_id: int) -> TextMatch:
    """Whether it is an invoice of this seller; the index is that of seller and state."""
    of_seller = invoices.c.seller_id == seller_id
    ids = select(invoices.c.id).with_hint(invoices, "FORCE INDEX (ix_invoices_seller_id_status_id)")
    return TextMatch(ids=ids.where(of_seller), condition=of_seller)
