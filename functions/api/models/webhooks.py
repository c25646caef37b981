"""Webhooks: endpoints of other systems that are sent the changes."""

import re
from ipaddress import ip_address
from socket import inet_aton
from typing import Annotated

import httpx
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, StringConstraints, model_validator

from functions.api.models.base import Model, Moment
from functions.api.models.pages import CursorQuery, NextPage
from shared.domain.origins import ONE_LINE
from shared.domain.public_changes import ChangeType
from shared.domain.webhook_retries import DeliveryFault, DeliveryState, DisabledReason


class WebhookPath(Model):
    """A webhook by its id."""

    webhook_id: int
    """The webhook's id."""


_NAME = re.compile(rb"(?=.{1,254}$)([a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?", re.IGNORECASE)
"""Of a host, as it is looked up (RFC 1123), and with the underscore that names of inner networks have."""


def _address(text: str) -> str:
    try:
        url = httpx.URL(text)
        has_host = literal_address(text) is not None or _NAME.fullmatch(url.raw_host) is not None
    except (httpx.InvalidURL, UnicodeError):  # the latter: a name that IDNA does not have
        url, has_host = httpx.URL(), False
    if url.scheme not in {"https", "http"} or not has_host or not (url.port is None or 0 < url.port < 2**16):
        raise ValueError("must be an address such as https://erp.example.com/invoices")
    if url.userinfo or url.fragment:
        raise ValueError("must hold no user, password or fragment: messages are signed instead")
    return text


def literal_address(url: str) -> str | None:
    """The IP address that an address names itself; None: it names a host. Numbers such as 2852039166, 0x7f.1 or 127.1
    are IP addresses to every program that connects."""
    host = httpx.URL(url).host
    try:
        return str(ip_address(host))
    except ValueError:
        try:
            return str(ip_address(inet_aton(host))) if host.isascii() else None
        except OSError:
            return None


WebhookUrl = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=ONE_LINE), AfterValidator(_address)
]
WebhookTypes = Annotated[
    list[ChangeType], Field(max_length=20), AfterValidator(lambda types: list(dict.fromkeys(types)))
]
Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]


class WebhookBody(Model):
    """A new webhook."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: WebhookUrl
    """Where messages are posted to, by https."""
    description: Description = ""
    """What it is for."""
    types: WebhookTypes = []
    """Which changes it is sent; none: all."""


class WebhookChange(Model):
    """Changes to a webhook; what is left out stays."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: WebhookUrl | None = None
    """Where messages are posted to from now on; what waits is tried there at once."""
    description: Description | None = None
    """What it is for."""
    types: WebhookTypes | None = None
    """Which changes it is sent from now on; none: all."""
    enabled: bool | None = None
    """False: it is sent nothing. True: it is sent what it has missed, and what follows."""
    skip_missed: bool = False
    """Leave out what it has not got yet: it goes on with what changes from now on."""


class Webhook(Model):
    """A webhook, and how it is."""

    id: int
    """The webhook's id."""
    url: str
    """Where messages are posted to."""
    description: str
    """What it is for."""
    types: list[ChangeType]
    """Which changes it is sent; none: all."""
    enabled: bool
    """Whether it is sent anything."""
    disabled_reason: DisabledReason | None
    """Why not: `person` (somebody switched it off), `gone` (it answered 410), `failing` (nothing arrived for days),
    `restored` (the system was restored from a backup, and what waited then may have been sent since)."""
    disabled_at: Moment | None
    """Since when it is not."""
    pending: int
    """Messages that did not arrive yet and will be tried again, or wait for one of their invoice; 1000: or more."""
    behind: int
    """Changes, of all types, that were not looked at yet."""
    replay_left: int
    """Changes, of all types, that are still to be looked at in the range that is sent again."""
    next_attempt_at: Moment | None
    """When it is tried again; null if nothing waits for a time."""
    failing_since: Moment | None
    """When the first message failed since the last that arrived."""
    last_success_at: Moment | None
    """When a message arrived last."""
    last_error_at: Moment | None
    """When a message failed last."""
    last_error: DeliveryFault | None
    """Why that was."""
    last_status_code: int | None
    """The HTTP status of that error; null if there was no answer."""
    old_secret_until: Moment | None
    """Until when messages are signed with the earlier secret too; null: with one."""
    created_at: Moment
    """When it was added."""
    updated_at: Moment
    """When a person last changed it."""


class WebhookList(Model):
    """All webhooks, by id."""

    webhooks: list[Webhook]
    """The webhooks."""


class NewWebhook(Webhook):
    """A webhook with its secret, which is shown in this answer only."""

    secret: str
    """The secret by which the receiver verifies messages, as libraries of Standard Webhooks take it."""


class RotateBody(Model):
    """A new secret."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    hours: float = Field(default=24, ge=0, le=168, allow_inf_nan=False)
    """How long messages are signed with the earlier secret too."""


class ReplayBody(Model):
    """What is sent again: one message, or all that changed in a time."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(max_length=100)] | None = None
    """One message, by its id."""
    since: AwareDatetime | None = None
    """All that changed from then on (RFC 3339)."""
    until: AwareDatetime | None = None
    """Up to then; null: up to what was sent last."""

    @model_validator(mode="after")
    def _one_of_both(self) -> "ReplayBody":
        if (self.id is None) is (self.since is None) or (self.id and self.until):
            raise ValueError("give id, or since and perhaps until")
        return self


class Replay(Model):
    """What is being sent again."""

    webhook_id: int
    """The webhook's id."""
    changes: int
    """How many changes, of all types, are looked at for it."""


class TestResult(Model):
    """What became of a message about nothing."""

    delivered: bool
    """Whether it arrived."""
    status_code: int | None
    """The HTTP status of the answer; null without one."""
    fault: DeliveryFault | None
    """Why it did not arrive."""
    milliseconds: int
    """How long it took."""


class DeliveryQuery(CursorQuery):
    """A page of the messages of a webhook."""

    state: DeliveryState | None = None
    """Only those in this state; without it all."""


class WebhookDelivery(Model):
    """A message to a webhook, and what became of it."""

    id: str
    """The message's id, `webhook-id` of its header: the same however often it is sent."""
    type: ChangeType
    """What changed."""
    invoice_id: int
    """The invoice's id."""
    version: int
    """The invoice's version behind the change."""
    at: Moment
    """When it changed."""
    state: DeliveryState
    """`pending` (to be tried, or waiting for an earlier one of its invoice), `delivered`, or `failed` (given up)."""
    attempts: int
    """How often it was tried."""
    next_attempt_at: Moment | None
    """When it is tried again; null of a pending one that waits for an earlier one."""
    last_attempt_at: Moment | None
    """When it was tried last."""
    status_code: int | None
    """The HTTP status of the last answer."""
    fault: DeliveryFault | None
    """Why it did not arrive then."""
    milliseconds: int | None
    """How long the last try took."""


class WebhookDeliveryList(Model):
    """Messages of a webhook, the newest change first: all that wait, and the newest thousand of those that arrived and
    of those that were given up."""

    deliveries: list[WebhookDelivery]
    """The messages of this page."""
    next: NextPage
