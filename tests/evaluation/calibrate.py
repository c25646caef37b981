"""Fits how sure the local extractor may be: `python -m tests.evaluation.calibrate DATA [--generated FOLDER] [--write]`.

Each value that has a truth is one sample: its signals (`functions/extract/local/confidence.py`), and whether it was
right. A logistic model a field weighs the signals, drawn to the model of all fields together, which is itself drawn to
"as sure as the finder". The estimates then go through a rising curve (isotonic regression) fitted on estimates for
sets that had no part in the models. Fields that are right too seldom stay below 0.9; they have a curve of their own and
no part in the model of all fields.

Each real set is extracted with rankers that were fitted without it, and the printed check leaves out one set after
another: rankers, models and curve know nothing of it.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from functions.extract.extraction import Extraction
from functions.extract.layout import read_layout
from functions.extract.local import confidence, rank
from functions.extract.local.assemble import read_raw
from functions.extract.local.confidence import (
    ANY_FIELD,
    Calibration,
    Signals,
    estimate,
    field_of,
    settled,
)
from shared.domain.invoice import Line
from shared.domain.json_pointers import leaves
from shared.errors import AppError
from tests.evaluation.matching import HALF_A_CENT, LIKE, bare, likeness
from tests.evaluation.report import with_lines
from tests.evaluation.running import Way, compared, printed_items, read
from tests.evaluation.train import SETS, TASKS, gather, generated_examples, without_each_set
from tests.evaluation.truth import FIELDS, ITEMS, LabelledDocument, labelled_documents, with_pages
from tests.support.read_cached import DEFAULT_FOLDER

TABLE = Path(confidence.__file__).parent / "calibration.json"
SURE = 0.9
FEWEST = 25
LEAST_RIGHT = 0.9
FIELD_PENALTY = 4.0
"""How strongly a field's model is drawn to that of all fields: as much as a dozen samples weigh."""
COMMON_PENALTY = 2.0
GENERATED_WEIGHT = 0.3
"""Of a generated document's sample; a real one weighs 1."""
CAUTION = 1.0
"""Wrong values that each block of the curve counts beyond those it has: few values never look like certainty."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One value of one document. `told` shows what was given and wanted."""

    set_name: str
    document: str
    field: str
    signals: Signals
    right: bool
    told: str = ""
    weight: float = 1.0


def samples_of(labelled: LabelledDocument, way: Way, weight: float, weights: Path) -> list[Sample]:
    """The samples of one document, extracted with these weights; a document that cannot be read gives none."""
    try:
        document, _ = read(labelled.path, way)
    except AppError:
        return []
    with rank.weights_from(weights):
        reading = read_raw(read_layout(document))
    extraction, signals = reading.extraction, reading.signals
    result = compared(labelled, way, extraction, document)
    right: dict[str, bool] = {}
    wanted: dict[str, object] = {}
    for name, outcome in result.fields.items():
        pointer = FIELDS[name].pointer
        if pointer is not None and outcome.given and pointer in signals:
            right[pointer], wanted[pointer] = outcome.right, outcome.wanted
    items = labelled.fields.get(ITEMS, [])
    if items and result.items_wanted == len(items):
        # An XML may state an amount before a discount, or a finer quantity, than the page prints.
        right |= _cells(items if labelled.printed is None else printed_items(items, document), extraction)
    given = dict(leaves(extraction.data.as_json()))
    return [
        Sample(
            set_name=labelled.set_name,
            document=labelled.name,
            field=field_of(pointer),
            signals=signals[pointer],
            right=was_right,
            told=f"{pointer} {given.get(pointer)!r} ({wanted.get(pointer, 'no such line')!r})",
            weight=weight,
        )
        for pointer, was_right in right.items()
        if pointer in signals
    ]


