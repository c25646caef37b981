"""Maps the confidence of a finder to the measured share of such values that are right.

`calibration.json` holds, for each field, points (finder's confidence, share that was right) measured on labelled
documents by `python -m tests.evaluation.calibrate DATA`; between them it is read off in straight lines. A field that
was never measured gets at most `UNMEASURED_LIMIT`.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

UNMEASURED_LIMIT = 0.89
"""Below 0.9, from which a value counts as sure: 97 of 100 measured values of that confidence are right."""

INDEX = re.compile(r"/\d+(?=/|$)")
Table = Mapping[str, Sequence[tuple[float, float]]]


@cache
def load_table() -> Table:
    """Field (a JSON pointer with * for any index) -> its points, by rising confidence."""
    content = json.loads((Path(__file__).parent / "calibration.json").read_text(encoding="utf-8"))
    return {field: tuple((float(x), float(y)) for x, y in points) for field, points in content.items()}


def calibrated(pointer: str, confidence: float, table: Table | None = None) -> float:
    """How likely a value of this field is right, given the finder's own confidence 0..1."""
    points = (load_table() if table is None else table).get(INDEX.sub("/*", pointer))
    if not points:
        return min(confidence, UNMEASURED_LIMIT)
    if confidence <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if confidence <= x1:
            return y0 if x1 == x0 else y0 + (y1 - y0) * (confidence - x0) / (x1 - x0)
    return points[-1][1]
