"""What earlier invoices of the seller say about the candidates of a document.

A lesson points at one place of a new document: where the same words stand beside it. Lessons that find nothing alike
say nothing, so that another layout is read as if nothing were known. Every lesson is one vote; what the votes weigh
becomes a feature of the candidates (`rank.REMEMBERED`), never an answer by itself.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import log, pi
from typing import Any, TypeVar

from rapidfuzz import fuzz

from functions.extract.layout import Layout
from functions.extract.local.lexicon.kinds import Column
from functions.extract.local.mentions.mention import Mention
from functions.extract.local.rank import Candidate, softmax
from functions.extract.local.sketching import cells_of
from shared.domain.memory.anchor import Anchor, Neighbours
from shared.domain.memory.lesson import Learned, Lesson
from shared.domain.memory.notation import DayOrder, as_of_series, loose_shape, plain_shape, series_shape
from shared.domain.memory.seller_memory import SellerMemory, Votes

CHANGED = 0.1
"""How often words beside a value are others than the last time: misread, or worded anew."""

ALIGNED, LEVEL = 0.03, 0.1
"""Parts of the page by which a value moves sideways, and up or down with the number of lines."""

NONE_OF_THEM = 0.0
"""The logarithm of how much likelier than usual everything is where the remembered place is none of a document's."""

SAME_PLACE = 0.03
"""Where nothing is printed beside a value, it has moved no farther than that."""

AT_PLACE, AT_MOVED_PLACE = "remembered", "remembered_moved"
"""Features of a candidate that stands where earlier ones did, the second where the page alone once meant another."""

MOST_MENTIONS = 4
"""Places of one candidate that are compared."""

MOST_VALUES = 5
"""Different values of one constant that are looked for on the pages."""

SHORT_WORD = 5
LEAST_ALIKE = 78
"""Likeness (rapidfuzz, 0..100) from which two texts are one misread; shorter ones must be equal."""

CUT = 0.5
"""Likeness of a text to the end of another: a cell that was cut in two, or another label ("Items total")."""

