"""The issue date (BT-2): every printed date, ranked by its label, its place and the other dates."""

from dataclasses import replace
from datetime import date

from functions.extract.local.context import Context
from functions.extract.local.fields.printed_dates import date_features, given, prints_of, unless_proved
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.links.dates import LabelledDate
from functions.extract.local.rank import Candidate, best_value, rank
from functions.extract.local.value import Value
from shared.domain.document import Source

OF_OTHERS = frozenset({Label.DUE_DATE, Label.OTHER_DATE})


def candidates(context: Context) -> list[Candidate[date]]:
    """Each printed date, and the other reading of one whose order of day and month nothing proves."""
    found: list[Candidate[date]] = []
    for item, features in zip(context.dates, date_features(context), strict=True):
        printed = item.printed
        parts = printed.parts
        found.append(Candidate(value=printed.value, mentions=parts, features=given(features), parts=len(parts)))
        found += [
            Candidate(value=other, mentions=(printed,), features=given({**features, "other_reading": 1.0}))
            for other in printed.other_readings
        ]
    return found


def find_issue_date(context: Context) -> Value[date] | None:
    """The most probable date with the next ones as its alternatives; null if no date is printed. One that the page
    calls another date, as its only one may be, is ambiguous, unless earlier invoices of the seller had it so."""
    found = best_value(rank("issue_date", context.recollection.at_places("/issue_date", candidates(context))))
    if found is None:
        return None
    printed = prints_of(found, context)
    if not found.lessons and printed and all(_is_called_otherwise(context, item) for item in printed):
        found = replace(found, ambiguous=True)
    return unless_proved(found, context)


def _is_called_otherwise(context: Context, item: LabelledDate) -> bool:
    """Whether a date has the label of another one, or a key that is unknown; readers misread keys."""
    if item.label in OF_OTHERS:
        return True
    segment = item.printed.segment
    page = context.layout.page(segment.page)
    inside = segment.text[: item.printed.start].strip()
    key = inside or next((cell.text for cell in page.before(segment)[:1]), "")
    unknown = item.label is None or (bool(inside) and item.found is not None and item.found.segment is not segment)
    return unknown and page.source is Source.TEXT_LAYER and key.endswith(":") and any(map(str.isalpha, key))
