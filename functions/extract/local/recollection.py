"""What earlier invoices of the seller say about the candidates of a document.

A lesson points at one place of a new document: where the same words stand beside it. Lessons that find nothing alike
say nothing, so that another layout is read as if nothing were known. Every lesson is one vote; what the votes weigh
becomes a feature of the candidates (`rank.REMEMBERED`), never an answer by itself.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from rapidfuzz import fuzz

from functions.extract.layout import Layout
from functions.extract.local.mentions.mention import Mention
from functions.extract.local.rank import Candidate
from functions.extract.local.sketching import cells_of
from shared.domain.document import Box
from shared.domain.memory.anchor import Anchor, Neighbours
from shared.domain.memory.lesson import Learned, Lesson
from shared.domain.memory.notation import DayOrder, loose_shape, series_shape
from shared.domain.memory.seller_memory import SellerMemory, Votes

LEAST_LIKE = 0.6
"""A place less like the remembered one is another: its words must be the same at one side at least, or, without any
words there, the place itself."""

AS_GOOD = 0.05
"""Places that are as like as the best but for this are meant as well: one value is often printed twice."""

MOST_MENTIONS = 4
"""Places of one candidate that are compared."""

MOST_VALUES = 5
"""Different values of one constant that are looked for on the pages."""

PLACE_REACH = 0.15
"""Parts of the page's size that a place may have moved by until it is another."""

SHORT_WORD = 5
LEAST_ALIKE = 78
"""Likeness (rapidfuzz, 0..100) from which two texts are one misread; shorter ones must be equal."""

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
        said = [_told(one, "remembered", vote) for one, vote in zip(candidates, votes, strict=True)]
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
        """The candidates with what lessons say about the shape of a series: the same in every figure if one candidate
        has it, else the same but for the lengths of its parts."""
        shapes = [learned.shape for learned in self._learned(pointer) if learned.shape]
        if not shapes:
            return list(candidates)
        printed = [series_shape(one.value) if isinstance(one.value, str) else "" for one in candidates]
        exact = not set(shapes).isdisjoint(printed)
        form: Callable[[str], str] = str if exact else loose_shape
        votes = _shares(Counter(map(form, shapes)), [form(shape) for shape in printed])
        return [
            replace(one, features=_with(one.features, "remembered_shape", vote))
            for one, vote in zip(candidates, votes, strict=True)
        ]

    @cached_property
    def day_order(self) -> DayOrder | None:
        """The order of day and month of most lessons that tell one."""
        orders: Counter[DayOrder] = Counter()
        for lesson in self.lessons:
            orders.update({one.order for one in lesson.learned if one.order is not None})
        (best, most), *others = [*orders.most_common(), (None, 0)]
        return best if most > sum(times for _, times in others) else None

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
        anchors = [[self._anchor(one.segment.page, one.box) for one in mentions[:MOST_MENTIONS]] for mentions in places]
        times = Counter(learned.anchor for learned in self._learned(pointer) if learned.anchor is not None)
        agree, all_votes = [0] * len(places), 0
        for remembered, count in times.items():
            alike = [max((likeness(remembered, one) for one in own), default=0.0) for own in anchors]
            best = max(alike, default=0.0)
            if best < LEAST_LIKE:
                continue  # nothing here is like it
            all_votes += count
            for index, like in enumerate(alike):
                agree[index] += count if like >= best - AS_GOOD else 0
        return [Votes(agree=one, contradict=all_votes - one) if one else Votes() for one in agree]

    def _maybe_missing(self, pointer: str, nothing: Candidate[T]) -> Candidate[T]:
        missing = sum(pointer in lesson.missing for lesson in self.lessons)
        given = len(self._learned(pointer))
        if not missing:
            return nothing
        return replace(
            nothing, features=_with(nothing.features, "remembered_missing", Votes(agree=missing, contradict=given))
        )

    def _anchor(self, page: int, box: Box) -> Anchor:
        return self._neighbours.anchor(page, box)

    @cached_property
    def _neighbours(self) -> Neighbours:
        return Neighbours(cells_of(self.layout), len(self.layout.pages))


def likeness(one: Anchor, other: Anchor) -> float:
    """0..1: how like two places are, by the words beside them first, and where they are on the page."""
    left, above = _words_alike(one.left, other.left), _words_alike(one.above, other.above)
    said = [like for like in (left, above) if like is not None]
    near = max(1 - _moved(one, other) / PLACE_REACH, 0.0)
    like = 0.6 * max(said) + 0.2 * min(said) + 0.2 * near if said else near
    same_page = one.page == other.page or one.pages_behind == other.pages_behind
    return like if same_page else 0.7 * like


def _moved(one: Anchor, other: Anchor) -> float:
    """How far a value has moved: its nearer edge, since figures are aligned to the right, and its line."""
    return max(min(abs(one.x - other.x), abs(one.right - other.right)), abs(one.y - other.y))


@lru_cache(maxsize=4096)
def _words_alike(one: str, other: str) -> float | None:
    """0..1, 0 for different words; null where neither place has any."""
    if one == other:
        return 1.0 if one else None
    if min(len(one), len(other)) < SHORT_WORD:
        return 0.0
    if one.endswith(other) or other.endswith(one):
        return 0.9  # a cell that is cut in two
    like = fuzz.ratio(one, other)
    return like / 100 if like >= LEAST_ALIKE else 0.0


def _shares(times: Mapping[Any, int], keys: Sequence[Hashable]) -> list[Votes]:
    """The votes for each key; lessons for what no candidate has say nothing."""
    here = sum(times[key] for key in set(keys) if key in times)
    return [Votes(agree=times[key], contradict=here - times[key]) if key in times else Votes() for key in keys]


def _told(one: Candidate[T], feature: str, vote: Votes) -> Candidate[T]:
    """A candidate that no lesson speaks of stays as it is."""
    if not vote.agree:
        return one
    return replace(
        one, features=_with(one.features, feature, vote), lessons=vote.agree if vote.weight > 0 else one.lessons
    )


def _with(features: Mapping[str, float], name: str, vote: Votes) -> Mapping[str, float]:
    return {**features, name: vote.weight} if vote.weight else features
