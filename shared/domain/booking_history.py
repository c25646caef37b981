"""How invoices were booked before: what a confirmed one teaches, and what to suggest for the next. Pure.

A suggestion says how often it was so, and is never put into the data: a person takes it.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from shared.domain.booking import Booking, BookingField
from shared.domain.invoice import InvoiceData, Line
from shared.domain.normalising import fold

LONGEST_ITEM = 100
"""Characters of the keys of what a line sells."""

MOST_BOOKED_ROWS = 200
"""Of one invoice; an invoice of thousands of lines sells the same again and again."""

MOST_SUGGESTIONS = 3
"""Values of one field, the likeliest first."""

MOST_LINES = 500
"""So many lines of an invoice get suggestions; who has more books them otherwise."""

_MOST_ITEMS = 300
"""Items of the seller that a line is compared with."""

_ALIKE = 0.5
"""Half of what two descriptions say is the same."""

_NEARLY = 0.75
"""What is nearly as like as the most like is meant too: paper of another month, not paper of another kind."""

_AGREEING = 3
"""What so many of the newest say comes first, whatever was so before: books change."""

_BETWEEN_WORDS = re.compile(r"[\W\d_]+")
_MOST_WORDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedRow:
    """How an invoice (number 0), or what one of its lines sells (numbers from 1), was booked. `item` are the words of
    the description and `code` is the seller's article number, both folded."""

    number: int
    item: str | None
    code: str | None
    booking: Booking


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedBefore:
    """A row of a confirmed invoice."""

    invoice_id: int
    row: BookedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A value, and how many of the earlier invoices `of` which the field is known had it."""

    value: str
    invoices: int
    of: int


def booked_rows(data: InvoiceData) -> tuple[BookedRow, ...]:
    """What an invoice teaches once a person has confirmed it; nothing where nobody booked it."""
    found: dict[tuple[str | None, str | None, Booking], None] = {}
    if data.booking is not None and data.booking.given():
        found[None, None, data.booking] = None
    of_invoice = len(found)
    for line in data.lines:
        if len(found) == MOST_BOOKED_ROWS:
            break
        if line.booking is not None and line.booking.given():
            found[item_of(line), code_of(line), line.booking] = None
    return tuple(
        BookedRow(number=number, item=item, code=code, booking=booking)
        for number, (item, code, booking) in enumerate(found, start=1 - of_invoice)
    )


def item_of(line: Line) -> str | None:
    """The words of the description, without figures: what is sold, whichever month or number it is."""
    words = (fold(word) for word in _BETWEEN_WORDS.split(line.description or ""))
    kept = [word for word in words if len(word) > 1][:_MOST_WORDS]
    return " ".join(kept)[:LONGEST_ITEM].strip() or None


def code_of(line: Line) -> str | None:
    """The article number as it is compared."""
    return fold(line.product_code or "")[:LONGEST_ITEM] or None


def suggestions(
    data: InvoiceData, of_seller: Iterable[BookedBefore], of_items: Iterable[BookedBefore]
) -> dict[str, list[Suggestion]]:
    """JSON pointer of each field of a booking that has no value -> what it was before, the likeliest first.

    `of_seller` are rows of the seller's confirmed invoices, `of_items` those of whichever seller that sell the same,
    both newest first. A line asks what is most like it first: the same article, the same words, most of the words, the
    same words of another seller, and at last anything that the seller sells.
    """
    before = _Bookings(tuple(of_seller), tuple(of_items))
    found = dict(_of_one("", data.booking, [before.of_invoices]))
    known: dict[tuple[str | None, str | None], tuple[_Group, ...]] = {}
    for index, line in enumerate(data.lines[:MOST_LINES]):
        key = item_of(line), code_of(line)
        if key not in known:
            known[key] = before.like(*key)
        found.update(_of_one(f"/lines/{index}", line.booking, known[key]))
    return found


class _Group:
    """Rows that are alike, newest first, and the values that they have for each field."""

    def __init__(self, rows: Iterable[BookedBefore] = ()) -> None:
        self._rows = tuple(rows)

    @cached_property
    def values(self) -> Mapping[BookingField, list[Suggestion]]:
        """The values of each field that has any, the likeliest first."""
        by_field: dict[BookingField, dict[int, dict[str, None]]] = {}
        for one in self._rows:
            for field, value in one.row.booking.given().items():
                by_field.setdefault(field, {}).setdefault(one.invoice_id, {})[value] = None
        return {field: _ranked([list(values) for values in found.values()]) for field, found in by_field.items()}


_NONE = _Group()


def _ranked(by_invoice: Sequence[Sequence[str]]) -> list[Suggestion]:
    """The values that these invoices, newest first, have for a field."""
    counted = Counter(value for values in by_invoice for value in values)
    newest = by_invoice[:_AGREEING]
    agreed = set.intersection(*map(set, newest)) if len(newest) == _AGREEING else set[str]()
    # Equal ones stay in the order in which they were met: the newest first.
    order = sorted(counted, key=lambda value: (value not in agreed, -counted[value]))
    return [Suggestion(value=value, invoices=counted[value], of=len(by_invoice)) for value in order[:MOST_SUGGESTIONS]]


def _of_one(pointer: str, booking: Booking | None, nearest: Sequence[_Group]) -> Iterator[tuple[str, list[Suggestion]]]:
    """The suggestions for the invoice or a line: each field's by the nearest group that knows it."""
    given = booking.given() if booking else {}
    for field in BookingField:
        if field not in given:
            values = next((group.values[field] for group in nearest if field in group.values), None)
            if values:
                yield f"{pointer}/booking/{field}", values


