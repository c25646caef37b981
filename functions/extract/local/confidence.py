"""How probable it is that a value is right.

A finder says how sure it is of a value among the candidates of its document. The document says more: whether the
amounts add up, how the page was read, how many of its labels are known. Such signals are weighed by one small logistic
model a field; `python -m tests.evaluation.calibrate` fits them on documents whose set had no part in the ranking's
weights, and writes `calibration.json`. A field that was never measured is weighed by the model of all fields together.
"""

import json
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import combinations
from math import exp, log
from operator import itemgetter
from pathlib import Path
from typing import Any

from functions.extract.layout import Layout
from functions.extract.local.lexicon.parties import LEGAL_FORM
from functions.extract.local.value import Value
from shared.domain.document import Source
from shared.domain.invoice import InvoiceData, Line, Party

ANY_FIELD = "*"
"""The model of all fields together."""

INDEX = re.compile(r"/\d+(?=/|$)")
SLACK = Decimal("0.021")
AMBIGUOUS_AT_MOST = 0.85
"""A date that may as well be another is never sure, whatever the rest of the document says."""

UNSURE_AT_MOST = 0.89

LINE_SLACK = Decimal("0.01")
"""A rounded price may miss the amount of its line by this part of it."""

AMBIGUOUS = "ambiguous"
"""The signal of a value with another reading that nothing on the pages refutes."""

OPEN = "open"
"""The signal of a net amount and of a tax that miss the total, and of a total that misses what is due: one of them is
misread, or is a part of another."""

MIXED = "mixed"
"""The signal of each value of a document with several invoices on a page: it may be of another one than the rest."""

MOST_BETWEEN = 8
"""Printed amounts between net amount, tax and total that are tried, in sums of up to three."""

Signals = Mapping[str, float]
Curve = Sequence[tuple[float, float]]


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """`weights`: field (a JSON pointer with * for any index) -> signal -> weight. `curve`: points (estimate, share that
    was right), both rising, through which every estimate goes at last. `unsure`: fields whose values were right too
    seldom on sets left out: they stay below 0.9, and have a curve of their own, `unsure_curve`, so that they lower no
    other field's values."""

    weights: Mapping[str, Signals]
    curve: Curve
    unsure: frozenset[str] = frozenset()
    unsure_curve: Curve = ()


@cache
def load_calibration() -> Calibration:
    """What `calibration.json` holds."""
    content = json.loads((Path(__file__).parent / "calibration.json").read_text(encoding="utf-8"))
    curve, unsure_curve = (tuple((float(x), float(y)) for x, y in content[name]) for name in ("curve", "unsure_curve"))
    unsure = frozenset(content["unsure"])
    return Calibration(weights=content["weights"], curve=curve, unsure=unsure, unsure_curve=unsure_curve)


def field_of(pointer: str) -> str:
    """The field of a value: its pointer with * for any index."""
    return INDEX.sub("/*", pointer)


def calibrated(pointer: str, signals: Signals, calibration: Calibration | None = None) -> float:
    """0..1: how likely the value at the pointer is right."""
    known = load_calibration() if calibration is None else calibration
    field = field_of(pointer)
    return settled(estimate(known.weights.get(field, known.weights[ANY_FIELD]), signals), field, signals, known)


def settled(estimated: float, field: str, signals: Signals, known: Calibration) -> float:
    """How likely a value of this field with this estimate is right, and at most what such signals leave it."""
    unsure = field in known.unsure
    probability = on_curve(known.unsure_curve if unsure else known.curve, estimated)
    if signals.get(AMBIGUOUS):
        return min(probability, AMBIGUOUS_AT_MOST)
    if unsure or signals.get(OPEN) or signals.get(MIXED):
        return min(probability, UNSURE_AT_MOST)
    return probability


def estimate(weights: Signals, signals: Signals) -> float:
    """The logistic model's probability."""
    score = sum(weights.get(name, 0.0) * value for name, value in signals.items())
    return 1 / (1 + exp(-max(min(score, 30.0), -30.0)))


def on_curve(curve: Curve, estimated: float) -> float:
    """Read off in straight lines between the points; beyond them the nearest point counts."""
    if not curve:
        return estimated
    after = bisect_left(curve, estimated, key=itemgetter(0))
    if after in (0, len(curve)):
        return curve[min(after, len(curve) - 1)][1]
    (x0, y0), (x1, y1) = curve[after - 1 : after + 1]
    return y1 if x1 == x0 else y0 + (y1 - y0) * (estimated - x0) / (x1 - x0)


def signals_of(
    values: Mapping[str, Value[Any]], data: InvoiceData, layout: Layout, labels: int, *, mixed: bool
) -> dict[str, Signals]:
    """Pointer -> signals of each found value. `labels` is how many kinds of known labels the document prints; `mixed`
    says that a page holds several invoices."""
    sources = {page.number: page.source for page in layout.pages}
    times = Counter(word.text for page in layout.pages for row in page.rows for word in row.words)
    shared = {
        "bias": 1.0,
        "few_labels": 1 / (1 + labels),
        "sums_agree": float(sums_agree(data)),
        "lines_agree": float(lines_agree(data)),
        MIXED: float(mixed),
    }
    return {
        pointer: shared | _own(value, sources.get(value.page, Source.TEXT_LAYER), times) | _of_field(pointer, data)
        for pointer, value in values.items()
    }


