"""Reading values out of a careless XML: typed access that ignores namespaces."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
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
_CII_DATE_FORMATS = {"102": "%Y%m%d", "101": "%y%m%d", "203": "%Y%m%d%H%M", "204": "%Y%m%d%H%M%S"}  # UNTDID 2379

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One element. Paths are local names joined by "/", whatever namespace they are in.

    `problems` is shared by all nodes of a document: what could not be read as what it should be."""

    element: Any
    problems: list[Finding] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The local name."""
        return str(etree.QName(self.element).localname)

    @property
    def namespace(self) -> str:
        return etree.QName(self.element).namespace or ""

    def each(self, path: str) -> Iterator["Node"]:
        """Every element at `path`, in document order."""
        wildcard = "/".join(step if step == "." else f"{{*}}{step}" for step in path.split("/"))
        for element in self.element.iterfind(wildcard):
            yield Node(element=element, problems=self.problems)

    def first(self, path: str) -> "Node | None":
        return next(self.each(path), None)

    def attribute(self, name: str) -> str | None:
        value = self.element.get(name)
        return value.strip() or None if value else None

    def content(self) -> str:
        """The element's own text, as written."""
        return "".join(self.element.itertext())

    def text(self, *paths: str, limit: int = SHORT) -> str | None:
        """The first text that is not blank at one of `paths` (tried in turn), its white space collapsed."""
        for path in paths:
            for node in self.each(path):
                if words := " ".join(node.content().split()):
                    return self._cut(words, limit=limit, path=path)
        return None

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
            value = Decimal(written)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or abs(value) >= _MOST:
            self._unreadable(written, "number")
            return None
        return tidy(value)

    def day(self, *paths: str) -> date | None:
        """The first date at one of `paths`: ISO 8601, or a CII DateTimeString with its format code."""
        for path in paths:
            for node in self.each(path):
                if node.content().strip():
                    return node._own_day()
        return None

    def _own_day(self) -> date | None:
        written = self.content().strip()
        pattern = next((f.get("format") for f in self.element.iter() if f.get("format")), None)
        try:
            if pattern in _CII_DATE_FORMATS:
                return datetime.strptime(written, _CII_DATE_FORMATS[pattern]).date()  # noqa: DTZ007 a day has no zone
            return date.fromisoformat(written[:10])
        except ValueError:
            self._unreadable(written, "date")
            return None

    def joined(self, paths: list[str], *, separator: str = "\n", limit: int = LONG) -> str | None:
        """All texts at all `paths`, each once."""
        texts = dict.fromkeys(text for path in paths for text in self.texts(path))
        return self._cut(separator.join(texts), limit=limit, path=paths[0]) if texts else None

    def code(self, path: str, *, length: int) -> str | None:
        """A code of so many letters (currency, country), null (and a finding) if it is none."""
        written = self.text(path)
        if written is None:
            return None
        if len(written) == length and written.isascii() and written.isalpha():
            return written.upper()
        self._unreadable(written, "code", length=length)
        return None

    def at_most(self, items: list[Item], most: int, rows: Literal["lines", "tax_breakdown"]) -> list[Item]:
        """The first `most` of them; a finding says when there were more."""
        if len(items) > most:
            self.problems.append(finding(FindingCode.ROWS_CUT, Level.ERROR, rows=rows, count=len(items), kept=most))
        return items[:most]

    def _cut(self, text: str, *, limit: int, path: str) -> str:
        if len(text) <= limit:
            return text
        cut = finding(FindingCode.VALUE_CUT, Level.WARNING, element=path, length=len(text), kept=limit)
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
