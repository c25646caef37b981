"""Collecting what a text matches: the ids of the text that the fewest invoices match, tested for everything else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, Connection, Select, Text, func, literal, select, text
from sqlalchemy.sql.elements import NamedColumn

from functions.api.list_paths import all_conditions_of
from functions.api.text_matches import MOST_COUNTED, SCORE, TextMatch
from shared.adapters.figures import Selection
from shared.adapters.tables import invoices

_MOST_NAMED = 500
"""So few invoices that a text matches are named in the questions after the first; of a search, all."""

_NAMED = text("JSON_TABLE(:numbers, '$[*]' COLUMNS (id BIGINT PATH '$[0]', score INTEGER PATH '$[1]')) AS named")

_PAIR: dict[str, Column[Any]] = {"id": Column("id", BigInteger, nullable=False), SCORE.name: SCORE}
"""What a list by the words of a search needs of an invoice."""

_ALL = 2**31  # a limit, so that the database collects before it joins


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a text matches: how many invoices, and their ids with their scores as JSON, [[id, score], …], which the
    database writes and reads again; None if they were only counted."""

    text: TextMatch
    number: int
    numbers: str | None


def fewest(connection: Connection, texts: Sequence[TextMatch]) -> TextMatch | None:
    """The text that the fewest invoices match; None if each of them matches more than MOST_COUNTED. A few invoices are
    named from then on, and all that a search finds, since asking the index again costs as much as the first time."""
    found = [_found(connection, one) for one in texts if not one.is_frequent]
    least = min((one for one in found if one.number <= MOST_COUNTED), key=lambda one: one.number, default=None)
    if least is None:
        return None
    ids = least.text.ids if least.numbers is None else _named(least.numbers)
    return replace(least.text, ids=ids, number=least.number)


def collected(
    columns: Sequence[NamedColumn[Any]],
    which: Selection,
    texts: Sequence[TextMatch],
    chosen: TextMatch,
    *kept: ColumnElement[bool],
) -> Select[Any]:
    """Those that the chosen one of the texts matches, by its index, and that match everything else and are `kept`.
    Their rows are read only if more is asked for than the index of the text has."""
    found = chosen.ids.limit(_ALL).subquery("found")
    others = (text.condition for text in texts if text.condition is not chosen.condition)
    conditions = [*all_conditions_of(which), *others, *kept]
    names = [column.name for column in columns]
    if not conditions and set(names) <= set(found.c.keys()):
        return select(*(_PAIR[name] for name in names)).select_from(found)
    return (
        select(*columns)
        .prefix_with("STRAIGHT_JOIN")  # the found ones first, whatever the database thinks of their number
        .select_from(found.join(invoices, invoices.c.id == found.c.id))
        .where(*conditions)
    )


def _found(connection: Connection, text: TextMatch) -> _Found:
    """The number is of so many at most as are counted, and one."""
    most_read = MOST_COUNTED if text.is_searched else _MOST_NAMED
    found = text.ids.limit(most_read + 1).subquery()
    pairs = func.json_arrayagg(func.json_array(found.c.id, found.c.get(SCORE.name, literal(0))), type_=Text)
    number, numbers = connection.execute(select(func.count(), pairs).select_from(found)).one()
    if number <= most_read:
        return _Found(text=text, number=number, numbers=numbers or "[]")
    if text.is_searched:
        return _Found(text=text, number=number, numbers=None)
    counted = select(func.count()).select_from(text.ids.limit(MOST_COUNTED + 1).subquery())
    return _Found(text=text, number=connection.execute(counted).scalar_one(), numbers=None)


def _named(numbers: str) -> Select[Any]:
    """The ids of these pairs, and their score."""
    return select(*_PAIR.values()).select_from(_NAMED.bindparams(numbers=numbers))
