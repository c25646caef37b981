"""The mentions of a document and their links, found once, for every field."""

from dataclasses import dataclass

from functions.extract.layout import Layout
from functions.extract.local.fields.totals import Money
from functions.extract.local.links.amounts import labelled_amounts
from functions.extract.local.links.dates import LabelledDate, label_dates
from functions.extract.local.links.places import LabelMap
from functions.extract.local.mentions.amounts import find_amounts
from functions.extract.local.mentions.country import find_country
from functions.extract.local.mentions.dates import find_dates
from functions.extract.local.mentions.labels import find_labels
from functions.extract.local.mentions.mention import Mention


@dataclass(frozen=True, kw_only=True)
class Context:
    """All that is found on the pages before the fields are chosen: what every field's candidates are made from."""

    layout: Layout

    places: LabelMap
    country: str | None
    dates: tuple[LabelledDate, ...]
    money: Money

    @property
    def date_spans(self) -> list[Mention]:
        return [item.printed for item in self.dates]

    @property
    def money_spans(self) -> list[Mention]:
        return [amount for amount in self.money.amounts if amount.money]


def read_context(layout: Layout) -> Context:
    """Labels, dates and amounts, and which label belongs to which."""
    places = LabelMap(layout, find_labels(layout))
    country = find_country(layout)
    dates = find_dates(layout, country=country)
    amounts = find_amounts(layout, dates)
    return Context(
        layout=layout,
        places=places,
        country=country,
        dates=label_dates(places, dates),
        money=Money(layout=layout, amounts=amounts, labelled=labelled_amounts(places, amounts)),
    )
