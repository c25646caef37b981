"""How many of the invoices hold a word, estimated from a sample: a word that very many hold is searched otherwise.

The full-text index reads everything it knows of a word before it answers, which for one in every second of a million
invoices takes half a second, and says nothing of how many there are before it has done so.
"""

import time
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from threading import Lock

from sqlalchemy import Connection, Engine, func, select

from shared.adapters.database import transaction
from shared.adapters.tables import invoice_search, invoices
from shared.domain.search_words import Term
from shared.errors import UnavailableError

_SAMPLED = 1_000
"""Invoices of a sample, spread over all ids. A word of one invoice in a hundred is in ten of them, give or take six."""

_LIFETIME_SECONDS = 300
_FEW = 10_000
"""Of so few invoices none is sampled: everything that the index knows of any word is read in milliseconds."""


@dataclass(frozen=True, slots=True)
class WordSample:
    """The words of sampled invoices, sorted; for each the invoices that hold it as the bits of a number. `invoices` is
    how many there are in all."""

    words: Sequence[str] = ()
    holders: Sequence[int] = ()
    sampled: int = 0
    invoices: int = 0

    def with_all(self, terms: Iterable[Term]) -> int:
        """About how many invoices hold all of the terms; 0 without a sample."""
        held = (1 << self.sampled) - 1
        for term in terms:
            held &= self._holders_of(term)
        return held.bit_count() * self.invoices // self.sampled if self.sampled else 0

    def none_has(self, terms: Iterable[Term]) -> bool:
        """Whether no sampled invoice holds all of the terms; False without a sample."""
        return self.sampled > 0 and not self.with_all(terms)

    def _holders_of(self, term: Term) -> int:
        held, place = 0, bisect_left(self.words, term.stored)
        while place < len(self.words) and self._matches(self.words[place], term):
            held |= self.holders[place]
            place += 1
        return held

    @staticmethod
    def _matches(word: str, term: Term) -> bool:
        return word.startswith(term.stored) if term.is_prefix else word == term.stored


@dataclass(slots=True)
class WordShares:
    """The sample of this process, made anew after some minutes by the request that comes then, while others use the old
    one."""

    engine: Engine
    clock: Callable[[], float] = time.monotonic
    few: int = _FEW
    _sample: WordSample = WordSample()
    _made_at: float = float("-inf")
    _making: Lock = field(default_factory=Lock)

    def sample(self) -> WordSample:
        """The current sample, or the one before if none can be made now."""
        if self.clock() - self._made_at > _LIFETIME_SECONDS and self._making.acquire(blocking=False):
            try:
                # It needs a second connection, which there may not be; a search finds the same without it, only later.
                with suppress(UnavailableError), transaction(self.engine) as connection:
                    self._sample = read_sample(connection, few=self.few)
                self._made_at = self.clock()
            finally:
                self._making.release()
        return self._sample


def read_sample(connection: Connection, *, few: int = _FEW) -> WordSample:
    """A sample of the invoices; an empty one of no more than `few`."""
    first, last = connection.execute(select(func.min(invoices.c.id), func.max(invoices.c.id))).one()
    # As if none was deleted in between: an estimate from above.
    count = last - first + 1 if last is not None else 0
    if count <= few:
        return WordSample()
    ids = spread_ids(first, count, Random())  # noqa: S311 - no secret
    rows = connection.execute(
        select(invoice_search.c.invoice_id, invoice_search.c.named, invoice_search.c.words).where(
            invoice_search.c.invoice_id.in_(ids)
        )
    )
    bits: dict[int, int] = {}
    holders: dict[str, int] = {}
    for invoice_id, named, words in rows:
        bit = bits.setdefault(invoice_id, 1 << len(bits))
        for word in f"{named} {words}".split():
            holders[word] = holders.get(word, 0) | bit
    ordered = sorted(holders)
    return WordSample(ordered, [holders[word] for word in ordered], len(bits), count)


def spread_ids(first: int, count: int, chance: Random) -> list[int]:
    """Up to _SAMPLED of so many ids in order, one by chance of each part of equal length: files that come in turns may
    have each thousandth id."""
    return sorted({first + (count * part + chance.randrange(count)) // _SAMPLED for part in range(_SAMPLED)})
