"""The workflows that the checks run, as n8n imports them."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

PACKAGE = "n8n-nodes-invoice-processing"
CREDENTIALS = {"invoicesApi": {"id": "invoices", "name": "Invoices"}}

Node = Mapping[str, Any]


def credentials(url: str, key: str) -> dict[str, Any]:
    """The key, as a person would enter it."""
    return {"id": "invoices", "name": "Invoices", "type": "invoicesApi", "data": {"url": url, "apiKey": key}}


def by_hand(files: str) -> dict[str, Any]:
    """Files are uploaded, looked at, confirmed, marked, and fetched again."""
    steps: Sequence[Node] = [
        _node("Start", "n8n-nodes-base.manualTrigger"),
        _node("Files", "n8n-nodes-base.readWriteFile", fileSelector=files),
        _ours("Upload", operation="upload", binaryPropertyName="data", waitSeconds=120),
        _ours("Get", operation="get", invoiceId="={{ $json.invoice_id }}"),
        _ours("Confirm", operation="confirm", invoiceId="={{ $json.id }}", condition="no-errors"),
        _ours("Mark", operation="markExported", invoiceId="={{ $json.invoice_id }}", reference="n8n by hand"),
        _ours("Download", operation="download", invoiceId="={{ $json.invoice_id }}", outputPropertyName="again"),
        _ours("Many", operation="getMany", returnAll=False, limit=3, filters={"exported": True}),
    ]
    return _workflow("by-hand", steps)


def refused() -> dict[str, Any]:
    """An invoice that is not there."""
    return _workflow(
        "refused", [_node("Start", "n8n-nodes-base.manualTrigger"), _ours("Get", operation="get", invoiceId="999999")]
    )


def on_confirmed() -> dict[str, Any]:
    """What is confirmed is marked as exported, with its number as n8n has it."""
    trigger = {
        **_node("Confirmed", f"{PACKAGE}.invoicesTrigger", types=["confirmed"], pollTimes={"item": [_OFTEN]}),
        "credentials": CREDENTIALS,
    }
    reference = "={{ 'n8n ' + $json.data.invoice_number }}"
    mark = _ours("Mark", operation="markExported", invoiceId="={{ $json.invoice_id }}", reference=reference)
    return _workflow("on-confirmed", [trigger, mark])


_OFTEN = {"mode": "everyMinute"}


def _workflow(name: str, steps: Sequence[Node]) -> dict[str, Any]:
    """The nodes one after the other."""
    following = pairwise(steps)
    return {
        "id": name,
        "name": name,
        "active": False,
        "nodes": list(steps),
        "connections": {
            one["name"]: {"main": [[{"node": other["name"], "type": "main", "index": 0}]]} for one, other in following
        },
        "settings": {},
    }


def _ours(name: str, **parameters: Any) -> Node:
    return {
        **_node(name, f"{PACKAGE}.invoices", resource="invoice", **parameters),
        "credentials": CREDENTIALS,
    }


def _node(name: str, kind: str, **parameters: Any) -> dict[str, Any]:
    return {
        "id": name.lower(),
        "name": name,
        "type": kind,
        "typeVersion": 1,
        "position": [0, 0],
        "parameters": parameters,
    }
