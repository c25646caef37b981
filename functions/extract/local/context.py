"""The mentions of a document and their links, found once, for every field."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from functions.extract.layout import Layout, Segment
from functions.extract.local.fields.tax_breakdown import TaxRow, find_tax_breakdown
from functions.extract.local.lexicon.spoken import spoken_languages
from functions.extract.local.links.amounts import labelled_amounts, plain_sums
from functions.extract.local.links.date_order import days_of_terms, has_one_order, in_order, settled
from functions.extract.local.links.dates import LabelledDate, label_dates
from functions.extract.local.links.money import Money
from functions.extract.local.links.numbers import LinkedNumber, link_numbers
from functions.extract.local.links.places import LabelMap
from functions.extract.local.mentions.amounts import find_amounts
from functions.extract.local.mentions.country import find_country
from functions.extract.local.mentions.dates import find_dates
from functions.extract.local.mentions.identifiers import PrintedIdentifier, find_identifiers
from functions.extract.local.mentions.labels import find_labels
from functions.extract.local.mentions.mention import Mention
from functions.extract.local.mentions.misread_dates import misread_dates
from functions.extract.local.mentions.numbers import find_numbers
from functions.extract.local.recollection import Recollection
from functions.extract.local.tables.columns import Headers, find_headers
from functions.extract.local.tables.heading_rows import heading_rows
from functions.extract.local.tables.lines import LineValues, find_lines, lines_with_words
from functions.extract.local.value import Value
from shared.domain.memory.seller_memory import SellerMemory
from shared.domain.normalising import fold


@dataclass(frozen=True, kw_only=True)
class Context:
    """All that is found on the pages before the fields are chosen: what every field's candidates are made from."""

    layout: Layout
    places: LabelMap
    country: str | None
    dates: tuple[LabelledDate, ...]
    terms: frozenset[int]  # days to pay
    numbers: tuple[LinkedNumber, ...]
    identifiers: tuple[PrintedIdentifier, ...]
    money: Money
    headers: Headers
    lines: tuple[LineValues, ...]
    taxes: tuple[TaxRow, ...]
    recollection: Recollection

    @cached_property
    def heading_rows(self) -> frozenset[tuple[int, int]]:
        """(page, row) of the headings of the tables of lines."""
        return heading_rows(self.headers)

    @cached_property
    def folded(self) -> str:
        """All print without case, accents, blanks and punctuation, in which phrases are looked for: a sentence may go
        on in the next row, or be cut into cells."""
        return fold("".join(row.text for row in self.layout.rows))

    @cached_property
    def _numbers_by_segment(self) -> dict[Segment, list[LinkedNumber]]:
        found: dict[Segment, list[LinkedNumber]] = {}
        for number in self.numbers:
            found.setdefault(number.printed.segment, []).append(number)
        return found

    def numbers_of(self, segment: Segment) -> Sequence[LinkedNumber]:
        """The numbers of one segment, left to right."""
        return self._numbers_by_segment.get(segment, ())

    @property
    def date_spans(self) -> list[Mention]:
        return [item.printed for item in self.dates]

    @property
    def money_spans(self) -> list[Mention]:
        return [amount for amount in self.money.amounts if amount.money]


def each_once(bases: Iterable[Value[Decimal] | None]) -> Iterator[Decimal]:
    """The bases that are given; one printed figure counts once, whatever is computed from it."""
    yield from {base.words: base.value for base in bases if base is not None}.values()


def read_context(layout: Layout, memory: SellerMemory | None = None) -> Context:
    """Labels, dates and amounts, and which label belongs to which. `memory` is that of the document's seller."""
    recollection = Recollection.of(layout, memory)
    spoken = spoken_languages(segment.text for segment in layout.segments)
    labels = find_labels(layout, spoken)
    places = LabelMap(layout, labels)
    country = find_country(layout)
    dates = find_dates(layout, country=country)
    dates += misread_dates(layout, recollection.date_shapes, dates)
    amounts = find_amounts(layout, dates, labels=labels, country=country)
    labelled = labelled_amounts(places, amounts)
    headers = find_headers(layout, recollection.columns)
    lines = find_lines(layout, amounts, headers)
    taxes = find_tax_breakdown(layout, amounts, lines_with_words(lines))
    # Two taxes of one base (CGST and SGST) count it once.
    complete = all(row.taxable_amount is not None and row.tax_amount is not None for row in taxes)
    terms = days_of_terms(layout, places)
    return Context(
        layout=layout,
        places=places,
        country=country,
        dates=in_order(
            settled(label_dates(places, dates), terms, one_order=has_one_order(spoken, country)), recollection.day_order
        ),
        terms=terms,
        numbers=link_numbers(places, find_numbers(layout)),
        identifiers=find_identifiers(layout),
        money=Money(
            layout=layout,
            amounts=amounts,
            labelled=labelled,
            plain=plain_sums(labelled, amounts),
            lines=tuple(line.net_amount.value for line in lines if line.net_amount is not None),
            bases=tuple(each_once(row.taxable_amount for row in taxes)) if complete else (),
            taxes=tuple(row.tax_amount.value for row in taxes if row.tax_amount is not None),
        ),
        headers=headers,
        lines=lines,
        taxes=taxes,
        recollection=recollection,
    )
