"""API keys."""

from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field

from functions.api.models.base import Model, Moment, Query
from shared.domain.access import Role, is_reserved_name
from shared.domain.origins import ONE_LINE


class KeyPath(Model):
    """An API key by its id."""

    key_id: int
    """The key's id."""


class RevokeQuery(Query):
    """`own=true`: revoke even the key of this very call, which ends the caller's access."""

    own: bool = False
    """Revoke even the key of this very call, which ends the caller's access."""


def _of_a_caller(name: str) -> str:
    if is_reserved_name(name):
        raise ValueError("is the name of the system itself in histories")
    return name


class KeyBody(Model):
    """A new API key."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, AfterValidator(_of_a_caller)] = Field(min_length=1, max_length=100, pattern=ONE_LINE)
    """Whose key it is; shown in histories."""
    role: Role
    """What the key may do."""
    days: int | None = Field(default=None, ge=1, le=3660)
    """How many days it is valid; null: without an end."""


class Key(Model):
    """An API key, without the key itself; `own`: it is the key of this call."""

    id: int
    """The key's id."""
    name: str
    """Whose key it is."""
    role: Role
    """What it may do."""
    own: bool
    """Whether it is the key of this call."""
    created_at: Moment
    """When it was made."""
    last_used_at: Moment | None
    """When it was last used; null if never."""
    expires_at: Moment | None
    """When it ends; null without an end."""
    revoked_at: Moment | None
    """When it was revoked; null if it was not."""


class KeyList(Model):
    """All keys, newest first."""

    keys: list[Key]
    """The keys."""


class NewKey(Key):
    """A new key; `key` is shown only here."""

    key: str
    """The key itself, for `Authorization: Bearer`; shown only here."""
