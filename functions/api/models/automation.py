"""Automatic confirmation: its settings, and the sellers that are switched on or off by themselves."""

from pydantic import ConfigDict

from functions.api.models.base import Model, Moment
from functions.api.models.pages import CursorQuery, NextPage
from shared.domain.automation import AutomationPolicy


class AutomationBody(AutomationPolicy):
    """When invoices are confirmed automatically. What is left out has its default."""


class AutomationSettings(AutomationPolicy):
    """When invoices are confirmed automatically, and who decided that."""

    updated_at: Moment | None
    """When it was decided; null if nobody ever did."""
    updated_by: str | None
    """Who decided it; null if nobody ever did."""


class SellerSwitchBody(Model):
    """The switch of one seller."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool | None
    """Whether its invoices may be confirmed automatically; null: it follows the settings."""


class SellerSwitch(Model):
    """A seller that is switched on or off by itself."""

    seller_id: int
    """The seller's id."""
    name: str
    """How the seller is called."""
    enabled: bool | None
    """Whether its invoices may be confirmed automatically; null: it follows the settings."""
    updated_at: Moment | None
    """When it was switched; null if it follows the settings."""
    updated_by: str | None
    """Who switched it; null if it follows the settings."""


class SwitchesQuery(CursorQuery):
    """A page of the switches."""


class SellerSwitches(Model):
    """The sellers that are switched on or off by themselves."""

    sellers: list[SellerSwitch]
    """The switches, the newest seller first."""
    next: NextPage
