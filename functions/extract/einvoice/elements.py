"""Typed access to the values of an XML that may break its schema; namespaces are ignored."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal, TypeVar

from lxml import etree

from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding

SHORT = 200  # characters, as InvoiceData allows
LONG = 5000
MOST_LINES = 5000
MOST_TAXES = 200
_PLACES = Decimal("0.00000001")  # what InvoiceData keeps
_MOST = Decimal(10) ** 12  # InvoiceData: at most twelve digits before the point
# UNTDID 2379, and Finvoice's own.
_DATE_FORMATS = {
    "102": "%Y%m%d",
    "101": "%y%m%d",
    "203": "%Y%m%d%H%M",
    "204": "%Y%m%d%H%M%S",
    "CCYYMMDD": "%Y%m%d",
}

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One element. Paths are local names joined by "/", of any namespace.

    All nodes of a document share `problems` (values that could not be read as their type) and `read` (the elements
    whose text has been requested). `decimal_comma`: the format writes 1,50 and no point."""

    element: Any
    problems: list[Finding] = field(default_factory=list)
    read: set[Any] = field(default_factory=set)
    decimal_comma: bool = False

    @property
    def name(self) -> str:
        """The local name."""
        return str(etree.QName(self.element).localname)

    @property
    def namespace(self) -> str:
        return etree.QName(self.element).namespace or ""

    def each(self, path: str) -> Iterator["Node"]:
        """Every element at `path`, in document order."""
        for element in _at(self.element, _steps(path)):
            yield self.at(element)

    def at(self, element: Any) -> "Node":
        """Another element of the same document."""
        return Node(element=element, problems=self.problems, read=self.read, decimal_comma=self.decimal_comma)

    def first(self, path: str) -> "Node | None":
        return next(self.each(path), None)

    def attribute(self, name: str) -> str | None:
        """By its local name; the prefix is ignored."""
        value = self.element.get(name) or self.element.get(f"{{{self.namespace}}}{name}")
        return value.strip()[:SHORT] or None if value else None

    def content(self) -> str:
        """The element's own text, as written."""
        self.read.add(self.element)
        return "".join(self.element.itertext())

    def text(self, *paths: str, limit: int = SHORT) -> str | None:
        """The first text that is not blank at one of `paths` (tried in turn), its white space collapsed."""
        for path in paths:
            for node in self.each(path):
                if words := " ".join(node.content().split()):
                    return self.cut(words, limit=limit, element=path)
        return None

    def matches(self, path: str, value: str | None) -> bool:
        """Whether the text at `path` is this value; if so, it counts as read."""
        found = self.first(path)
        if found is None or " ".join("".join(found.element.itertext()).split()) != value:
            return False
        self.read.add(found.element)
        return True

    def pass_over(self, *paths: str) -> None:
        """Marks the elements at these paths, with all in them, as read: they only repeat other values."""
        self.read.update(node.element for path in paths for node in self.each(path))

    def texts(self, path: str) -> list[str]:
        """Every text at `path` that is not blank, line breaks kept."""
        return [text for node in self.each(path) if (text := _trimmed(node.content()))]

    def amount(self, *paths: str) -> Decimal | None:
        """The first number at one of `paths`; of its decimals at least those of money are kept."""
        for path in paths:
            if (node := self.first(path)) is not None and (number := node.number()) is not None:
                return number
        return None

    def number(self) -> Decimal | None:
        """The element's own number, null (and a finding) if it is none."""
        written = self.content().strip()
        if not written:
            return None
        try:
            value = Decimal(written.replace(",", ".") if self.decimal_comma else written)
        except InvalidOperation:
            value = Decimal("NaN")
        # copy_abs(), since abs() raises Overflow for "1e999999999"; and again, as 999999999999.999999999 rounds up.
        if value.is_finite() and value.copy_abs() < _MOST:
            kept = tidy(value)
            if kept.copy_abs() < _MOST:
                return kept
        self._unreadable(written, "number")
        return None

    def day(self, *paths: str) -> date | None:
        """The first date at one of `paths`: ISO 8601, or a CII DateTimeString with its format code."""
        for path in paths:
            for node in self.each(path):
                if node.content().strip():
                    return node.own_day()
        return None

    def earliest_day(self, *paths: str) -> date | None:
        """The earliest date at the first of `paths` that has any."""
        for path in paths:
            days = [day for node in self.each(path) if node.content().strip() and (day := node.own_day())]
            if days:
                return min(days)
        return None

    def own_day(self) -> date | None:
        """The element's own date, null (and a finding) if it is none."""
        written = self.content().strip()
        pattern = next(
            (given for one in self.element.iter() if (given := one.get("format") or one.get("Format"))), None
        )
        try:
            if pattern in _DATE_FORMATS:
                return datetime.strptime(written, _DATE_FORMATS[pattern]).date()  # noqa: DTZ007 a day has no zone
            return date.fromisoformat(written[:10])
        except ValueError:
            self._unreadable(written, "date")
            return None

    def joined(self, paths: list[str], *, separator: str = "\n", limit: int = LONG) -> str | None:
        """All texts at all `paths`, each once."""
        texts = dict.fromkeys(text for path in paths for text in self.texts(path))
        return self.cut(separator.join(texts), limit=limit, element=paths[0]) if texts else None

    def code(self, path: str, *, length: int) -> str | None:
        """A code of `length` letters (currency, country), null (and a finding) if it is none."""
        written = self.text(path)
        if written is None:
            return None
        if len(written) == length and written.isascii() and written.isalpha():
            return written.upper()
        self._unreadable(written, "code", length=length)
        return None

    def unread(self) -> Iterator[tuple[str, str]]:
        """Path (without the root) and text of each element below whose text has not been read."""
        yield from _unread(self.element, "", self.read)

    def at_most(self, items: list[Item], most: int, rows: Literal["lines", "tax_breakdown"]) -> list[Item]:
        """The first `most` of them; more are a finding."""
        if len(items) > most:
            self.problems.append(finding(FindingCode.ROWS_CUT, Level.ERROR, rows=rows, count=len(items), kept=most))
        return items[:most]

    def cut(self, text: str, *, element: str, limit: int = LONG) -> str:
        """The first `limit` characters; more are a finding."""
        if len(text) <= limit:
            return text
        cut = finding(FindingCode.VALUE_CUT, Level.WARNING, element=element, length=len(text), kept=limit)
        self.problems.append(cut)
        return text[:limit].rstrip()

    def _unreadable(self, written: str, expected: str, *, length: int | None = None) -> None:
        self.problems.append(
            finding(
                FindingCode.UNREADABLE_VALUE,
                Level.ERROR,
                element=self.name,
                written=written[:50],
                expected=expected,
                length=length,
            )
        )


