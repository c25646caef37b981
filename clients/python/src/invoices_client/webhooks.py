"""Messages that the system posts to a webhook, verified as Standard Webhooks 1.0 says."""

import base64
import hmac
import time
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

from pydantic import ValidationError

from invoices_client.answer import Answer
from invoices_client.errors import WebhookRefusedError
from invoices_client.models import ChangeType

_SECRET_PREFIX = "whsec_"  # noqa: S105 - how every secret begins
_TYPE_PREFIX = "invoice."
_TOLERANCE_SECONDS = 300


class Headers(Protocol):
    """The headers of a request, as any framework has them."""

    def items(self) -> Iterable[tuple[str, str]]:
        """Names, in any case, and values."""


class WebhookChange(Answer):
    """A change of an invoice. `version` is the invoice's behind the change, and tells an older one."""

    type: ChangeType
    invoice_id: int
    version: int
    actor: str


class WebhookMessage(Answer):
    """A message. `id` is the same however often it is sent. `change` is None in one that is not about an invoice, such
    as a test."""

    id: str
    type: str
    timestamp: datetime
    change: WebhookChange | None


class _Body(Answer):
    type: str
    timestamp: datetime
    data: dict[str, Any]


def verify_webhook(body: bytes, headers: Headers, secret: str) -> WebhookMessage:
    """The message in a request, as it was received, if it was signed with this secret (`whsec_…`) within five minutes
    of now. Raises WebhookRefusedError: answer with 401 then. Raises ValueError if the secret is none."""
    key = _key(secret)
    named = {name.lower(): value for name, value in headers.items()}
    id_, timestamp = named.get("webhook-id", ""), named.get("webhook-timestamp", "")
    content = _bytes(f"{id_}.{timestamp}.") + body
    expected = b"v1," + base64.b64encode(hmac.digest(key, content, sha256))
    given = named.get("webhook-signature", "").split(" ")
    if not any(hmac.compare_digest(_bytes(one), expected) for one in given):
        raise WebhookRefusedError("The message was not signed with this secret.")
    if not timestamp.isdecimal() or abs(time.time() - int(timestamp)) > _TOLERANCE_SECONDS:
        raise WebhookRefusedError("The message was signed more than five minutes ago, or the clocks differ.")
    return _message(id_, body)


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(_SECRET_PREFIX), validate=True)
    except ValueError:
        key = b""
    if not secret.startswith(_SECRET_PREFIX) or not key:
        raise ValueError("A secret begins with whsec_ and was shown when the webhook was added, or its secret changed.")
    return key


def _bytes(text: str) -> bytes:
    # Some frameworks keep bytes that are no text so.
    return text.encode(errors="surrogateescape")


def _message(id_: str, body: bytes) -> WebhookMessage:
    try:
        found = _Body.model_validate_json(body)
        kind = found.type.removeprefix(_TYPE_PREFIX)
        change = None if kind == found.type else WebhookChange.model_validate({**found.data, "type": kind})
    except ValidationError as error:
        raise WebhookRefusedError("The message has another form than expected.") from error
    return WebhookMessage(id=id_, type=found.type, timestamp=found.timestamp, change=change)
