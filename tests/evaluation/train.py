"""Fits the rankers of the local extractor on labelled documents: `python -m tests.evaluation.train DATA [--write]`.

A ranker chooses one printed amount (or date) of a document: a softmax over its candidates with linear features,
fitted by gradient descent. A penalty draws each weight to what the words themselves say (`PRIOR`): the documents at
hand are mostly receipts, and what they hardly ever show (an order's date above the invoice's) must not be unlearnt.
Documents of one supplier stay on one side of each split, so the printed accuracy is that on suppliers never seen.
`--write` fits on everything and writes the weights file.
"""

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from functions.extract.layout import read_layout
from functions.extract.local import rank
from functions.extract.local.context import Context, read_context
from functions.extract.local.fields.dates import date_features
from functions.extract.local.fields.totals import total_candidates
from shared.errors import AppError
from tests.evaluation.matching import CREDIT_NOTE_CODES, HALF_A_CENT, bare
from tests.evaluation.running import Way, read
from tests.evaluation.truth import LabelledDocument, labelled_documents, with_pages

WEIGHTS = Path(rank.__file__).parent / "weights.json"
FOLDS = 5
PENALTY = 1.0
PRIOR: Mapping[str, Mapping[str, float]] = {
    "total": {"after_payment": -3.0, "before_payment": 2.0},
    "issue_date": {
        "issue_date": 3.0,
        "date": 1.0,
        "due_date": -2.0,
        "other_date": -3.0,
        "period": -1.5,
        "line_column": -3.0,
    },
}
"""Task -> feature -> the weight it has before any document is seen; 0 for the others."""

Vector = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Example:
    """The candidates of one document; `right` are the indices of those that equal the truth."""

    name: str
    group: str
    candidates: Sequence[Mapping[str, float]]
    values: Sequence[str]
    right: frozenset[int]
    wanted: str


def totals(printed: Context, fields: Mapping[str, Any]) -> tuple[list[Mapping[str, float]], list[Any], Any]:
    """Candidates for the total amount."""
    found = total_candidates(printed.money)
    wanted = Decimal(str(fields["amount_total"]))
    if str(fields.get("document_type")) in CREDIT_NOTE_CODES and any(value == -wanted for value, _, _ in found):
        wanted = -wanted  # the XML of a credit note has positive amounts where the page may print a minus
    return [features for _, _, features in found], [value for value, _, _ in found], wanted


def issue_dates(printed: Context, fields: Mapping[str, Any]) -> tuple[list[Mapping[str, float]], list[Any], Any]:
    """Candidates for the issue date."""
    features = date_features(printed.places, printed.dates, printed.money.amounts)
    return features, [item.printed.value.isoformat() for item in printed.dates], fields["date"]


TASKS: dict[str, tuple[str, Callable[..., Any]]] = {
    "total": ("amount_total", totals),
    "issue_date": ("date", issue_dates),
}


def examples_of(labelled: LabelledDocument, way: Way) -> dict[str, Example]:
    """Task -> the example this document gives; a document that cannot be read gives none."""
    try:
        document, _ = read(labelled.path, way)
    except AppError:
        return {}
    printed = read_context(read_layout(document))
    examples = {}
    for task, (field, candidates_of) in TASKS.items():
        if field not in labelled.fields or (labelled.printed is not None and field not in labelled.printed):
            continue
        features, values, wanted = candidates_of(printed, labelled.fields)
        examples[task] = Example(
            name=f"{labelled.set_name}/{labelled.name}",
            group=labelled.set_name + bare(labelled.fields.get("supplier_name", labelled.name))[:12],
            candidates=features,
            values=[str(value) for value in values],
            right=frozenset(index for index, value in enumerate(values) if _equal(value, wanted)),
            wanted=str(wanted),
        )
    return examples


def _equal(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, Decimal):
        return bool(abs(value - wanted) < HALF_A_CENT)
    return bool(value == wanted)


def gather(documents: Sequence[LabelledDocument], way: Way, jobs: int) -> dict[str, list[Example]]:
    """Task -> the examples of all documents."""
    with ProcessPoolExecutor(jobs) as pool:
        gathered = list(pool.map(examples_of, documents, [way] * len(documents)))
    return {task: [each[task] for each in gathered if task in each] for task in TASKS}


