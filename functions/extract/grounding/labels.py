"""Chooses among several places of a value the one beside a label of its field.

It only breaks ties between places that all print the value, so word stems are enough.
"""

import re
from collections.abc import Collection

from functions.extract.grounding.index import Occurrence, WordIndex, distance
from functions.extract.local.lexicon.files import languages
from shared.domain.normalising import fold


def _stems_by_field() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for language in languages().values():
        for name, words in language.stems.items():
            found.setdefault(name, set()).update(map(fold, words))
    return {name: frozenset(words) for name, words in found.items()}


_STEMS = _stems_by_field()
"""Name of a field -> folded beginnings of the words of its labels."""

_LAST_WINS = frozenset({"/total_amount", "/amount_due", "/tax_amount", "/net_amount", "/paid_amount"})
"""Totals are printed at the end; of every other value the first place is taken."""

ROWS_ABOVE = 2
"""A heading is at most this many rows above its value."""


def best_labelled(index: WordIndex, pointer: str, places: list[Occurrence]) -> Occurrence | None:
    """The place with the best match, beside or under a label of this field, in the usual part of the document."""
    if not places:
        return None
    stems = _stems(pointer)
    later = pointer in _LAST_WINS

    def rank(place: Occurrence) -> tuple[float, float, int]:
        first = place.words[0]
        order = first if later else -first
        return (place.quality, _label_nearness(index, stems, place), order)

    return max(places, key=rank)


def nearest(index: WordIndex, places: list[Occurrence], anchor: Occurrence) -> Occurrence | None:
    """The place next to another one, if any is on its page."""
    page = index.page_of[anchor.words[0]]
    same = [place for place in places if index.page_of[place.words[0]] == page]
    return min(same, key=lambda place: distance(index, place, anchor), default=None)


def _stems(pointer: str) -> frozenset[str]:
    """None for a value of a row, which its row finds."""
    _, *parents, name = pointer.split("/")
    return frozenset() if any(map(str.isdigit, parents)) else _STEMS.get(name, frozenset())


def _label_nearness(index: WordIndex, stems: Collection[str], place: Occurrence) -> float:
    """1 right beside its label, less with distance, 0 without any."""
    if not stems:
        return 0.0
    row = index.row_of[place.words[0]]
    if row < 0:
        return 0.0
    box = index.box(place)
    best = 0.0
    members = set(place.words)
    for above in range(ROWS_ABOVE + 1):
        if row - above < 0:
            break
        for number in index.rows[row - above]:
            other = index.words[number]
            if number in members or index.page_of[number] != index.page_of[place.words[0]]:
                continue
            beside = above == 0 and other.box.x0 < box.x0
            over = above > 0 and other.box.x1 > box.x0 - 0.05 and other.box.x0 < box.x1 + 0.05
            if (beside or over) and _says(other.text, stems):
                distance = box.x0 - other.box.x1 if beside else 0.1 * above
                best = max(best, 1 - min(max(distance, 0.0), 0.9))
    return round(best, 1)


def _says(text: str, stems: Collection[str]) -> bool:
    folded = fold(re.sub(r"\d", "", text))
    return any(folded.startswith(stem) or (len(stem) >= 4 and stem in folded) for stem in stems)
