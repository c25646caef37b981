"""The due date (BT-9): a printed date that a label or a sentence about the payment names. Terms without a date
("30 days net") give none."""

import re
from collections.abc import Mapping
from datetime import date

from functions.extract.local.context import Context
from functions.extract.local.fields.printed_dates import date_features, given, unless_proved
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.numbers import PAYING
from functions.extract.local.links.dates import DATE_LABELS, LabelledDate
from functions.extract.local.rank import Candidate, best_present, rank
from functions.extract.local.value import Value
from shared.domain.normalising import fold

NONE: Candidate[date | None] = Candidate(value=None, mentions=(), features={"none": 1.0})
FAR = 400
"""Days from the issue date after which no invoice is due."""

WORD = re.compile(r"[^\W\d_]+")


def candidates(context: Context, issued: date | None) -> list[Candidate[date | None]]:
    """Each printed date that is not before the issue date, and the candidate without a value."""
    terms = context.terms
    found: list[Candidate[date | None]] = []
    for item, features in zip(context.dates, date_features(context), strict=True):
        printed = item.printed
        for value in (printed.value, *printed.other_readings):
            if issued is not None and value < issued:
                continue
            more = {**features, **_due_features(item, value, issued, terms), "other_reading": value != printed.value}
            found.append(Candidate(value=value, mentions=(printed,), features=given(more)))
    return [*found, NONE]


def find_due_date(context: Context, issued: Value[date] | None) -> Value[date] | None:
    """The most probable date with the next ones as its alternatives; null where none is more probable."""
    found = candidates(context, issued.value if issued else None)
    ranking = rank("due_date", context.recollection.at_places("/due_date", found))
    return unless_proved(best_present(ranking), context)


def _due_features(item: LabelledDate, value: date, issued: date | None, terms: frozenset[int]) -> Mapping[str, float]:
    days = (value - issued).days if issued else None
    paying = _asks_for_payment(item)
    return {
        "on_issue_date": days == 0,
        "soon": days is not None and 0 < days <= 100,
        "far": days is not None and days > FAR,
        "after_terms": bool(days) and days in terms,
        "paying": paying and item.label is not Label.DUE_DATE,
        "paying_later": paying and item.label not in DATE_LABELS and bool(days),
        "misread": item.found is not None and not item.found.exact,
    }


def _asks_for_payment(item: LabelledDate) -> bool:
    """Whether the words of its cell before the date ask for the payment."""
    words = WORD.findall(item.printed.segment.text[: item.printed.start])
    return any(fold(word) in PAYING for word in words)
