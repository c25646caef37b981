"""Fits how sure the local extractor may be: `python -m tests.evaluation.calibrate DATA [--write]`.

For each field the finder's confidence is set against how often it was right on labelled documents (isotonic regression:
more confidence never means less). Totals and issue dates are taken from models that had not seen the supplier. The
printed check fits on four fifths of the suppliers and looks at the last fifth.
"""

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from functions.extract.layout import read_layout
from functions.extract.local import confidence
from functions.extract.local.assemble import extract_raw
from shared.errors import AppError
from tests.evaluation.matching import bare
from tests.evaluation.running import Way, compared, read
from tests.evaluation.train import FOLDS, cross_validate, gather
from tests.evaluation.truth import FIELDS, LabelledDocument, labelled_documents, with_pages

TABLE = Path(confidence.__file__).parent / "calibration.json"
FEWEST = 25
"""A field with fewer measured values than that keeps to the limit of unmeasured ones."""

HELD_OUT_TASKS = {"total": "/total_amount", "issue_date": "/issue_date"}

Sample = tuple[str, float, bool]  # supplier, confidence, right


def isotonic(samples: Sequence[Sample]) -> list[tuple[float, float]]:
    """Points (confidence, share right), both rising: neighbouring blocks that fall are pooled. Each block counts one
    more wrong value than it has, so that few values never look like certainty."""
    ordered = sorted((value, right) for _, value, right in samples)
    blocks: list[list[float]] = []  # lowest, highest confidence, right, all
    for value, was_right in ordered:
        if blocks and blocks[-1][1] == value:
            blocks[-1][2] += was_right
            blocks[-1][3] += 1
        else:
            blocks.append([value, value, float(was_right), 1.0])
        while len(blocks) > 1 and blocks[-2][2] / blocks[-2][3] >= blocks[-1][2] / blocks[-1][3]:
            last = blocks.pop()
            blocks[-1] = [blocks[-1][0], last[1], blocks[-1][2] + last[2], blocks[-1][3] + last[3]]
    points: list[tuple[float, float]] = []
    for lowest, highest, right, count in blocks:
        share = max(round(right / (count + 1), 4), points[-1][1] if points else 0.0)
        points += [(round(lowest, 6), share)] + ([(round(highest, 6), share)] if highest > lowest else [])
    return points


def samples_of(labelled: LabelledDocument, way: Way) -> dict[str, Sample]:
    """Pointer -> this document's sample of it; a document that cannot be read gives none."""
    try:
        document, _ = read(labelled.path, way)
    except AppError:
        return {}
    supplier = labelled.set_name + bare(labelled.fields.get("supplier_name", labelled.name))[:12]
    result = compared(labelled, way, extract_raw(read_layout(document)), document)
    samples = {}
    for name, outcome in result.fields.items():
        pointer = FIELDS[name].pointer
        if pointer is not None and outcome.given and outcome.confidence is not None:
            samples[pointer] = (supplier, outcome.confidence, outcome.right)
    return samples


def held_out(samples: Mapping[str, Sequence[Sample]]) -> list[tuple[float, bool]]:
    """(calibrated confidence, right) of each value, calibrated without its supplier."""
    suppliers = sorted({supplier for listed in samples.values() for supplier, _, _ in listed})
    random.Random(11).shuffle(suppliers)
    outcomes = []
    for fold in range(FOLDS):
        held = set(suppliers[fold::FOLDS])
        for pointer, listed in samples.items():
            table = fitted({pointer: [sample for sample in listed if sample[0] not in held]})
            outcomes += [
                (confidence.calibrated(pointer, value, table), right)
                for supplier, value, right in listed
                if supplier in held
            ]
    return outcomes


def fitted(samples: Mapping[str, Sequence[Sample]]) -> dict[str, list[tuple[float, float]]]:
    """The table for the fields that were measured often enough."""
    return {pointer: isotonic(listed) for pointer, listed in sorted(samples.items()) if len(listed) >= FEWEST}


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the held-out check, and writes the table if told to."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation.calibrate", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sets")
    parser.add_argument("--ocr-engine", default="auto")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    way = Way(engine=options.ocr_engine, ignore_xml=True)
    sets = frozenset(options.sets.split(",")) if options.sets else None
    documents = with_pages(labelled_documents(options.data, sets))
    samples: dict[str, list[Sample]] = defaultdict(list)
    with ProcessPoolExecutor(options.jobs) as pool:
        for found in pool.map(samples_of, documents, [way] * len(documents)):
            for pointer, sample in found.items():
                samples[pointer].append(sample)
    for task, examples in gather(documents, way, options.jobs).items():
        results = cross_validate(examples, {})
        samples[HELD_OUT_TASKS[task]] = [(example.group, value, right) for example, right, value in results]
    _print(held_out(samples))
    if options.write:
        lines = (f"  {json.dumps(pointer)}: {json.dumps(points)}" for pointer, points in fitted(samples).items())
        TABLE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return 0


def _print(outcomes: Sequence[tuple[float, bool]]) -> None:
    for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01)):
        inside = [right for value, right in outcomes if low <= value < high]
        if inside:
            sys.stdout.write(f"{low:.2f}-{min(high, 1):.2f} {len(inside):5} {100 * sum(inside) / len(inside):6.1f} %\n")
    sure = [right for value, right in outcomes if value >= 0.9]
    share = 100 * sum(sure) / max(len(sure), 1)
    sys.stdout.write(f"0.90 or more: {len(sure)} of {len(outcomes)} values, {share:.1f} % right\n")


if __name__ == "__main__":
    sys.exit(main())
