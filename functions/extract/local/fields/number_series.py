"""The series of an invoice number where it is printed apart: "Punto de Venta: 0003 Comp. Nro: 00001234" is
0003-00001234, "Serie A Folio 8120" A-8120, "Seria CS nr. 0418" CS-0418. One of figures alone, "Serie 001 Nº 4456", may
be its first part or not."""

import re
from dataclasses import dataclass

from functions.extract.local.context import Context
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.phrases import NUMBER_MARK, SERIES, SERIES_APART_COUNTRIES
from functions.extract.local.links.link import Link
from functions.extract.local.links.numbers import LinkedNumber, is_near
from functions.extract.local.links.places import LabelMap
from functions.extract.local.mentions.labels import PrintedLabel
from functions.extract.local.mentions.mention import Mention
from functions.extract.local.mentions.numbers import FISCAL, is_mark

FIRST_PART = re.compile(r"[A-ZΑ-ΩА-Я]{1,5}\d{0,4}|\d{1,4}")
"""In the place of a series."""

_THEN_NUMBER = re.compile(
    rf"(?i:{SERIES})\W{{1,3}}(?P<series>{FIRST_PART.pattern})\W{{1,4}}(?i:{NUMBER_MARK})\W{{0,3}}$"
)
"""All that stands before the number in "Seria CS nr. 0418"."""

_SERIES = re.compile(SERIES, re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, kw_only=True)
class SeriesApart:
    """What is called a series on a document: numbers (points of sale), and labels that one may stand at. `apart`: it is
    no part of a number in the document's country."""

    points: tuple[LinkedNumber, ...]
    labels: tuple[PrintedLabel, ...]
    places: LabelMap
    apart: bool

    def before(self, number: LinkedNumber, link: Link | None) -> Mention | None:
        """The series of a number that `link` calls the document's own."""
        if _LETTER.search(number.value) or self._begins_with_point(number):
            return None
        point = self._point_of_sale(number, link) if number.value.isdigit() else None
        if point is not None or self.apart:
            return point
        exact = link is None or link.label.exact
        return (_right_before(number) or self._labelled(number)) if exact else None

    def _begins_with_point(self, number: LinkedNumber) -> bool:
        """Whether a number of two parts has the point of sale of the document as its first: "N° 0002-00004417" beside
        "Punto de venta: 0002"."""
        first, dash, _ = number.value.partition("-")
        return bool(dash) and any(
            point is not number and point.value.lstrip("0") == first.lstrip("0") for point in self.points
        )

    def is_unread(self, number: LinkedNumber) -> bool:
        """Whether a heading near the number asks for a series, and none was found under it."""
        near = (label for label in self.labels if is_near(label.segment, number.printed.segment))
        return not self.apart and not _LETTER.search(number.value) and any(self._heads(label) for label in near)

    def _heads(self, label: PrintedLabel) -> bool:
        """Whether there is nothing but other labels behind a label in its cell."""
        segment = label.segment
        ends = [label.end, *(other.end for other in self.places.of(segment) if other.start >= label.end)]
        starts = [*(other.start for other in self.places.of(segment) if other.start >= label.end), len(segment.text)]
        return not any(any(map(str.isalnum, segment.text[end:start])) for end, start in zip(ends, starts, strict=True))

    def _point_of_sale(self, number: LinkedNumber, link: Link | None) -> Mention | None:
        counted = link is not None and link.label.label is Label.SERIES_NUMBER
        segment = number.printed.segment
        for point in self.points:
            beside = point is not number and point.printed.segment.page == segment.page
            if beside and (
                counted or (is_fiscal(f"{point.value}-{number.value}") and is_near(point.printed.segment, segment))
            ):
                return point.mention
        return None

    def _labelled(self, number: LinkedNumber) -> Mention | None:
        for label in self.labels:
            if not is_near(label.segment, number.printed.segment):
                continue
            for place in self.places.places(label):
                text = place.text.strip(" :.-")
                if FIRST_PART.fullmatch(text) is not None:
                    start = place.start + place.text.index(text)
                    found = Mention(segment=place.segment, start=start, end=start + len(text))
                    itself = place.segment is number.printed.segment and found.overlaps(
                        number.start, number.printed.end
                    )
                    return None if itself else found
                if not is_mark(text):
                    break
        return None


def _right_before(number: LinkedNumber) -> Mention | None:
    segment = number.printed.segment
    found = _THEN_NUMBER.search(segment.text, 0, number.start)
    return Mention(segment=segment, start=found.start("series"), end=found.end("series")) if found else None


def read_series(context: Context) -> SeriesApart:
    """What is called a series on the document, looked for once."""
    return SeriesApart(
        points=tuple(
            number
            for number in context.numbers
            if number.value.isdigit() and number.links and number.links[0].label.label is Label.SERIES
        ),
        labels=tuple(
            label for label in context.places.labels if label.label is Label.SERIES or _SERIES.match(label.text)
        ),
        apart=context.country in SERIES_APART_COUNTRIES,
        places=context.places,
    )


def is_certain(value: str) -> bool:
    """Whether a number that is made with a series surely is: one of letters, or of the form of a fiscal number."""
    return _LETTER.match(value) is not None or is_fiscal(value)


def is_fiscal(value: str) -> bool:
    """Whether a number has the form of point of sale and number."""
    return FISCAL.fullmatch(value) is not None
