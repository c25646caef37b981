"""Collecting what a text matches: the ids of the text that the fewest invoices match, tested for everything else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, select

from functions.api.list_paths import all_conditions_of
from functions.api.text_matches import MOST_COUNTED, SCORE, TextMatch
from shared.adapters.figures import Selection
from shared.adapters.tables import invoices

_MOST_NAMED = 500
"""So few invoices that a text matches are named in the questions after the first."""

_ALL = 2**31  # a limit, so that the database collects before it joins


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a text matches: how many invoices, and the rows of its `ids`, None if they were only counted."""

    text: TextMatch
    number: int
    rows: Sequence[Row[Any]] | None


def fewest(connection: Connection, texts: Sequence[TextMatch]) -> TextMatch | None:
    """The text that the fewest invoices match; None if each of them matches more than MOST_COUNTED. A few invoices are
    named from then on, since asking the index again costs as much as the first time."""
    found = [_found(connection, one) for one in texts if not one.is_frequent]
    least = min((one for one in found if one.number <= MOST_COUNTED), key=lambda one: one.number, default=None)
    if least is None:
        return None
    if least.rows is None or least.number > _MOST_NAMED:
        return least.text
    return replace(least.text, ids=_named(least.rows))


def collected(
    columns: Sequence[ColumnElement[Any]], which: Selection, texts: Sequence[TextMatch], chosen: TextMatch
) -> Select[Any]:
    """Those that the chosen one of the texts matches, by its index, and that match everything else too."""
    found = chosen.ids.limit(_ALL).subquery("found")
    return (
        select(*columns)
        .prefix_with("STRAIGHT_JOIN")  # the found ones first, whatever the database thinks of their number
        .select_from(found.join(invoices, invoices.c.id == found.c.id))
        .where(*all_conditions_of(which), *(text.condition for text in texts if text.condition is not chosen.condition))
    )


def _found(connection: Connection, text: TextMatch) -> _Found:
    """The number is of so many at most as are counted, and one."""
    # What the index of words is asked for is ranked as a whole: asking twice would cost twice.
    most_read = MOST_COUNTED if text.is_ranked else _MOST_NAMED
    rows = connection.execute(text.ids.limit(most_read + 1)).all()
    if len(rows) <= most_read or text.is_ranked:
        return _Found(text=text, number=len(rows), rows=rows)
    counted = select(func.count()).select_from(text.ids.limit(MOST_COUNTED + 1).subquery())
    return _Found(text=text, number=connection.execute(counted).scalar_one(), rows=None)


def _named(rows: Sequence[Row[Any]]) -> Select[Any]:
    """The ids of these rows and, if they have one, their score."""
    best = [row.id for row in rows if getattr(row, SCORE.name, 0)]
    score = case((invoices.c.id.in_(best), 1), else_=0).label(SCORE.name)
    return select(invoices.c.id, score).where(invoices.c.id.in_([row.id for row in rows]))
