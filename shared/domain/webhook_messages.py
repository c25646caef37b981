"""What a webhook is sent, signed as Standard Webhooks 1.0 says
(https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md)."""

import base64
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from shared.domain.public_changes import ChangeType, PublicChange

TEST_TYPE = "webhook.test"
"""The type of a message that a person asks for, to see whether it arrives."""

SECRET_PREFIX = "whsec_"  # noqa: S105 - how every secret begins
_ID = re.compile(r"msg_([0-9a-f]{32})_([1-9][0-9]{0,17})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookMessage:
    """A message: its id, which stays the same however often it is sent, and its body."""

    id: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSecrets:
    """Makes the secrets of endpoints from SECRET_KEY and a random salt each: they are kept nowhere, and whoever reads
    the database alone can sign nothing."""

    key: str

    def of(self, salt: str) -> bytes:
        """The secret (32 bytes) of this salt."""
        return hmac.digest(hmac.digest(self.key.encode(), b"webhook-secrets", sha256), salt.encode(), sha256)


def secret_text(secret: bytes) -> str:
    """A secret as a receiver is given it."""
    return SECRET_PREFIX + base64.b64encode(secret).decode()


def type_name(type_: ChangeType) -> str:
    """The type of a change in messages."""
    return f"invoice.{type_}"


def message_id(feed: str, sequence: int) -> str:
    """The id of the message of a change: the feed's name and the change's number in it."""
    return f"msg_{feed}_{sequence}"


def sequence_of(id_: str, feed: str) -> int | None:
    """The number of the change that a message is of; None: this feed has no such message."""
    found = _ID.fullmatch(id_)
    return int(found[2]) if found and found[1] == feed else None


def message_of(change: PublicChange, feed: str) -> WebhookMessage:
    """The message of a change. It is thin: the receiver reads the invoice, as it is then, by its id."""
    data = {"invoice_id": change.invoice_id, "version": change.version, "actor": change.actor}
    return _message(message_id(feed, change.sequence), type_name(change.type), change.at, data)


def message_of_test(id_: str, webhook_id: int, at: datetime) -> WebhookMessage:
    """A message about nothing."""
    return _message(f"msg_test_{id_}", TEST_TYPE, at, {"webhook_id": webhook_id})


def _message(id_: str, type_: str, at: datetime, data: Mapping[str, object]) -> WebhookMessage:
    timestamp = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    body = json.dumps({"type": type_, "timestamp": timestamp, "data": data}, ensure_ascii=False).encode()
    return WebhookMessage(id=id_, body=body)


def signed_headers(message: WebhookMessage, secrets: Iterable[bytes], now: datetime) -> dict[str, str]:
    """The headers of a message, by which a receiver verifies it, whichever of the secrets it has."""
    timestamp = str(int(now.timestamp()))
    content = f"{message.id}.{timestamp}.".encode() + message.body
    signatures = (base64.b64encode(hmac.digest(secret, content, sha256)).decode() for secret in secrets)
    return {
        "content-type": "application/json",
        "user-agent": "invoice-processing",
        "webhook-id": message.id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }
