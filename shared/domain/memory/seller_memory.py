"""The lessons of a seller, the newest first, and the marks by which a document's seller is recognised."""

from dataclasses import dataclass

from shared.domain.memory.lesson import Lesson

MOST_LESSONS = 50
"""Of a seller's lessons the newest count."""

MOST_MARKS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerMemory:
    """What is known of one seller. Nothing is counted before: what the lessons say together is computed when it is
    needed, so that taking one away leaves no trace of it."""

    lessons: tuple[Lesson, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "lessons", self.lessons[:MOST_LESSONS])


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerMarks:
    """What is printed on a document that may name its seller, as keys (`comparison_keys`): VAT and tax numbers,
    accounts and names, each in the order of the pages, at most `MOST_MARKS` in all; nothing of our own companies."""

    tax: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """How many lessons agree with a possibility, and how many with another one of the same document. A lesson that may
    mean either gives a part of its vote to each; `lessons` counts those that rather mean this one than any other."""

    agree: float = 0
    contradict: float = 0
    lessons: int = 0

    @property
    def weight(self) -> float:
        """-1..1, more with each that agrees and less with each that contradicts: the expected share of agreement, as
        if one more lesson had said nothing. One against three loses, one against two as well."""
        return (self.agree - self.contradict) / (self.agree + self.contradict + 1)
