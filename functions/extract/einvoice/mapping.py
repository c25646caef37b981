"""A syntax as tables: each field of a group of InvoiceData beside the place in the XML that it is read from."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from functions.extract.einvoice.elements import LONG, Node
from shared.domain.countries import ALPHA_2
from shared.domain.invoice_parties import Identifier
from shared.domain.invoice_values import MOST_ROWS, Part

Read = Callable[[Node], Any]
Table = Mapping[str, Read]
"""Field -> how it is read from the group's element."""

Group = TypeVar("Group", bound=Part)


def text(*paths: str, limit: int | None = None) -> Read:
    """The first text at one of the paths."""
    return lambda node: node.text(*paths) if limit is None else node.text(*paths, limit=limit)


def long_text(*paths: str) -> Read:
    """The first text at one of the paths, which may be long."""
    return text(*paths, limit=LONG)


def every_text(*paths: str) -> Read:
    """All texts at all paths, each once, a line each."""
    return lambda node: node.joined(list(paths))


def amount(*paths: str) -> Read:
    """The first number at one of the paths."""
    return lambda node: node.amount(*paths)


def day(*paths: str) -> Read:
    """The first date at one of the paths."""
    return lambda node: node.day(*paths)


def earliest_day(*paths: str) -> Read:
    """The earliest date at the first of the paths that has any: of several instalments the first is due (BT-9)."""
    return lambda node: node.earliest_day(*paths)


def country(path: str) -> Read:
    """A country by its code of two letters, or of three."""

    def read(node: Node) -> str | None:
        written = node.text(path)
        return ALPHA_2.get((written or "").upper()) or node.code(path, length=2)

    return read


def code(path: str, *, length: int) -> Read:
    """A code of a fixed number of letters: a currency, a country."""
    return lambda node: node.code(path, length=length)


def attribute(path: str, name: str) -> Read:
    """An attribute of the first element at the path."""

    def read(node: Node) -> str | None:
        found = node.first(path)
        return found.attribute(name) if found is not None else None

    return read


def identifier(*paths: str, scheme: str = "schemeID") -> Read:
    """The first identifier at one of the paths, with its scheme."""

    def read(node: Node) -> Identifier | None:
        for path in paths:
            for found in node.each(path):
                if (own := own_identifier(found, scheme=scheme)) is not None:
                    return own
        return None

    return read


def own_identifier(node: Node, *, scheme: str = "schemeID") -> Identifier | None:
    """The element itself as an identifier."""
    value = node.text(".")
    return Identifier(id=value, scheme=node.attribute(scheme)) if value else None


def values(node: Node, table: Table) -> dict[str, Any]:
    """Every field of the table; those without a value are left to the model's default."""
    read = {name: read(node) for name, read in table.items()}
    return {name: value for name, value in read.items() if value not in (None, [])}


def group(model: type[Group], table: Table, node: Node | None) -> Group | None:
    """The group, null if the XML gives none of its fields."""
    given = values(node, table) if node is not None else {}
    return model(**given) if given else None


def rows(model: type[Group], table: Table, nodes: list[Node]) -> list[Group]:
    """A group for each element that gives one. Elements beyond the limit are not read and are a finding."""
    found = (group(model, table, node) for node in nodes[:MOST_ROWS])
    return [row for row in found if row is not None]