def _cells(wanted: Sequence[Mapping[str, Any]], extraction: Extraction) -> dict[str, bool]:
    """Pointer -> whether the cell is right, of each cell whose item the truth knows; a line without item is wrong."""
    left = list(wanted)
    found: dict[str, bool] = {}
    for index, line in enumerate(extraction.data.lines):
        best = max(left, key=lambda item: sum(_right_cells(item, line).values()), default=None)
        cells = _right_cells(best, line) if best is not None else {}
        if best is not None and any(cells.values()):
            left.remove(best)
        else:
            cells = dict.fromkeys(("description", "quantity", "unit_price", "net_amount"), False)
        found |= {f"/lines/{index}/{name}": was_right for name, was_right in cells.items()}
    return found


def _right_cells(wanted: Mapping[str, Any], line: Line) -> dict[str, bool]:
    cells: dict[str, bool] = {}
    for name, field in (("quantity", "quantity"), ("unit_price", "unit_price"), ("amount", "net_amount")):
        value = getattr(line, field)
        if wanted.get(name) is not None and value is not None:
            cells[field] = bool(abs(abs(Decimal(str(wanted[name]))) - abs(value)) < HALF_A_CENT)
    if wanted.get("description") and line.description:
        cells["description"] = (
            bare(wanted["description"]) in bare(line.description)
            or likeness(str(wanted["description"]), line.description) >= LIKE
        )
    return cells


# --- fitting ----------------------------------------------------------------------------------------------------------


def fitted(samples: Sequence[Sample]) -> dict[str, Signals]:
    """Field -> signal -> weight, and under `ANY_FIELD` the model of all fields that are not unsure."""
    names = sorted({name for sample in samples for name in sample.signals})
    start = np.array([1.0 if name == "finder" else 0.0 for name in names])
    unsure = unsure_fields(sample for sample in samples if sample.weight == 1)
    usual = [sample for sample in samples if sample.field not in unsure]
    common = _logistic(usual or samples, names, start, COMMON_PENALTY)
    by_field: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        by_field[sample.field].append(sample)
    models = {ANY_FIELD: common} | {
        field: _logistic(members, names, common, FIELD_PENALTY) for field, members in sorted(by_field.items())
    }
    return {
        field: {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}
        for field, weights in models.items()
    }


def _logistic(samples: Sequence[Sample], names: Sequence[str], start: Matrix, penalty: float) -> Matrix:
    """Weights of the penalised logistic regression, by Newton's method; the penalty is on the distance to `start`."""
    table = np.array([[sample.signals.get(name, 0.0) for name in names] for sample in samples])
    right = np.array([float(sample.right) for sample in samples])
    counts = np.array([sample.weight for sample in samples])
    weights = start.copy()
    for _ in range(25):
        chance = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        gradient = table.T @ (counts * (chance - right)) + penalty * (weights - start)
        spread = table.T @ (table * (counts * chance * (1 - chance))[:, None]) + penalty * np.eye(len(names))
        change = np.linalg.solve(spread, gradient)
        weights = weights - np.clip(change, -2, 2)
        if np.abs(change).max() < 1e-6:
            break
    return weights


def curve_of(outcomes: Iterable[tuple[float, bool, float]]) -> list[tuple[float, float]]:
    """Points (estimate, share right), both rising, of (estimate, right, weight): neighbouring blocks that fall are
    pooled."""
    blocks: list[list[float]] = []  # lowest, highest estimate, right, all
    for estimated, was_right, weight in sorted(outcomes):
        blocks.append([estimated, estimated, weight * was_right, weight])
        while len(blocks) > 1 and blocks[-2][2] / blocks[-2][3] >= blocks[-1][2] / blocks[-1][3]:
            last = blocks.pop()
            blocks[-1] = [blocks[-1][0], last[1], blocks[-1][2] + last[2], blocks[-1][3] + last[3]]
    points: list[tuple[float, float]] = []
    for lowest, highest, right, count in blocks:
        share = max(round(right / (count + CAUTION), 4), points[-1][1] if points else 0.0)
        points += [(round(lowest, 5), share)] + ([(round(highest, 5), share)] if highest > lowest else [])
    return points


