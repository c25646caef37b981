"""The series of an invoice number where it is printed apart: "Punto de Venta: 0003 Comp. Nro: 00001234" is
0003-00001234, "Serie A Folio 8120" A-8120, "Seria CS nr. 0418" CS-0418."""

import re
from dataclasses import dataclass

from functions.extract.layout import Segment
from functions.extract.local.context import Context
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.phrases import NUMBER_MARK, SERIES
from functions.extract.local.links.link import Link
from functions.extract.local.links.numbers import LinkedNumber, is_near
from functions.extract.local.links.places import LabelMap
from functions.extract.local.mentions.labels import PrintedLabel
from functions.extract.local.mentions.mention import Mention
from functions.extract.local.mentions.numbers import FISCAL

LETTERS = re.compile(r"[A-ZΑ-ΩА-Я]{1,5}\d{0,4}")
"""In the place of a series."""

_THEN_NUMBER = re.compile(rf"(?i:{SERIES})\W{{1,3}}(?P<letters>{LETTERS.pattern})\W{{1,3}}(?i:{NUMBER_MARK})\W{{0,3}}$")
"""All that stands before the number in "Seria CS nr. 0418"."""


@dataclass(frozen=True, kw_only=True)
class SeriesApart:
    """What is called a series on a document: numbers (points of sale), and labels that letters may stand at."""

    points: tuple[LinkedNumber, ...]
    labels: tuple[PrintedLabel, ...]
    places: LabelMap

    def before(self, number: LinkedNumber, link: Link | None) -> Mention | None:
        """The series of a number that `link` calls the document's own."""
        if not number.value.isdigit():
            return None
        point = self._point_of_sale(number, link)
        if point is not None or link is None or not link.label.exact:
            return point
        return _letters_before(number) or self._letters(number.printed.segment)

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

    def _letters(self, segment: Segment) -> Mention | None:
        for label in self.labels:
            place = next(iter(self.places.places(label)), None) if is_near(label.segment, segment) else None
            letters = LETTERS.fullmatch(place.text.strip(" :.-")) if place is not None else None
            if place is not None and letters is not None:
                start = place.start + place.text.index(letters.group())
                return Mention(segment=place.segment, start=start, end=start + len(letters.group()))
        return None


def _letters_before(number: LinkedNumber) -> Mention | None:
    segment = number.printed.segment
    found = _THEN_NUMBER.search(segment.text, 0, number.start)
    return Mention(segment=segment, start=found.start("letters"), end=found.end("letters")) if found else None


def read_series(context: Context) -> SeriesApart:
    """What is called a series on the document, looked for once."""
    return SeriesApart(
        points=tuple(
            number
            for number in context.numbers
            if number.value.isdigit() and number.links and number.links[0].label.label is Label.SERIES
        ),
        labels=tuple(label for label in context.places.labels if label.label is Label.SERIES),
        places=context.places,
    )


def is_fiscal(value: str) -> bool:
    """Whether a number has the form of point of sale and number."""
    return FISCAL.fullmatch(value) is not None
