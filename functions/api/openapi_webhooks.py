"""The messages that this system sends, as `webhooks` of the OpenAPI document: one for each type of change."""

from collections.abc import Mapping
from typing import Any

from shared.domain.public_changes import ChangeType
from shared.domain.webhook_messages import type_name

_MEANINGS: Mapping[ChangeType, str] = {
    ChangeType.RECEIVED: "An invoice was taken in, or split off another.",
    ChangeType.READY: "An invoice was read, and waits for validation.",
    ChangeType.FAILED: "An invoice could not be read.",
    ChangeType.CORRECTED: "A person corrected the data of an invoice.",
    ChangeType.CONFIRMED: "The data of an invoice was confirmed.",
    ChangeType.REOPENED: "An invoice is in review again: its confirmed data is withdrawn.",
    ChangeType.REJECTED: "An invoice was rejected, or split into others.",
    ChangeType.EXPORTED: "Another system has the confirmed data.",
    ChangeType.DELETED: "An invoice was deleted.",
}

_HEADERS: Mapping[str, str] = {
    "webhook-id": "The message's id: the same however often it is sent.",
    "webhook-timestamp": "When it was sent, in seconds since 1970.",
    "webhook-signature": "`v1,` and a signature for each secret (Standard Webhooks 1.0).",
}


def add_webhooks(document: dict[str, Any]) -> None:
    """Adds the messages to `document`."""
    document["webhooks"] = {type_name(type_): {"post": _message(type_)} for type_ in ChangeType}


def _message(type_: ChangeType) -> dict[str, Any]:
    name = type_name(type_)
    text = {"type": "string"}
    count = {"type": "integer"}
    data = {
        "type": "object",
        "required": ["invoice_id", "version", "actor"],
        "properties": {
            "invoice_id": {**count, "description": "The invoice's id."},
            "version": {**count, "description": "Its version behind the change; it rises from change to change."},
            "actor": {**text, "description": "Who changed it."},
        },
    }
    body = {
        "type": "object",
        "required": ["type", "timestamp", "data"],
        "properties": {
            "type": {**text, "enum": [name], "description": "What changed."},
            "timestamp": {**text, "format": "date-time", "description": "When it changed."},
            "data": {**data, "description": "Which invoice."},
        },
    }
    example = {
        "type": name,
        "timestamp": "2026-05-04T09:00:00Z",
        "data": {"invoice_id": 7, "version": 5, "actor": "Ana"},
    }
    return {
        "operationId": "on" + type_.capitalize(),
        "summary": _MEANINGS[type_].removesuffix("."),
        "description": f"{_MEANINGS[type_]} Answer 2xx within 15 seconds; read the invoice by its id.",
        "tags": ["webhooks"],
        "security": [],
        "parameters": [
            {"name": header, "in": "header", "required": True, "schema": text, "description": meaning}
            for header, meaning in _HEADERS.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body, "example": example}}},
        "responses": {"2XX": {"description": "The message was taken."}},
    }
