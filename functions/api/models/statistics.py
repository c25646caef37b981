"""The dashboard's statistics."""

from datetime import date

from pydantic import Field

from functions.api.models.base import Model, Query, Sum
from functions.api.models.filters import Currency


class StatisticsQuery(Query):
    """The period of the statistics; `currency` keeps amounts to those in this one."""

    days: int = Field(default=90, ge=1, le=3660)
    """How many whole days before today; today so far comes to them."""
    currency: Currency = None
    """Keep amounts to those in this currency, ISO 4217."""


class DayCount(Model):
    """Invoices received and confirmed on one day (UTC), and how many of these nobody had corrected."""

    date: date
    """The day (UTC)."""
    received: int
    """How many invoices were received."""
    confirmed: int
    """How many were confirmed."""
    without_changes: int
    """How many of the confirmed ones nobody had corrected."""
    automatic: int
    """How many were confirmed automatically, those that were reopened since among them."""


class MonthAmount(Model):
    """Confirmed totals of one month (YYYY-MM of the issue date) in one currency."""

    month: str
    """Month of the issue dates, YYYY-MM."""
    currency: str | None
    """The currency, ISO 4217; null for invoices without one."""
    total: Sum
    """Sum of the totals with tax (BT-112)."""
    count: int
    """How many invoices."""


class SellerAmount(Model):
    """Confirmed totals of one seller in one currency."""

    seller_name: str
    """The seller's name (BT-27)."""
    currency: str | None
    """The currency, ISO 4217; null for invoices without one."""
    total: Sum
    """Sum of the totals with tax (BT-112)."""
    count: int
    """How many invoices."""


class Untouched(Model):
    """The number of confirmed invoices without a correction."""

    confirmed: int
    """How many invoices were confirmed."""
    without_changes: int
    """How many of them nobody had corrected."""
    automatic: int
    """How many were confirmed automatically, those that were reopened since among them."""


class WaitingAge(Model):
    """Invoices of one currency that were received so many days ago, both included; `to_days` is null without an end."""

    from_days: int
    """Least age in days."""
    to_days: int | None
    """Greatest age in days, included; null without an end."""
    count: int
    """How many invoices."""
    total: Sum
    """Sum of their totals with tax (BT-112)."""


class Waiting(Model):
    """Invoices in one currency that wait for validation now, whenever they were received; every age is there."""

    currency: str | None
    """The currency, ISO 4217; null for invoices without one."""
    count: int
    """How many invoices."""
    total: Sum
    """Sum of their totals with tax (BT-112)."""
    by_age: list[WaitingAge]
    """The same by how long ago they were received."""


class CorrectedField(Model):
    """How often a person corrected this field for the first time on an invoice; `field` is a JSON pointer without the
    numbers of rows, such as `/lines/quantity`."""

    field: str
    """JSON pointer of the field, without the numbers of rows."""
    count: int
    """How often it was corrected."""


class CorrectedSeller(Model):
    """Confirmed invoices of a seller, and how many of them a person had corrected."""

    seller_name: str
    """The seller's name (BT-27)."""
    confirmed: int
    """How many of its invoices were confirmed."""
    corrected: int
    """How many of these a person had corrected."""


class PersonActivity(Model):
    """What one person (the name of a key) did: invoices confirmed and rejected, values corrected."""

    name: str
    """Whose activity: the name of a key."""
    confirmed: int
    """How many invoices were confirmed."""
    corrected: int
    """How many values were corrected."""
    rejected: int
    """How many invoices were rejected."""


class Statistics(Model):
    """Statistics for the dashboard, of the days from `since` (UTC) to `until`, today. `waiting` is as of now, most
    frequent currency first; `currencies` are all that amounts could be in, whichever is asked for."""

    since: date
    """The first day (UTC)."""
    until: date
    """The last day (UTC): today."""
    currencies: list[str]
    """All currencies that amounts could be in."""
    waiting: list[Waiting]
    """What waits for validation now, most frequent currency first."""
    by_day: list[DayCount]
    """Counts of each day."""
    amounts_by_month: list[MonthAmount]
    """Confirmed amounts of each month and currency."""
    top_sellers: list[SellerAmount]
    """The sellers with the greatest confirmed amounts."""
    untouched: Untouched
    """How many invoices needed no correction."""
    corrected_fields: list[CorrectedField]
    """The fields corrected most often."""
    corrected_sellers: list[CorrectedSeller]
    """The sellers whose invoices were corrected most often."""
    people: list[PersonActivity]
    """What each person did."""
