"""Messages of webhooks, signed by the system and verified by the client."""

import base64
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from invoices_client import WebhookRefusedError, verify_webhook
from shared.domain.public_changes import ChangeType, PublicChange
from shared.domain.webhook_messages import (
    WebhookMessage,
    message_of,
    message_of_test,
    secret_text,
    signed_headers,
)

KEY, OTHER = b"k" * 32, b"o" * 32
SECRET = secret_text(KEY)
CHANGE = PublicChange(
    sequence=9,
    type=ChangeType.CONFIRMED,
    invoice_id=7,
    version=3,
    actor="Ána 😀",
    at=datetime(2026, 5, 4, 9, tzinfo=UTC),
)
MESSAGE = message_of(CHANGE, "f" * 32)


def _signed(
    body: bytes = MESSAGE.body, *, ago: timedelta = timedelta(), keys: Sequence[bytes] = (KEY,)
) -> dict[str, str]:
    """Headers of a message that is signed now, and not when the tests were collected: five minutes may lie between."""
    return signed_headers(WebhookMessage(id=MESSAGE.id, body=body), list(keys), datetime.now(UTC) - ago)


def test_a_message_is_read_with_its_types() -> None:
    headers = {name.title(): value for name, value in _signed().items()}
    found = verify_webhook(MESSAGE.body, headers, SECRET)
    assert (found.id, found.type, found.timestamp) == (MESSAGE.id, "invoice.confirmed", CHANGE.at)
    assert found.change is not None
    assert found.change.model_dump() == {"type": "confirmed", "invoice_id": 7, "version": 3, "actor": "Ána 😀"}


def test_a_test_has_no_change() -> None:
    now = datetime.now(UTC)
    message = message_of_test("0", 1, now)
    found = verify_webhook(message.body, signed_headers(message, [KEY], now), SECRET)
    assert (found.type, found.change) == ("webhook.test", None)


@pytest.mark.parametrize("secret", [SECRET, secret_text(OTHER)])
def test_either_of_two_secrets_verifies(secret: str) -> None:
    assert verify_webhook(MESSAGE.body, _signed(keys=[OTHER, KEY]), secret).change


def test_a_type_of_a_later_version_stays_the_text_that_it_is() -> None:
    body = MESSAGE.body.replace(b"invoice.confirmed", b"invoice.archived")
    found = verify_webhook(body, _signed(body), SECRET)
    assert found.change is not None
    assert found.change.type == "archived"


def _without(name: str) -> dict[str, str]:
    return {key: value for key, value in _signed().items() if key != name}


def _with(**changed: str) -> dict[str, str]:
    return _signed() | {f"webhook-{name}": value for name, value in changed.items()}


@pytest.mark.parametrize(
    "made",
    [
        dict,
        lambda: _without("webhook-id"),
        lambda: _without("webhook-timestamp"),
        lambda: _without("webhook-signature"),
        lambda: _signed(keys=[OTHER]),
        lambda: _signed(body=b"{}"),
        lambda: _with(id="msg_1"),
        lambda: _with(timestamp=str(int(time.time()) + 60)),
        lambda: _with(signature=""),
        lambda: _with(signature="v1,"),
        lambda: _with(signature="v1,\udcff é"),
        lambda: _with(id="\udcff"),
        lambda: _with(signature=_signed()["webhook-signature"].replace("v1,", "v2,")),
        lambda: _signed(ago=timedelta(minutes=6)),
        lambda: _signed(ago=timedelta(minutes=-20)),
    ],
)
def test_what_was_not_signed_just_now_with_this_secret_is_refused(made: Callable[[], Mapping[str, str]]) -> None:
    with pytest.raises(WebhookRefusedError):
        verify_webhook(MESSAGE.body, made(), SECRET)


@pytest.mark.parametrize("body", [b"", b"[]", b'{"type": "invoice.confirmed", "timestamp": "2026-05-04", "data": {}}'])
def test_another_form_is_refused(body: bytes) -> None:
    with pytest.raises(WebhookRefusedError, match="form"):
        verify_webhook(body, _signed(body), SECRET)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_ä", base64.b64encode(KEY).decode(), "whsec_***"])
def test_a_secret_that_is_none_is_told(secret: str) -> None:
    with pytest.raises(ValueError, match="whsec_"):
        verify_webhook(MESSAGE.body, _signed(), secret)
