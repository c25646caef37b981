"""Where a page prints what a person typed.

Who types a value looks at the page and seldom points at it. Where the value is printed is found again here, so that its
evidence shows it and the next invoice of the seller is read with it. What is printed nowhere, or in several places that
may mean different things, gets no place.
"""

import logging
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any

from pydantic import ValidationError

from functions.api.models.review import Place
from shared.domain.document import DocumentText, Page, Word, load_document_text, union
from shared.domain.json_pointers import leaves
from shared.domain.memory.lesson import CONSTANTS, PLACES
from shared.domain.normalising import fold
from shared.domain.object_keys import text_key
from shared.errors import AppError
from shared.pipeline.ports import ObjectMissingError, ObjectStore

log = logging.getLogger(__name__)

_LEARNED = frozenset((*CONSTANTS, *PLACES))

LARGEST_TEXT = 2_000_000
"""Bytes of a document text that is looked through: some 40 pages full of words."""

_SHORTEST = 3
"""Letters and figures of a value; shorter ones stand everywhere."""

_LONGEST = 300
"""Characters of a value that is looked for."""

_MOST_STARTS = 100
"""Words of a page with which a text may begin."""

_MOST_PARTS = 3
"""Words that a date or an amount is printed in: "53 317,85"."""

_LONGEST_PART = 20
_NEXT_LINE = 3.0
"""Line heights down to the next line of an address at most."""

_SAME_EDGE = 0.02
"""Parts of the page's width that the lines of an address may begin apart."""

_AMOUNT = re.compile(r"[^\d.,']*(?P<whole>\d[\d.,']*?)(?:[.,](?P<cents>\d{2}))?[^\d]*")

Span = Sequence[Word]
Finder = Callable[[Sequence[Word]], Iterator[Span]]


def typed_places(
    store: ObjectStore, invoice_id: int, typed: Mapping[str, Any], shown: Collection[str]
) -> dict[str, Place]:
    """Pointer -> place of the values of a patch that a lesson is made of, where the document prints them. Those that
    the person has `shown` are left out."""
    wanted = {
        pointer: value
        for pointer, value in leaves(typed)
        if pointer in _LEARNED and pointer not in shown and isinstance(value, str) and len(value) <= _LONGEST
    }
    if not wanted:
        return {}
    try:
        content = store.get(text_key(invoice_id))
        document = load_document_text(content) if len(content) <= LARGEST_TEXT else DocumentText(pages=())
    except (ObjectMissingError, ValidationError):
        return {}  # it was never read
    except AppError as error:  # the correction counts more than its place
        log.warning("typed values not found", extra={"invoice_id": invoice_id, "code": error.code})
        return {}
    found = {pointer: place_of(pointer, value, document.pages) for pointer, value in wanted.items()}
    return {pointer: place for pointer, place in found.items() if place is not None}


def place_of(pointer: str, value: str, pages: Sequence[Page]) -> Place | None:
    """The place of a value: the first of what a seller prints alike everywhere, else the only one."""
    finder = _finder(value)
    if finder is None:
        return None
    places = [(page.number, span) for page in pages for span in finder(page.words)]
    if not places or (pointer not in CONSTANTS and len(places) > 1):
        return None
    number, words = places[0]
    return Place(page=number, box=tuple(union(word.box for word in words)), text=" ".join(word.text for word in words))


def _finder(value: str) -> Finder | None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        pass
    else:
        return lambda words: _runs(words, lambda text: _is_day(text, day))
    try:
        amount = Decimal(value)
    except InvalidOperation:
        amount = Decimal("NaN")
    if amount.is_finite() and "." in value:
        return lambda words: _runs(words, lambda text: _is_amount(text, amount))
    target = fold(value)
    return (lambda words: _texts(words, target)) if len(target) >= _SHORTEST else None


def _runs(words: Sequence[Word], says: Callable[[str], bool]) -> Iterator[Span]:
    """Runs of a few words with figures that say it together, each place once."""
    taken = -1
    for start in range(len(words)):
        for end in range(start + 1, min(start + _MOST_PARTS, len(words)) + 1):
            run = words[start:end]
            if not all(any(map(str.isdigit, word.text)) and len(word.text) <= _LONGEST_PART for word in run):
                break
            if start > taken and says(" ".join(word.text for word in run)):
                taken = end - 1
                yield run


def _is_day(text: str, day: date) -> bool:
    figures = [int(one) for one in re.findall(r"\d+", text)]
    years = (day.year, day.year % 100)
    return any(
        figures == order
        for year in years
        for order in ([day.day, day.month, year], [day.month, day.day, year], [year, day.month, day.day])
    )


def _is_amount(text: str, amount: Decimal) -> bool:
    match = _AMOUNT.fullmatch(text.replace(" ", ""))
    if match is None:
        return False
    whole = re.sub(r"\D", "", match["whole"])
    return Decimal(f"{whole}.{match['cents'] or '00'}") == abs(amount)


def _texts(words: Sequence[Word], target: str) -> Iterator[Span]:
    """Words that make the text one after the other; at the end of a line it may go on in the line below."""
    folded = [fold(word.text) for word in words]
    starts = (start for start, first in enumerate(folded) if first and target.startswith(first))
    for start in islice(starts, _MOST_STARTS):
        if run := _run_from(words, folded, start, target):
            yield run


def _run_from(words: Sequence[Word], folded: Sequence[str], start: int, target: str) -> list[Word]:
    run, rest, at = [words[start]], target[len(folded[start]) :], start
    line = words[start]
    while rest:
        following = at + 1
        while following < len(words) and not folded[following]:
            following += 1
        if following >= len(words) or not rest.startswith(folded[following]):
            below = _line_below(words, folded, line, rest)
            if below is None:
                return []
            following, line = below, words[below]
        run.append(words[following])
        rest, at = rest[len(folded[following]) :], following
    return run


def _line_below(words: Sequence[Word], folded: Sequence[str], line: Word, rest: str) -> int | None:
    """The word under the first one of a line, with which the text goes on."""
    height = line.box.y1 - line.box.y0
    for index, word in enumerate(words):
        down = word.box.y0 - line.box.y0
        near = 0 < down <= _NEXT_LINE * height and abs(word.box.x0 - line.box.x0) <= _SAME_EDGE
        if near and folded[index] and rest.startswith(folded[index]):
            return index
    return None