COLUMN_OF: Mapping[str, Column] = {
    "description": Column.DESCRIPTION,
    "product_code": Column.CODE,
    "quantity": Column.QUANTITY,
    "unit": Column.UNIT,
    "unit_price": Column.UNIT_PRICE,
    "tax_rate": Column.TAX_RATE,
    "net_amount": Column.AMOUNT,
}
"""Field of a line -> the column of a table that holds it."""

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Recollection:
    """The lessons of the seller, newest first, in front of one document; without lessons every question has the answer
    that nothing is known."""

    layout: Layout
    lessons: tuple[Lesson, ...] = ()

    @classmethod
    def of(cls, layout: Layout, memory: SellerMemory | None) -> "Recollection":
        return cls(layout=layout, lessons=memory.lessons if memory is not None else ())

    def at_places(self, pointer: str, candidates: Sequence[Candidate[T]]) -> list[Candidate[T]]:
        """The candidates with what lessons say about their places."""
        if not self.lessons:
            return list(candidates)
        votes = self._place_votes(pointer, [one.mentions for one in candidates])
        name = AT_MOVED_PLACE if any(learned.moved for learned in self._learned(pointer)) else AT_PLACE
        said = [_told(one, name, vote) for one, vote in zip(candidates, votes, strict=True)]
        return [self._maybe_missing(pointer, one) if one.value is None else one for one in said]

    def pointed_at(self, pointer: str, places: Sequence[Sequence[Mention]]) -> list[bool]:
        """Which of these places more lessons point at than away from."""
        if not self.lessons:
            return [False] * len(places)
        return [vote.weight > 0 for vote in self._place_votes(pointer, places)]

    def by_value(
        self, pointer: str, candidates: Sequence[Candidate[T]], key: Callable[[Any], Hashable]
    ) -> list[Candidate[T]]:
        """The candidates with what lessons say about a constant that they hold; `key` tells equal values."""
        times = Counter(key(learned.value) for learned in self._learned(pointer) if learned.value is not None)
        votes = _shares(times, [key(one.value) for one in candidates])
        return [_told(one, "remembered", vote) for one, vote in zip(candidates, votes, strict=True)]

    def by_shape(self, pointer: str, candidates: Sequence[Candidate[T]]) -> list[Candidate[T]]:
        """The candidates with what lessons say about the shape of a series, as exactly as any candidate has it: the
        same letters, or as many, or but for the lengths of the parts."""
        shapes = [learned.shape for learned in self._learned(pointer) if learned.shape]
        if not shapes:
            return list(candidates)
        printed = [series_shape(one.value) if isinstance(one.value, str) else "" for one in candidates]
        forms: tuple[Callable[[str], str], ...] = (str, plain_shape, loose_shape)
        form = next((form for form in forms if not set(map(form, shapes)).isdisjoint(map(form, printed))), loose_shape)
        votes = _shares(Counter(map(form, shapes)), [form(shape) for shape in printed])
        return [
            replace(one, features=_with(one.features, "remembered_shape", vote))
            for one, vote in zip(candidates, votes, strict=True)
        ]

    def misread_of_series(self, pointer: str, number: str) -> str | None:
        """The number as one of the seller's last series that it was misread from; null if it was not."""
        return next((meant for shape in self._last_shapes(pointer) if (meant := as_of_series(number, shape))), None)

    def start_of_series(self, pointer: str, printed: Mention) -> int | None:
        """Where in its cell a number begins if its series has more before it, printed apart: "A 0000-00002680", of
        which the page alone gives the figures. Null if it has not."""
        text = printed.segment.text
        for shape in map(plain_shape, self._last_shapes(pointer)):
            start = printed.end - len(shape)
            if 0 <= start < printed.start and plain_shape(series_shape(text[start : printed.end])) == shape:
                return None if text[:start][-1:].isalnum() else start
        return None

    @cached_property
    def date_shapes(self) -> Sequence[str]:
        """How the seller's last dates are printed."""
        return self._last_shapes("/issue_date")

    def _last_shapes(self, pointer: str) -> Sequence[str]:
        return list(dict.fromkeys(learned.shape for learned in self._learned(pointer) if learned.shape))[:MOST_VALUES]

    @cached_property
    def day_order(self) -> DayOrder | None:
        """The order of day and month of most lessons that tell one."""
        orders: Counter[DayOrder] = Counter()
        for lesson in self.lessons:
            orders.update({one.order for one in lesson.learned if one.order is not None})
        (best, most), *others = [*orders.most_common(), (None, 0)]
        return best if most > sum(times for _, times in others) else None

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """Heading -> its column of the table of lines, where no lesson says otherwise; none unless a person had to
        show one of them: what the page alone reads right needs no help."""
        fields = {field: self._learned(f"/lines/0/{field}") for field in COLUMN_OF}
        if not any(learned.moved for several in fields.values() for learned in several):
            return {}
        found: dict[str, set[Column]] = {}
        for field, column in COLUMN_OF.items():
            for learned in fields[field]:
                if learned.anchor is not None and learned.anchor.above:
                    found.setdefault(learned.anchor.above, set()).add(column)
        return {heading: columns.pop() for heading, columns in found.items() if len(columns) == 1}

    def constants(self, pointer: str, key: Callable[[str], Hashable]) -> list[tuple[str, int]]:
        """The different values of a constant as they were last confirmed, the most frequent first, each with its number
        of lessons."""
        newest: dict[Hashable, str] = {}
        times: Counter[Hashable] = Counter()
        for learned in self._learned(pointer):
            if learned.value is not None and (known := key(learned.value)):
                newest.setdefault(known, learned.value)
                times[known] += 1
        return [(newest[known], count) for known, count in times.most_common(MOST_VALUES)]

    def readings(self, pointer: str, value: str) -> Sequence[str]:
        """What the reader made of this constant where a person had to put it right, newest first."""
        read = (one.read for one in self._learned(pointer) if one.value == value and one.read is not None)
        return list(dict.fromkeys(read))[:MOST_VALUES]

    @cached_property
    def known_accounts(self) -> frozenset[str]:
        """The keys of all accounts that earlier invoices print."""
        return frozenset(account for lesson in self.lessons for account in lesson.accounts)

    def _learned(self, pointer: str) -> Sequence[Learned]:
        return self._by_pointer.get(pointer, ())

    @cached_property
    def _by_pointer(self) -> Mapping[str, Sequence[Learned]]:
        found: dict[str, list[Learned]] = {}
        for lesson in self.lessons:
            for learned in lesson.learned:
                found.setdefault(learned.pointer, []).append(learned)
        return found

    def _place_votes(self, pointer: str, places: Sequence[Sequence[Mention]]) -> list[Votes]:
        """The votes for each of these places, in which each lesson has one in all. Empty places have none."""
        anchors = [
            (index, self._neighbours.anchor(one.segment.page, one.box))
            for index, mentions in enumerate(places)
            for one in mentions[:MOST_MENTIONS]
        ]
        times = Counter(learned.anchor for learned in self._learned(pointer) if learned.anchor is not None)
        agree, sure, cast = [0.0] * len(places), [0] * len(places), 0.0
        for remembered, count in times.items():
            shares = meant(remembered, [anchor for _, anchor in anchors])
            cast += count * sum(shares)
            for (index, _), share in zip(anchors, shares, strict=True):
                agree[index] += count * share
                sure[index] += count if share > 1 / 2 else 0
        return [
            Votes(agree=mine, contradict=cast - mine, lessons=lessons) if mentions else Votes()
            for mine, lessons, mentions in zip(agree, sure, places, strict=True)
        ]

    def _maybe_missing(self, pointer: str, nothing: Candidate[T]) -> Candidate[T]:
        missing = sum(pointer in lesson.missing for lesson in self.lessons)
        given = len(self._learned(pointer))
        if not missing:
            return nothing
        return replace(
            nothing, features=_with(nothing.features, "remembered_missing", Votes(agree=missing, contradict=given))
        )

    @cached_property
    def _neighbours(self) -> Neighbours:
        return Neighbours(cells_of(self.layout), len(self.layout.pages))


