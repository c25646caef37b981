"""Whether the API is alive and ready."""

from typing import Literal

from functions.api.models.base import Model


class Alive(Model):
    """The process is alive."""

    status: Literal["ok"] = "ok"
    """Always `ok`."""


class Readiness(Model):
    """Whether each store answers; `error` has a sentence for each that does not."""

    status: Literal["ok", "unavailable"]
    """Whether all stores answer."""
    checks: dict[str, Literal["ok", "unavailable"]]
    """Name of a store -> whether it answers."""
    error: str | None
    """A sentence for each store that does not answer; null if all do."""
