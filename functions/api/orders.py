"""The orders of lists: by columns of an index, the last of which tells any two rows apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from pydantic import TypeAdapter
from sqlalchemy import Column, ColumnElement, CompoundSelect, Select, UnaryExpression, and_, false, or_

Position = tuple[Any, ...]
"""The values of a row in the columns of an order: where the next page begins."""


@dataclass(frozen=True, slots=True)
class Order:
    """By each of the columns in turn, all in the same direction. The first one may be null, which is less than any
    value, as the database sorts it."""

    columns: tuple[Column[Any], ...]
    descending: bool

    def clauses(self) -> list[UnaryExpression[Any]]:
        """For ORDER BY."""
        return [column.desc() if self.descending else column.asc() for column in self.columns]

    def of(self, rows: Select[Any] | CompoundSelect[Any]) -> "Order":
        """The same by the columns of these rows, which have the names of its own."""
        columns = tuple(rows.selected_columns[column.name] for column in self.columns)
        return replace(self, columns=cast("tuple[Column[Any], ...]", columns))

    def position_of(self, row: Mapping[Any, Any]) -> Position:
        """The position of a row that has the columns of this order."""
        return tuple(row[column.name] for column in self.columns)

    def read(self, values: Sequence[Any]) -> Position:
        """The position of which JSON made these values."""
        return tuple(
            None if value is None else TypeAdapter(column.type.python_type).validate_python(value)
            for column, value in zip(self.columns, values, strict=True)
        )

    def after(self, position: Position) -> ColumnElement[bool]:
        """Whether a row comes after this position: `a < x OR (a = x AND id < y)`. The database reads that as ranges of
        an index; `(a, id) < (x, y)`, which means the same, it tests on every row."""
        parts = []
        for number, (column, value) in enumerate(zip(self.columns, position, strict=True)):
            same = [one == given for one, given in zip(self.columns[:number], position[:number], strict=True)]
            parts.append(and_(*same, self._beyond(column, value)))
        return or_(*parts)

    def before(self, position: Position) -> ColumnElement[bool]:
        """Whether a row comes before this position."""
        return self.backwards().after(position)

    def backwards(self) -> "Order":
        """The same from the end."""
        return replace(self, descending=not self.descending)

    def _beyond(self, column: Column[Any], value: Any) -> ColumnElement[bool]:
        if value is None:
            return false() if self.descending else column.is_not(None)
        beyond: ColumnElement[bool] = column < value if self.descending else column > value
        return or_(beyond, column.is_(None)) if self.descending and column.nullable else beyond