def estimates(samples: Sequence[Sample]) -> list[tuple[Sample, float]]:
    """The estimate of each real sample by models fitted without its set."""
    found = []
    for held in sorted({sample.set_name for sample in samples if sample.weight == 1}):
        models = fitted([sample for sample in samples if sample.set_name != held])
        found += [
            (sample, estimate(models.get(sample.field, models[ANY_FIELD]), sample.signals))
            for sample in samples
            if sample.set_name == held
        ]
    return found


def held_out(estimated: Sequence[tuple[Sample, float]]) -> list[tuple[Sample, float]]:
    """The confidence of each real sample by its estimate, as the extractor would give it; models and curves know
    nothing of its set."""
    found = []
    for held in sorted({sample.set_name for sample, _ in estimated}):
        known = calibration_of({}, [one for one in estimated if one[0].set_name != held])
        found += [
            (sample, settled(value, sample.field, sample.signals, known))
            for sample, value in estimated
            if sample.set_name == held
        ]
    return found


def calibration_of(weights: Mapping[str, Signals], estimated: Sequence[tuple[Sample, float]]) -> Calibration:
    """The models with the curves that turn their estimates into shares of these samples that were right."""
    unsure = unsure_fields(sample for sample, _ in estimated)
    curve, unsure_curve = (
        curve_of((value, one.right, one.weight) for one, value in estimated if (one.field in unsure) is among)
        for among in (False, True)
    )
    return Calibration(weights=weights, curve=curve, unsure=unsure, unsure_curve=unsure_curve)


def unsure_fields(samples: Iterable[Sample]) -> frozenset[str]:
    """The fields with at least `FEWEST` values of which fewer than `LEAST_RIGHT` were right."""
    by_field: dict[str, list[bool]] = defaultdict(list)
    for sample in samples:
        by_field[sample.field].append(sample.right)
    return frozenset(
        field for field, right in by_field.items() if len(right) >= FEWEST and sum(right) < LEAST_RIGHT * len(right)
    )


# --- the command ------------------------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the check with sets left out, and writes the calibration if told to."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation.calibrate", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--generated", type=Path, help="a folder of `make training-data`")
    parser.add_argument("--cache", type=Path, default=DEFAULT_FOLDER, help="where readings are kept")
    parser.add_argument("--generated-cache", type=Path, help="where those of the generated documents are kept")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--failures", action="store_true", help="list the values that are sure and wrong")
    parser.add_argument("--docs", type=Path, metavar="PAGE.md", help="write the check between the marks of this page")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    way = Way(ignore_xml=True, cache=options.cache)
    generated_way = Way(ignore_xml=True, cache=options.generated_cache or options.cache)
    documents = with_pages(labelled_documents(options.data))
    generated = list(labelled_documents(options.generated)) if options.generated else []
    with TemporaryDirectory() as folder:
        weights = _held_out_weights(Path(folder), documents, way, options)
        calls = [(one, way, 1.0, weights[one.set_name]) for one in documents]
        calls += [(one, generated_way, GENERATED_WEIGHT, rank.WEIGHTS) for one in generated]
        with ProcessPoolExecutor(options.jobs) as pool:
            samples = [one for found in pool.map(samples_of, *zip(*calls, strict=True), chunksize=8) for one in found]
    estimated = estimates(samples)
    checked = held_out(estimated)
    _print(checked)
    if options.docs:
        page = with_lines(options.docs.read_text(encoding="utf-8"), "confidence", _as_markdown(checked))
        options.docs.write_text(page, encoding="utf-8")
    if options.failures:
        for sample, value in checked:
            if value >= SURE and not sample.right:
                sys.stdout.write(f"{value:.3f} {sample.set_name}/{sample.document}: {sample.told}\n")
    if options.write:
        _write(calibration_of(fitted(samples), estimated))
    return 0