class _Bookings:
    """What is known of a seller's bookings, newest first, and of the same items elsewhere."""

    def __init__(self, of_seller: Sequence[BookedBefore], of_items: Sequence[BookedBefore]) -> None:
        of_lines = [one for one in of_seller if one.row.number > 0]
        self.of_invoices = _Group(one for one in of_seller if one.row.number == 0)
        self._of_lines = _Group(of_lines)
        self._by_item = _grouped(of_lines, lambda row: row.item)
        self._by_code = _grouped(of_lines, lambda row: row.code)
        self._by_article = _grouped(of_lines, lambda row: (row.item, row.code) if row.code else None)
        self._elsewhere = _grouped(of_items, lambda row: row.item)
        self._items = _Items(of_lines)

    def like(self, item: str | None, code: str | None) -> tuple[_Group, ...]:
        """The rows that are like a line, the nearest first."""
        return (
            self._by_article.get((item, code), _NONE),
            self._by_item.get(item, _NONE),
            self._by_code.get(code, _NONE),
            _Group(self._items.similar_to(item or "")),
            self._elsewhere.get(item, _NONE),
            self._of_lines,
        )


def _grouped(rows: Iterable[BookedBefore], key: Callable[[BookedRow], Hashable]) -> Mapping[Hashable, _Group]:
    """The rows that have the same key; those that have none are in no group."""
    groups: dict[Hashable, list[BookedBefore]] = {}
    for one in rows:
        if (found := key(one.row)) is not None:
            groups.setdefault(found, []).append(one)
    return {found: _Group(members) for found, members in groups.items()}


class _Items:
    """What a seller's lines sell, to be compared word by word. A word counts as often as invoices have it: what they
    repeat names the thing, what one of them says is its month."""

    def __init__(self, of_lines: Iterable[BookedBefore]) -> None:
        self._rows: dict[str, list[BookedBefore]] = {}
        for one in of_lines:
            item = one.row.item
            if item is not None and (item in self._rows or len(self._rows) < _MOST_ITEMS):
                self._rows.setdefault(item, []).append(one)
        self._items_with: dict[str, list[str]] = {}
        invoices_with: dict[str, set[int]] = {}
        for item, rows in self._rows.items():
            for word in dict.fromkeys(item.split()):
                self._items_with.setdefault(word, []).append(item)
                invoices_with.setdefault(word, set()).update(row.invoice_id for row in rows)
        self._weights = {word: len(invoices) for word, invoices in invoices_with.items()}
        self._whole = {item: self._weight(item) for item in self._rows}

    def similar_to(self, item: str) -> Iterator[BookedBefore]:
        """The rows of the items that share the most with this one, if that is enough; newest first."""
        shared = Counter[str]()
        for word in dict.fromkeys(item.split()):
            for other in self._items_with.get(word, ()):
                shared[other] += self._weights[word]
        whole = self._weight(item)
        shares = {other: weight / (whole + self._whole[other] - weight) for other, weight in shared.items()}
        least = max(_ALIKE, max(shares.values(), default=0.0) * _NEARLY)
        alike = (row for other, share in shares.items() if share >= least for row in self._rows[other])
        yield from sorted(alike, key=lambda row: row.invoice_id, reverse=True)

    def _weight(self, item: str) -> int:
        return sum(self._weights.get(word, 0) for word in dict.fromkeys(item.split()))