def fit(examples: Sequence[Example], prior: Mapping[str, float], steps: int = 400) -> dict[str, float]:
    """The weights that make the right candidates most probable. Adam with a penalty on their distance to `prior`."""
    usable = [example for example in examples if example.right]
    names = sorted({name for example in usable for features in example.candidates for name in features})
    index = {name: number for number, name in enumerate(names)}
    rows = [features for example in usable for features in example.candidates]
    matrix = np.zeros((len(rows), len(names)))
    for row, features in enumerate(rows):
        for name, value in features.items():
            matrix[row, index[name]] = value
    sizes = [len(example.candidates) for example in usable]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right = np.array([row in example.right for example in usable for row in range(len(example.candidates))])
    before: Vector = np.array([prior.get(name, 0.0) for name in names])
    weights = before.copy()
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, steps + 1):
        scores = matrix @ weights
        powers = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        probability = powers / np.repeat(np.add.reduceat(powers, starts), sizes)
        target = np.where(right, probability, 0.0)
        target /= np.repeat(np.add.reduceat(target, starts), sizes)
        gradient = PENALTY * (weights - before) - matrix.T @ (target - probability)
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        weights -= 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    fitted = dict(prior) | {name: float(weight) for name, weight in zip(names, weights, strict=True)}
    return {name: round(weight, 4) for name, weight in fitted.items() if abs(weight) > 0.01}


def chosen(weights: Mapping[str, float], example: Example) -> tuple[int | None, float]:
    """(index, probability) of the best candidate; equal values stand together."""
    if not example.candidates:
        return None, 0.0
    order = rank.ranked(rank.LinearModel(weights=weights), example.candidates)
    mass: dict[str, float] = defaultdict(float)
    for index, probability in order:
        mass[example.values[index]] += probability
    best = max(mass, key=lambda value: mass[value])
    return example.values.index(best), mass[best]


def cross_validate(examples: Sequence[Example], prior: Mapping[str, float]) -> list[tuple[Example, bool, float]]:
    """(example, right, probability) with weights fitted without the example's supplier."""
    groups = sorted({example.group for example in examples})
    random.Random(7).shuffle(groups)
    results = []
    for fold in range(FOLDS):
        held = set(groups[fold::FOLDS])
        weights = fit([example for example in examples if example.group not in held], prior)
        for example in examples:
            if example.group in held:
                index, probability = chosen(weights, example)
                results.append((example, index in example.right, probability))
    return results


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the held-out accuracy by set, and writes the weights if told to."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation.train", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sets")
    parser.add_argument("--ocr-engine", default="auto")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--failures", action="store_true")
    options = parser.parse_args(arguments)
    way = Way(engine=options.ocr_engine, ignore_xml=True)
    sets = frozenset(options.sets.split(",")) if options.sets else None
    documents = with_pages(labelled_documents(options.data, sets))
    gathered = gather(documents, way, options.jobs)
    content = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    for task, examples in gathered.items():
        _print(task, cross_validate(examples, PRIOR[task]), failures=options.failures)
        _print(f"{task}, present weights", [(e, *_now(content[task], e)) for e in examples], failures=False)
        if options.write:
            content[task] = fit(examples, PRIOR[task])
    if options.write:
        WEIGHTS.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def _now(weights: Mapping[str, float], example: Example) -> tuple[bool, float]:
    index, probability = chosen(weights, example)
    return index in example.right, probability


def _print(title: str, results: Sequence[tuple[Example, bool, float]], *, failures: bool) -> None:
    by_set: dict[str, list[bool]] = defaultdict(list)
    present: dict[str, int] = defaultdict(int)
    for example, right, _ in results:
        set_name = example.name.split("/")[0]
        by_set[set_name].append(right)
        present[set_name] += bool(example.right)
    sys.stdout.write(f"{title}\n")
    for set_name, outcomes in sorted(by_set.items()):
        share = 100 * sum(outcomes) / len(outcomes)
        sys.stdout.write(
            f"  {set_name:16} {sum(outcomes):4}/{len(outcomes):<4} {share:5.1f} %   printed in {present[set_name]}\n"
        )
    if failures:
        for example, right, probability in results:
            if not right:
                state = "" if example.right else "not among the candidates"
                sys.stdout.write(f"  {example.name} wanted {example.wanted} {probability:.2f} {state}\n")


if __name__ == "__main__":
    sys.exit(main())