@cache
def _steps(path: str) -> tuple[str, ...]:
    """The steps of a path as lxml's patterns of any namespace; lxml clears its own cache at every hundredth path."""
    return tuple(f"{{*}}{step}" for step in path.split("/") if step != ".")


def _at(element: Any, steps: tuple[str, ...]) -> Iterator[Any]:
    if not steps:
        yield element
        return
    for child in element.iterchildren(steps[0]):
        yield from _at(child, steps[1:])


def _unread(element: Any, path: str, read: set[Any]) -> Iterator[tuple[str, str]]:
    if element in read:
        return
    children = list(element)
    for child in children:
        yield from _unread(
            child, f"{path}/{etree.QName(child).localname}" if path else etree.QName(child).localname, read
        )
    if not children and (text := (element.text or "").strip()):
        yield path, text


def tidy(value: Decimal) -> Decimal:
    """At most eight decimals; zeros beyond the second are dropped ("9.9000" is 9.90, "20.0000" is 20.00)."""
    _, _, exponent = value.as_tuple()
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    if places <= 2:
        return value.quantize(Decimal(1)) if exponent not in (0, -1, -2) else value
    shortest = value.quantize(_PLACES).normalize()
    _, _, exponent = shortest.as_tuple()
    return shortest if isinstance(exponent, int) and exponent < -2 else shortest.quantize(Decimal("0.01"))


def _trimmed(text: str) -> str:
    """Text without blank edges; white space within a line collapsed, its line breaks kept."""
    lines = (" ".join(line.split()) for line in text.strip().splitlines())
    return "\n".join(line for line in lines if line)