def meant(remembered: Anchor, places: Sequence[Anchor]) -> list[float]:
    """How probable each of these places is the remembered one; what is missing to one is how probable none of them is.
    Nothing at all where none is like it.

    What stands beside a place speaks for it by how rare that is among all places (naive Bayes): the word "Total" to the
    left of one, more than "Amount" over a whole column. Where it stands speaks for it by how much likelier a value is
    that near to where it was than anywhere on a page."""
    left = [_words_alike(remembered.left, one.left) for one in places]
    above = [_words_alike(remembered.above, one.above) for one in places]
    if not any(map(_is_like, [remembered] * len(places), places, left, above)):
        return [0.0] * len(places)
    said = zip(
        _evidence(left) if remembered.left else [0.0] * len(places),
        _evidence(above) if remembered.above else [0.0] * len(places),
        map(_evidence_of_place, [remembered] * len(places), places),
        strict=True,
    )
    return softmax([*(sum(parts) for parts in said), NONE_OF_THEM])[:-1]


def _is_like(remembered: Anchor, one: Anchor, left: float, above: float) -> bool:
    """Whether a word beside it is the same, or nothing is and the place is."""
    if (remembered.left and left) or (remembered.above and above):
        return True
    return not (remembered.left or remembered.above) and max(_moved(remembered, one)) <= SAME_PLACE


def _evidence(alike: Sequence[float]) -> list[float]:
    """The logarithm of how much more often these words stand beside the meant place than beside any of the others."""
    usual = max(sum(alike), 1.0) / len(alike)
    return [like * log((1 - CHANGED) / usual) + (1 - like) * log(CHANGED) for like in alike]


def _evidence_of_place(remembered: Anchor, one: Anchor) -> float:
    """The logarithm of how much likelier a value that was there is here than anywhere on the page: Cauchy's
    distribution, in which a far way off is possible still."""
    aside, down = _moved(remembered, one)
    same_page = remembered.page == one.page or remembered.pages_behind == one.pages_behind
    return _cauchy(aside, ALIGNED) + _cauchy(down, LEVEL) + (0.0 if same_page else log(CHANGED))


def _cauchy(away: float, usual: float) -> float:
    return -log(pi * usual * (1 + (away / usual) ** 2))


def _moved(one: Anchor, other: Anchor) -> tuple[float, float]:
    """How far a value has moved to the side, by its nearer edge since figures are aligned to the right, and down."""
    return min(abs(one.x - other.x), abs(one.right - other.right)), abs(one.y - other.y)


@lru_cache(maxsize=4096)
def _words_alike(one: str, other: str) -> float:
    """0..1, 0 for different words. Nothing is like nothing."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) < SHORT_WORD:
        return 0.0
    like = fuzz.ratio(one, other)
    if like >= LEAST_ALIKE:
        return like / 100
    return CUT if one.endswith(other) or other.endswith(one) else 0.0


def _shares(times: Mapping[Any, int], keys: Sequence[Hashable]) -> list[Votes]:
    """The votes for each key; lessons for what no candidate has say nothing."""
    here = sum(times[key] for key in set(keys) if key in times)
    mine = [times.get(key, 0) for key in keys]
    return [Votes(agree=count, contradict=here - count, lessons=count) for count in mine]


def _told(one: Candidate[T], feature: str, vote: Votes) -> Candidate[T]:
    lessons = vote.lessons if vote.weight > 0 else one.lessons
    return replace(one, features=_with(one.features, feature, vote), lessons=lessons) if vote.weight else one


def _with(features: Mapping[str, float], name: str, vote: Votes) -> Mapping[str, float]:
    return {**features, name: vote.weight} if vote.weight else features