def _own(value: Value[Any], source: Source, times: Mapping[str, int]) -> dict[str, float]:
    """What the value itself says: its finder, its rivals, its print."""
    sure = min(max(value.confidence, 0.01), 0.995)
    best_other = max((other.confidence for other in value.alternatives), default=0.0)
    read = source is not Source.TEXT_LAYER
    text = value.text
    letters = max(len(text), 1)
    return {
        "finder": log(sure / (1 - sure)),
        "margin": sure - best_other,
        "read_by_ocr": float(read),
        "worst_word": 1 - min((word.confidence for word in value.words), default=0.0) if read else 0.0,
        AMBIGUOUS: float(value.ambiguous),
        "not_printed": float(not value.words),
        "repeated": float(bool(value.words) and all(times[word.text] > 1 for word in value.words)),
        "long": min(len(value.words), 12) / 12,
        "digits": sum(map(str.isdigit, text)) / letters,
    }


def _of_field(pointer: str, data: InvoiceData) -> dict[str, float]:
    """What the values beside it say."""
    name = pointer.split("/")[1]
    if name in ("net_amount", "tax_amount"):
        return {OPEN: float(sums_are_open(data))}
    if name == "total_amount":
        return {OPEN: float(due_is_open(data))}
    if name == "lines":
        line = data.lines[int(pointer.split("/")[2])]
        return {"product": float(is_product(line)), "whole_line": float(None not in (line.quantity, line.unit_price))}
    if name in ("seller", "buyer"):
        party: Party = getattr(data, name)
        other: Party = data.buyer if name == "seller" else data.seller
        return {
            "legal_form": float(bool(party.name and LEGAL_FORM.search(party.name))),
            "has_address": float(party.address is not None),
            "has_number": float(party.vat_id is not None or party.tax_id is not None),
            "other_party": float(other.name is not None),
        }
    return {}


def sums_agree(data: InvoiceData) -> bool:
    """Whether net and tax are given and add up to the total."""
    rest = _rest(data)
    beside = (data.rounding_amount or Decimal(0), Decimal(0))
    return rest is not None and any(abs(rest - more) <= SLACK for more in beside)


def sums_are_open(data: InvoiceData) -> bool:
    """Whether net and tax are given and miss the total by neither a rounding nor what is printed between them."""
    rest = _rest(data)
    if rest is None or data.total_amount is None:
        return False
    gap = abs(rest)
    if gap < 1 and data.total_amount == data.total_amount.to_integral_value():
        return False  # rounded to a whole
    added = [data.rounding_amount, data.tip, *(one.amount for one in data.surcharges)]
    added += [one.amount for one in data.charges]
    less = [one.amount for one in data.withholdings] + [one.amount for one in data.allowances]
    return not _closes(gap, added, less)


def due_is_open(data: InvoiceData) -> bool:
    """Whether an amount is due that neither a payment, a withheld tax, an older debt, a tip nor a rounding makes of the
    total: then one of the two may be misread, or the total be another. Of a total paid at once nothing is due."""
    if not data.amount_due or data.total_amount is None:
        return False
    less = [data.paid_amount, *(one.amount for one in data.withholdings)]
    added = [data.rounding_amount, data.previous_balance, data.tip]
    return not _closes(abs(data.amount_due - data.total_amount), added, less)


def _closes(gap: Decimal, added: Sequence[Decimal | None], less: Sequence[Decimal | None]) -> bool:
    """Whether up to three of the amounts, some added and some taken off, make the gap; none make a gap of nothing."""
    parts = [*(one for one in added if one), *(-one for one in less if one)][:MOST_BETWEEN]
    chosen = (one for size in range(4) for one in combinations(parts, size))
    return any(abs(gap - abs(sum(one, Decimal(0)))) <= SLACK for one in chosen)


def _rest(data: InvoiceData) -> Decimal | None:
    """What of the total is neither net amount nor tax; None unless all three are given."""
    if data.net_amount is None or data.tax_amount is None or data.total_amount is None:
        return None
    return data.total_amount - data.net_amount - data.tax_amount


def lines_agree(data: InvoiceData) -> bool:
    """Whether the lines' amounts add up to the net amount or the total."""
    amounts = [line.net_amount for line in data.lines]
    if not amounts or None in amounts:
        return False
    total = sum((amount for amount in amounts if amount is not None), Decimal(0))
    return any(whole is not None and abs(total - whole) <= SLACK for whole in (data.net_amount, data.total_amount))


def is_product(line: Line) -> bool:
    """Whether quantity × unit price is the line's amount."""
    if line.quantity is None or line.unit_price is None or line.net_amount is None:
        return False
    return abs(line.quantity * line.unit_price - line.net_amount) <= SLACK + abs(line.net_amount) * LINE_SLACK
