"""Which words of a text layer can be seen on the page, and what a reading of the page's picture decides about those of
which a drawing says too little (`visibility`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from functions.ocr.box_places import BoxPlaces
from shared.domain.document import Box, Word
from shared.domain.normalising import caseless
from shared.domain.printed_values import digits_of, holds_value

# A reading of a value that is believed against the layer, and how many values of a page are compared.
SURELY_READ = 0.9
MOST_COMPARED = 2_000
# Similarity of a doubtful word and what is read at its place.
MOSTLY_SAME = 0.6


class Verdict(StrEnum):
    """What the drawing says about the layer: `judged` word by word; `elsewhere`: they do not belong together, so that
    the page must be read; `unknown`: the drawing shows too little to judge."""

    JUDGED = "judged"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The words of a page that can be seen, in the layer's order, and those that cannot. `doubtful` are some of
    `words`: they lie on others, so the ink there may be that of the others, and something there may be hidden.
    `lost` are places with the ink of letters that the layer does not have, because their font has no map for them."""

    verdict: Verdict
    words: tuple[Word, ...]
    hidden: tuple[Word, ...] = ()
    doubtful: tuple[Word, ...] = ()
    lost: tuple[Box, ...] = ()


def with_lost_letters(words: Sequence[Word], read: Sequence[Word], lost: Sequence[Box]) -> tuple[Word, ...]:
    """The words, those with lost letters as a reading of the page's picture has them."""
    if not lost:
        return tuple(words)
    letters, places = BoxPlaces(lost), BoxPlaces([word.box for word in words])
    replaced: dict[int, list[Word]] = {}
    dropped: set[int] = set()
    for one in read:
        if not len(letters.with_middle_in(one.box)):
            continue
        parts = places.with_middle_in(one.box).tolist()
        dropped.update(parts)
        place = parts[0] if parts else 1 + (places.ending_before(one.box) or 0)
        replaced.setdefault(place, []).append(one)
    return tuple(
        word
        for place in range(len(words) + 1)
        for word in (*replaced.get(place, ()), *(words[place : place + 1] if place not in dropped else ()))
    )


def shown_by_reading(seen: Seen, read: Sequence[Word]) -> Seen:
    """The same, with the doubtful words decided: those that a reading of the page's picture has at their place are
    seen."""
    places = BoxPlaces([word.box for word in read])
    lost = {word for word in seen.doubtful if not _is_read(word, [read[there] for there in places.touching(word.box)])}
    words = tuple(word for word in seen.words if word not in lost)
    hidden = sorted((*seen.hidden, *lost), key=lambda word: (word.box.y0, word.box.x0))
    return Seen(verdict=seen.verdict, words=words, hidden=tuple(hidden))


def contradicted(words: Sequence[Word], read: Sequence[Word]) -> tuple[Word, ...]:
    """The values among the words for which a reading surely has another of as many digits at the same place."""
    sure = [(digits_of(other.text), other.box) for other in read if other.confidence >= SURELY_READ]
    places = BoxPlaces([box for _, box in sure])

    def differs(word: Word) -> bool:
        own = digits_of(word.text)
        there = (sure[place][0] for place in places.touching(word.box))
        return any(digits != own and len(digits) == len(own) for digits in there)

    values = [word for word in words if holds_value(word.text)][:MOST_COMPARED]
    return tuple(word for word in values if differs(word))


def _is_read(word: Word, there: Sequence[Word]) -> bool:
    """Whether what is read at its place is the word, or one that is mostly the same."""
    text, read = caseless(word.text), [caseless(other.text) for other in there]
    return text in "".join(read) or any(SequenceMatcher(None, text, other).ratio() >= MOSTLY_SAME for other in read)
