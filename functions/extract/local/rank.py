"""A linear model that ranks candidates: named features, weights from `weights.json`, a softmax over one document.

`python -m tests.evaluation.train DATA` fits the weights on labelled documents and writes the file; nothing here learns.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from math import exp
from pathlib import Path
from typing import Generic, TypeVar

from functions.extract.local.mentions.mention import Mention
from functions.extract.local.value import Value
from shared.domain.evidence import MOST_ALTERNATIVES


@dataclass(frozen=True, kw_only=True)
class LinearModel:
    """Feature -> weight. A feature the model does not know weighs nothing."""

    weights: Mapping[str, float]

    def score(self, features: Mapping[str, float]) -> float:
        return sum(self.weights.get(name, 0.0) * value for name, value in features.items())


WEIGHTS = Path(__file__).parent / "weights.json"


_weights_file = ContextVar("weights_file", default=WEIGHTS)


@contextmanager
def weights_from(file: Path) -> Iterator[None]:
    """Models come from another file meanwhile: one that was fitted without the documents being measured."""
    before = _weights_file.set(file)
    try:
        yield
    finally:
        _weights_file.reset(before)


REMEMBERED: Mapping[str, float] = {
    "remembered": 2.0,
    "remembered_moved": 12.0,
    "remembered_name": 24.0,
    "remembered_shape": 3.0,
    "remembered_missing": 2.0,
}
"""What the features of memory weigh in every model, not fitted on documents. One lesson is a half (`Votes.weight`): for
the place that it means and against the others, or for a name alone. Where the page alone was right before, memory only
tips the scale, as much as a plain label does; where a person had to show another place, it is set before all labels."""

_OF_BUYERS: Mapping[str, float] = {"remembered_name": -REMEMBERED["remembered_name"]}
"""The name that sells is not the buyer's."""


def load_model(name: str) -> LinearModel:
    """The model of that name. Raises KeyError."""
    fitted = _weights(_weights_file.get())[name]
    return LinearModel(weights={**REMEMBERED, **(_OF_BUYERS if name == "buyer_name" else {}), **fitted})


@cache
def _weights(file: Path) -> Mapping[str, Mapping[str, float]]:
    content: Mapping[str, Mapping[str, float]] = json.loads(file.read_text(encoding="utf-8"))
    return content


def ranked(model: LinearModel, candidates: Sequence[Mapping[str, float]]) -> list[tuple[int, float]]:
    """(index, probability) of each candidate, the most probable first; the probabilities sum to one."""
    shares = softmax([model.score(features) for features in candidates])
    return sorted(enumerate(shares), key=lambda pair: -pair[1])


def softmax(scores: Sequence[float]) -> list[float]:
    """The probability of each score, in the same order; they sum to one. Raises ValueError for none."""
    highest = max(scores)
    powers = [exp(score - highest) for score in scores]
    whole = sum(powers)
    return [power / whole for power in powers]


T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Candidate(Generic[T]):
    """A value that a field may have. `mentions` are where it is printed, the place to show first (none: it was
    inferred); the first `parts` of them make it up together ("0003" and "00001234"). `features` say by name what speaks
    for and against it; a feature that is absent is 0. `lessons`: how many earlier invoices of the seller do."""

    value: T
    mentions: tuple[Mention, ...]
    features: Mapping[str, float]
    parts: int = 1
    lessons: int = 0


@dataclass(frozen=True, kw_only=True)
class Ranked(Generic[T]):
    """A candidate and how probable it is among those of its document; all of them sum to one."""

    candidate: Candidate[T]
    probability: float

    @property
    def as_value(self) -> Value[T]:
        """The candidate at its first place, as sure as it is probable."""
        mentions = self.candidate.mentions
        page = mentions[0].segment.page if mentions else 1
        words = tuple(word for mention in mentions[: self.candidate.parts] for word in mention.words)
        return Value(
            value=self.candidate.value,
            page=page,
            words=words,
            confidence=min(self.probability, 1.0),
            lessons=self.candidate.lessons,
        )


def rank(field: str, candidates: Sequence[Candidate[T]]) -> list[Ranked[T]]:
    """The candidates of one field, the most probable first, weighed by the model of that name. Of candidates with equal
    values the best stays, with the probability of all. Raises KeyError for a field without weights."""
    if not candidates:
        return []
    order = ranked(load_model(field), [candidate.features for candidate in candidates])
    best: dict[T, Candidate[T]] = {}
    mass: dict[T, float] = {}
    for index, probability in order:
        value = candidates[index].value
        best.setdefault(value, candidates[index])
        mass[value] = mass.get(value, 0.0) + probability
    found = [Ranked(candidate=candidate, probability=mass[value]) for value, candidate in best.items()]
    return sorted(found, key=lambda one: -one.probability)


LEAST_PROBABLE = 0.01
"""Candidates less probable than that are no alternatives."""


def best_value(ranking: Sequence[Ranked[T]]) -> Value[T] | None:
    """The most probable candidate, with those after it as its alternatives."""
    if not ranking:
        return None
    others = [one.as_value for one in ranking[1 : 1 + MOST_ALTERNATIVES] if one.probability >= LEAST_PROBABLE]
    return replace(ranking[0].as_value, alternatives=tuple(others))


def best_present(ranking: Sequence[Ranked[T | None]]) -> Value[T] | None:
    """The same for a field that may be absent: null where the candidate without a value is the most probable."""
    if not ranking or ranking[0].candidate.value is None:
        return None
    return best_value([present for one in ranking for present in _present(one)])


def _present(one: Ranked[T | None]) -> Iterator[Ranked[T]]:
    old = one.candidate
    if old.value is not None:
        candidate = Candidate(
            value=old.value, mentions=old.mentions, features=old.features, parts=old.parts, lessons=old.lessons
        )
        yield Ranked(candidate=candidate, probability=one.probability)
