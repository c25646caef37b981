"""Fits a softmax over the candidates of each document: linear features, weights drawn to a prior.

Minimises, over documents, count · (−log of the probability of the right candidates) + penalty / 2 · |weights − prior|².
Newton's method with a step that is halved until the loss falls; where several candidates are right, the curvature of
the convex part alone is taken. Some 60 weights and 80,000 candidates take a second.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
_STEPS = 40
_CLOSE = 1e-7
"""Relative fall of the loss below which the weights have settled."""


@dataclass(frozen=True, kw_only=True)
class Design:
    """The candidates of all documents, one under the other: a row of features each. `starts` and `sizes` are those of
    the documents; `right` marks the candidates that equal the truth, of which each document has one at least."""

    names: tuple[str, ...]
    matrix: Vector
    starts: NDArray[np.int64]
    sizes: NDArray[np.int64]
    right: NDArray[np.bool_]


def design(documents: Sequence[tuple[Sequence[Mapping[str, float]], Collection[int]]]) -> Design:
    """From (candidates' features, indices of the right ones) of each document."""
    names = sorted({name for candidates, _ in documents for features in candidates for name in features})
    index = {name: column for column, name in enumerate(names)}
    sizes = np.array([len(candidates) for candidates, _ in documents], dtype=np.int64)
    matrix = np.zeros((int(sizes.sum()), len(names)))
    rows = (features for candidates, _ in documents for features in candidates)
    for row, features in enumerate(rows):
        for name, value in features.items():
            matrix[row, index[name]] = value
    return Design(
        names=tuple(names),
        matrix=matrix,
        starts=np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64),
        sizes=sizes,
        right=np.array([row in right for candidates, right in documents for row in range(len(candidates))], dtype=bool),
    )


def fitted(model: Design, counts: Vector, prior: Mapping[str, float], penalty: float) -> dict[str, float]:
    """Name -> weight. `counts` says how much each document counts; 0 leaves it out."""
    before: Vector = np.array([prior.get(name, 0.0) for name in model.names])
    weights = before.copy()
    loss = _loss(model, counts, weights, before, penalty)
    for _ in range(_STEPS):
        gradient, curvature = _slope(model, counts, weights, before, penalty)
        step = np.linalg.solve(curvature, gradient)
        size, next_loss = 1.0, _loss(model, counts, weights - step, before, penalty)
        while next_loss > loss and size > 1e-4:
            size /= 2
            next_loss = _loss(model, counts, weights - size * step, before, penalty)
        weights = weights - size * step
        settled = loss - next_loss <= _CLOSE * max(loss, 1.0)
        loss = next_loss
        if settled:
            break
    return {name: float(weight) for name, weight in zip(model.names, weights, strict=True)}


def _probabilities(model: Design, scores: Vector) -> tuple[Vector, Vector]:
    """(of each candidate, of each document's right ones together)."""
    powers = np.exp(scores - np.repeat(np.maximum.reduceat(scores, model.starts), model.sizes))
    probability = powers / np.repeat(np.add.reduceat(powers, model.starts), model.sizes)
    return probability, np.add.reduceat(np.where(model.right, probability, 0.0), model.starts)


def _loss(model: Design, counts: Vector, weights: Vector, before: Vector, penalty: float) -> float:
    _, right = _probabilities(model, model.matrix @ weights)
    distance = weights - before
    return float(-counts @ np.log(np.maximum(right, 1e-300)) + penalty / 2 * distance @ distance)


def _slope(model: Design, counts: Vector, weights: Vector, before: Vector, penalty: float) -> tuple[Vector, Vector]:
    """Gradient and curvature of the loss."""
    probability, right = _probabilities(model, model.matrix @ weights)
    target = np.where(model.right, probability, 0.0) / np.repeat(np.maximum(right, 1e-300), model.sizes)
    each = np.repeat(counts, model.sizes)
    gradient = penalty * (weights - before) - model.matrix.T @ (each * (target - probability))
    weighted = model.matrix * (each * probability)[:, None]
    means = np.add.reduceat(model.matrix * probability[:, None], model.starts, axis=0)
    curvature = model.matrix.T @ weighted - means.T @ (means * counts[:, None])
    return gradient, curvature + penalty * np.eye(len(weights))
