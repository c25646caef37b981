"""A linear model that ranks candidates: named features, weights from `weights.json`, a softmax over one document.

`python -m tests.evaluation.train DATA` fits the weights on labelled documents and writes the file; nothing here learns.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class LinearModel:
    """Feature -> weight. A feature the model does not know weighs nothing."""

    weights: Mapping[str, float]

    def score(self, features: Mapping[str, float]) -> float:
        return sum(self.weights.get(name, 0.0) * value for name, value in features.items())


@cache
def load_model(name: str) -> LinearModel:
    """The model of that name in `weights.json`. Raises KeyError."""
    content = json.loads((Path(__file__).parent / "weights.json").read_text(encoding="utf-8"))
    return LinearModel(weights=content[name])


def ranked(model: LinearModel, candidates: Sequence[Mapping[str, float]]) -> list[tuple[int, float]]:
    """(index, probability) of each candidate, the most probable first; the probabilities sum to one."""
    scores = [model.score(features) for features in candidates]
    highest = max(scores)
    weights = [exp(score - highest) for score in scores]
    total = sum(weights)
    return sorted(((index, weight / total) for index, weight in enumerate(weights)), key=lambda pair: -pair[1])
