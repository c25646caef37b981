"""The issue date (BT-2): every printed date, ranked by its label, its place and the other dates."""

from datetime import date

from functions.extract.local.context import Context
from functions.extract.local.fields.printed_dates import date_features, given, unless_proved
from functions.extract.local.rank import Candidate, best_value, rank
from functions.extract.local.value import Value


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
    """The most probable date with the next ones as its alternatives; null if no date is printed."""
    return unless_proved(
        best_value(rank("issue_date", context.recollection.at_places("/issue_date", candidates(context)))), context
    )