def _held_out_weights(
    folder: Path, documents: Sequence[LabelledDocument], way: Way, options: argparse.Namespace
) -> dict[str, Path]:
    """Set -> a file with rankers that were fitted without it."""
    content = json.loads(rank.WEIGHTS.read_text(encoding="utf-8"))
    each: dict[str, dict[str, Any]] = defaultdict(lambda: dict(content))
    for tasks in ([task for task in TASKS if task not in SETS], sorted(SETS)):
        examples = gather(documents, way, options.jobs, tasks)
        taught = generated_examples(options.generated, options.generated_cache or options.cache, options.jobs, tasks)
        for held, fitted_weights in without_each_set(examples, taught).items():
            each[held] |= fitted_weights
    files = {}
    for held in {document.set_name for document in documents}:
        files[held] = folder / f"{held}.json"
        files[held].write_text(json.dumps(each[held]), encoding="utf-8")
    return files


def _write(calibration: Calibration) -> None:
    models = ",\n".join(
        f"  {json.dumps(field)}: {json.dumps({name: weight for name, weight in weights.items() if weight})}"
        for field, weights in calibration.weights.items()
    )
    rest = {
        "curve": list(calibration.curve),
        "unsure": sorted(calibration.unsure),
        "unsure_curve": list(calibration.unsure_curve),
    }
    entries = [f'"weights": {{\n{models}\n }}', *(f'"{name}": {json.dumps(value)}' for name, value in rest.items())]
    TABLE.write_text("{\n " + ",\n ".join(entries) + "\n}\n", encoding="utf-8")


def _print(outcomes: Sequence[tuple[Sample, float]]) -> None:
    for title in ("set_name", "field"):
        groups: dict[str, list[tuple[bool, float]]] = defaultdict(list)
        for sample, value in outcomes:
            groups[getattr(sample, title)].append((sample.right, value))
        sys.stdout.write(f"by {title}: values, of them sure (0.9 or more), right of the sure, right of all\n")
        for name, members in sorted(groups.items()):
            _line(name, members)
    _line("all", [(sample.right, value) for sample, value in outcomes])
    for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 0.98), (0.98, 1.01)):
        inside = [sample.right for sample, value in outcomes if low <= value < high]
        if inside:
            sys.stdout.write(f"{low:.2f}-{min(high, 1):.2f} {len(inside):5} {100 * sum(inside) / len(inside):6.1f} %\n")


def _as_markdown(outcomes: Sequence[tuple[Sample, float]]) -> list[str]:
    """The check by set, and of what a clean digital page whose sums agree says."""
    sets = sorted({sample.set_name for sample, _ in outcomes})
    groups = {name: [(one, value) for one, value in outcomes if one.set_name == name] for name in sets}
    groups["all"] = list(outcomes)
    groups["digital, sums agree"] = [
        (one, value) for one, value in outcomes if one.signals["sums_agree"] and not one.signals["read_by_ocr"]
    ]
    lines = ["| set left out | values | given 0.9 or more | right of these |", "|---|---|---|---|"]
    for name, members in groups.items():
        sure = [one.right for one, value in members if value >= SURE]
        share = f"{100 * sum(sure) / len(sure):.1f} %" if sure else ""
        lines.append(f"| {name} | {len(members)} | {len(sure)} ({100 * len(sure) / len(members):.1f} %) | {share} |")
    return lines


def _line(name: str, members: Sequence[tuple[bool, float]]) -> None:
    sure = [right for right, value in members if value >= SURE]
    share = f"{100 * sum(sure) / len(sure):6.1f} %" if sure else "     - "
    everything = 100 * sum(right for right, _ in members) / len(members)
    sys.stdout.write(f"  {name:26} {len(members):5} {len(sure):5} {share} {everything:6.1f} %\n")


if __name__ == "__main__":
    sys.exit(main())
