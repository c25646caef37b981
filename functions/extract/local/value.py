"""A value together with the words it was read from.

Each finder gives `Value`s (or tuples of them, or dataclasses holding them); the extractor puts the plain values into
`InvoiceData` and the words into its evidence. A finder that cannot decide gives null.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from shared.domain.document import Box, Source, Word, union
from shared.domain.evidence import MOST_ALTERNATIVES, Alternative, Evidence, Origin

T = TypeVar("T")
S = TypeVar("S")


@dataclass(frozen=True, kw_only=True)
class Value(Generic[T]):
    """`words` are all on `page`, in reading order; `confidence` 0..1 is the finder's own estimate of being right.

    A value without words was inferred (a currency from the country). `alternatives` are what the document may mean
    instead, the most probable first. `ambiguous`: it may as well be another: its notation has a second reading that
    nothing refutes, the page calls it something else, or nothing but its size speaks for it. `lessons`: how many
    earlier invoices of the seller say the same.
    """

    value: T
    page: int
    words: tuple[Word, ...]
    confidence: float
    alternatives: "tuple[Value[T], ...]" = ()
    ambiguous: bool = False
    lessons: int = 0

    @property
    def text(self) -> str:
        """As printed."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box | None:
        """Around all its words; null when it was inferred."""
        return union(word.box for word in self.words) if self.words else None

    def with_confidence(self, confidence: float) -> "Value[T]":
        """The same with another confidence."""
        return replace(self, confidence=min(max(confidence, 0.0), 1.0))

    def with_value(self, value: S) -> "Value[S]":
        """Another value from the same words (an amount with its sign turned, a number without its prefix)."""
        return Value(value=value, page=self.page, words=self.words, confidence=self.confidence, lessons=self.lessons)

    def offering(self, other: "Value[T]") -> "Value[T]":
        """The same with another value as its first alternative, and each value once."""
        others = (one for one in self.alternatives if one.value not in (self.value, other.value))
        return replace(self, alternatives=(replace(other, alternatives=()), *others)[:MOST_ALTERNATIVES])

    def evidence(self, source: Source) -> Evidence:
        """The evidence to show. `source` is the reader of the value's page."""
        return Evidence(
            page=self.page if self.words else None,
            box=self.box,
            text=self.text[:500] or None,
            confidence=min(max(self.confidence, 0.0), 1.0),
            source=source,
            alternatives=tuple(other.alternative() for other in self.alternatives[:MOST_ALTERNATIVES]),
            origin=Origin(invoices=self.lessons) if self.lessons else None,
        )

    def alternative(self) -> Alternative:
        """The value as an alternative to another."""
        return Alternative(
            value=plain(self.value),
            page=self.page if self.words else None,
            box=self.box,
            text=self.text[:500] or None,
            confidence=min(max(self.confidence, 0.0), 1.0),
        )


def plain(value: object) -> str:
    """A value as InvoiceData's JSON has it."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)
