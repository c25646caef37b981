"""`python -m tests.record_api_examples`: write the examples of the API's document from calls of a real stack.

What differs from run to run (moments, days near today, durations, keys, cursors) is replaced, so that a run after which
the API is the same changes nothing. Long lists and texts are cut.
"""

import base64
import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from functions.api.openapi import openapi_app
from functions.api.openapi_examples import EXAMPLES
from shared.adapters.intake_store import Arrival, IntakeStore
from shared.domain.intake import PROCESSING, IntakePart, result_of
from shared.domain.origins import SourceKind
from tests.support.stack import ROOT, RunningStack, eventually, running_stack

MOMENT = "2026-05-04T09:00:00Z"
DAY = date(2026, 5, 4)
KEY = "inv_Zm9yIHRoZSBleGFtcGxlIG9ubHk"
SECRET = "whsec_Zm9yIHRoZSBleGFtcGxlIG9ubHksIG5vdCBhIGtleSE="
CURSOR = "WzE3LCAiMjAyNi0wNS0wNCJd"
SHOWN = 3  # entries of a list or map
LONGEST = 400  # characters of a text

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")
_MESSAGE = re.compile(r"msg_[0-9a-f]{32}_\d+")
_NEAR = timedelta(days=2)
_DAYS = {"since", "until", "postponed_until", "date", "execution_date"}
_CURSORS = {"next", "here", "cursor"}
_MAPS = {"evidence"}
_FIXED = {"actions", "columns"}

_SAID = {
    "reference": "2026/0415",
    "tags": ["bicycles"],
    "source": {"kind": "mail", "sender": "facturen@fietsen.example", "subject": "Factuur van oktober"},
}
_TIMESHEET = b"day;hours\n2026-10-05;6.5\n2026-10-12;4\n"
_ATTACHED = f"""<cac:AdditionalDocumentReference><cbc:ID>TS-10</cbc:ID>
<cbc:DocumentDescription>Time sheet of October</cbc:DocumentDescription><cac:Attachment>
<cbc:EmbeddedDocumentBinaryObject mimeCode="text/csv" filename="time-sheet.csv">{base64.b64encode(_TIMESHEET).decode()}
</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorder:
    """Calls operations by their ids, and keeps what was sent and answered."""

    client: httpx.Client
    places: Mapping[str, tuple[str, str]]
    texts: Mapping[str, frozenset[str]]
    """Id of an operation -> the media types of its answers in the document."""
    examples: dict[str, Any] = field(default_factory=dict)

    def call(
        self,
        operation: str,
        *,
        path: Mapping[str, Any] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        file: tuple[str, bytes] | None = None,
        fields: Mapping[str, Any] | None = None,
    ) -> httpx.Response:
        """The answer. Raises httpx.HTTPStatusError if it is an error."""
        method, template = self.places[operation]
        address = template.format(**(path or {}))
        sent: dict[str, Any] = {"json": body} if body is not None else {}
        if file:
            texts = {name: json.dumps(one) if isinstance(one, dict) else one for name, one in (fields or {}).items()}
            sent = {"files": {"file": file}, "data": texts}
        answer = self.client.request(method, address, params=query, **sent)
        answer.raise_for_status()
        request = {"application/json": body} if body is not None else {}
        if file:
            request = {"multipart/form-data": {"file": [f"(the bytes of {file[0]})"], **(fields or {})}}
        self.keep(operation, {**(path or {}), **(query or {})}, request, answer.status_code, _body(answer))
        return answer

    def keep(
        self,
        operation: str,
        parameters: Mapping[str, Any],
        request: Mapping[str, Any],
        status: int,
        answer: Mapping[str, Any],
    ) -> None:
        """Keep an example: the last of each status."""
        before = self.examples.get(operation, {"parameters": {}, "answers": {}})
        bodies = {kind: steady(body) for kind, body in answer.items() if kind in self.texts[operation]}
        self.examples[operation] = {
            "parameters": {**before["parameters"], **steady(parameters)},
            "request": steady(request),
            "answers": {**before["answers"], str(status): bodies},
        }


def _body(answer: httpx.Response) -> dict[str, Any]:
    """Media type as in the document -> the body; nothing for bytes."""
    media_type = answer.headers.get("Content-Type", "")
    kind = media_type.partition(";")[0]
    if kind == "application/json":
        return {kind: answer.json()}
    if kind == "text/csv":
        return {media_type: "\r\n".join(answer.text.split("\r\n")[:SHOWN])}
    if kind == "application/xml":
        return {kind: answer.text}
    if kind == "text/plain":
        return {kind: "\n".join(line for line in answer.text.splitlines() if line.startswith("#"))}
    return {}


def steady(value: Any, name: str = "") -> Any:
    """The value without what differs from run to run, and not longer than a reader wants it."""
    if isinstance(value, Mapping):
        entries = list(value.items())[: SHOWN if name in _MAPS else None]
        return {key: steady(inner, key) for key, inner in entries}
    if isinstance(value, list):
        fixed = name in _FIXED or all(isinstance(inner, float) for inner in value)
        return [steady(inner, name) for inner in (value if fixed else value[:SHOWN])]
    if name == "seconds":
        return 1.2
    if name == "milliseconds" and value is not None:
        return 84
    if not isinstance(value, str):
        return value
    if name in _CURSORS:
        return CURSOR
    if name == "key":
        return KEY
    if name == "secret":
        return SECRET
    value = _MESSAGE.sub("msg_0f3c1d5e7a9b2c4d6e8f0a1b2c3d4e5f_17", value)
    if name in _DAYS and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        since_today = date.fromisoformat(value) - _today()
        return str(DAY + since_today) if abs(since_today) <= _NEAR else value
    tomorrow = _today() + timedelta(days=1)  # a sentence names it
    return _MOMENT.sub(MOMENT, value).replace(str(tomorrow), str(DAY + timedelta(days=1)))[:LONGEST]


def _today() -> date:
    return datetime.now(UTC).date()


def record(stack: RunningStack) -> dict[str, Any]:
    """The examples of all operations, by calls of an empty stack."""
    document = openapi_app().api_doc
    places = {
        operation["operationId"]: (method.upper(), path)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }
    key = stack.new_key("Ana Torres", "admin")
    stack.client.headers["Authorization"] = f"Bearer {key}"
    texts = {
        operation["operationId"]: frozenset(
            kind for answer in operation["responses"].values() for kind in answer.get("content", {})
        )
        for operations in document["paths"].values()
        for operation in operations.values()
    }
    recorder = Recorder(client=stack.client, places=places, texts=texts)
    _setting_up(recorder)
    _reviewing(recorder, stack)
    _looking_after_sellers(recorder)
    _exporting(recorder, stack)
    _other_ways(recorder, stack)
    _unlocking(recorder, stack)
    _taking_in(recorder, stack)
    _calling_others(recorder)
    return dict(sorted(recorder.examples.items()))


def _setting_up(recorder: Recorder) -> None:
    call = recorder.call
    for operation in ("getLiveness", "getReadiness", "getMetrics", "getMe"):
        call(operation)
    made = call("createKey", body={"name": "Bookkeeping system", "role": "viewer", "days": 365}).json()
    call("listKeys")
    call("revokeKey", path={"key_id": made["id"]})
    body = {"name": "Waterschap Laagland", "vat_ids": ["NL819372651B01"], "addresses": ["Dijkstraat 2, 8011 Zwolle"]}
    company = {"company_id": call("addCompany", body=body).json()["id"]}
    call("listCompanies")
    call("changeCompany", path=company, body={"tax_ids": ["30280042"]})
    call("getCompany", path=company)
    call("removeCompany", path=company)
    call("setAutomation", body={"enabled": True, "after": 10, "person_share": 0.2, "sellers": "chosen"})
    call("getAutomation")


def _taking_in(recorder: Recorder, stack: RunningStack) -> None:
    store = IntakeStore(stack.engine(), SourceKind.MAIL, "imaps://invoices@example.com@imap.example.com:993/INBOX")
    arrival = Arrival(
        key="1 1",
        size=48_213,
        received_at=datetime.now(UTC),
        sender="billing@harbour-finch.example",
        subject="Invoice 2026-118",
        message_id="<118@harbour-finch.example>",
        authentication={"spf": "pass", "dkim": "pass", "dmarc": "pass"},
    )
    taken = IntakePart(filename="2026-118.pdf", status=PROCESSING, invoice_id=1, code=None)
    store.finish(store.begin(arrival), result_of([taken]))
    store.looked(next_in=60)
    recorder.call("listIntake", query={"kind": "mail", "outcome": "taken"})


def _reviewing(recorder: Recorder, stack: RunningStack) -> None:
    call = recorder.call
    ubl = (ROOT / "samples" / "fietsen-ubl-nl.xml").read_bytes()
    with_file = ubl.replace(b"<cac:AccountingSupplierParty>", _ATTACHED.encode() + b"<cac:AccountingSupplierParty>", 1)
    with stack.client.stream("GET", "/api/events") as stream:
        uploaded = call("uploadInvoices", file=("fietsen.xml", with_file), fields=_SAID).json()
        recorder.keep("followChanges", {}, {}, stream.status_code, {"text/event-stream": _events(stream)})
    path = {"invoice_id": uploaded[0]["invoice_id"]}
    stack.finished(path["invoice_id"])
    call("listAttachments", path=path)
    call("downloadAttachment", path={**path, "number": 1})
    call("downloadDocument", path=path)
    call("getInvoice", path=path)
    call("listInvoices", query={"status": "waiting_validation", "q": "fiets", "per_page": 20})
    call("countInvoices", query={"q": "fiets"})
    call("getNeighbours", path=path, query={"status": "waiting_validation"})
    call("postponeInvoice", path=path, body={"until": str(_today() + timedelta(days=1))})
    again = ("fietsen-2.xml", ubl + b"<!-- sent again -->")
    similar = call("uploadInvoices", query={"wait": 30}, file=again, fields=_SAID).json()[0]["invoice_id"]
    call("labelInvoice", path=path, body={"reference": "2026/0417", "tags": ["bicycles", "urgent"]})
    call("tellApart", path=path, body={"invoice_id": similar, "apart": True})
    call("rejectInvoice", path=path, body={"reason": "Not ordered by us."})
    call("retryInvoice", path=path)
    stack.finished(path["invoice_id"])
    call("correctInvoice", path=path, body={"preview_data": {"booking": {"account": "4400"}}})
    call("confirmInvoice", path=path, query={"if": "no-errors"}, body={"accepted": ["account-first-time"]})
    call("listChanges", query={"types": "confirmed", "limit": 1})
    call("reopenInvoice", path=path, body={"reason": "Booked on the wrong account."})
    call("listVersions", path=path)
    call("listWithdrawnInvoices")
    stack.client.post(f"/api/invoices/{path['invoice_id']}/confirm").raise_for_status()
    seller = {"seller_id": stack.client.get("/api/sellers").json()["sellers"][0]["id"]}
    call("switchSeller", path=seller, body={"enabled": True})
    call("listSellerSwitches")
    call("listBookingValues", query={"field": "account", "q": "44"})


def _looking_after_sellers(recorder: Recorder) -> None:
    call = recorder.call
    (known,) = call("listSellers", query={"search": "fiets", "per_page": 20}).json()["sellers"]
    seller = {"seller_id": known["id"]}
    call("exportSellers")
    call("changeSeller", path=seller, body={"name": "Fietsenmaker"})
    body = {"invoice_ids": [known["newest_invoice"]], "name": "Fietsen by post"}
    split = call("splitSeller", path=seller, body=body).json()
    call("mergeSellers", path=seller, body={"seller_ids": [split["id"]]})
    call("getSeller", path=seller)
    call("forgetSeller", path=seller)
    call("importSellers", body={"csv": "name,country,tax_numbers\r\nDrukkerij Noord,NL,NL004495445B01\r\n"})
    (added,) = recorder.client.get("/api/sellers", params={"search": "Drukkerij"}).json()["sellers"]
    call("removeSeller", path={"seller_id": added["id"]})


def _events(stream: httpx.Response) -> str:
    """The first lines of live updates, with the position in the stream replaced."""
    lines: list[str] = []
    for line in stream.iter_lines():
        lines.append(re.sub(r"\d{13}-\d+", "1777885200000-0", line))
        if lines.count("event: invoice") and not line:
            return "\n".join([*lines, ""])
    raise ValueError("the stream ended")


def _exporting(recorder: Recorder, stack: RunningStack) -> None:
    call = recorder.call
    columns = "invoice_number,issue_date,seller_name,total_amount,currency"
    call("exportInvoices", query={"format": "csv", "columns": columns})
    body = {"format": "csv", "columns": columns.split(","), "language": "en"}
    export = {"export_id": call("createExport", body=body).json()["id"]}
    call("getExport", path=export)
    call("listExports")
    call("downloadExport", path=export)
    call("listConfirmedInvoices", query={"q": "fiets", "per_page": 20})
    call("getTotals", query={"currency": "EUR"})
    call("getStatistics", query={"days": 3})
    call("undoExport", path=export)
    (invoice,) = stack.client.get("/api/invoices/data").json()["invoices"]
    path = {"invoice_id": invoice["invoice_id"]}
    call("expressInvoice", path={**path, "form": "ubl"})
    _paying(recorder, path["invoice_id"])
    named = {"name": "numbers"}
    written = "{% for invoice in invoices %}{{ invoice.invoice_number }},{{ invoice.total_amount }}\n{% endfor %}"
    call("tryExportTemplate", body={"format": "csv", "body": written})
    call("saveExportTemplate", path=named, body={"format": "csv", "body": written})
    call("listExportTemplates")
    call("removeExportTemplate", path=named)
    call("markExported", path=path, body={"reference": "PUR-2026-0117"})
    call("listEvents", path=path, query={"per_page": SHOWN})


def _paying(recorder: Recorder, invoice_id: int) -> None:
    call = recorder.call
    day = (datetime.now(UTC).date() + timedelta(days=1)).isoformat()
    debtor = {"name": "Waterschap Laagland", "iban": "NL91ABNA0417164300"}
    asked = {"invoice_ids": [invoice_id], "debtor": debtor, "execution_date": day, "accept": ["first-account"]}
    payment = {"payment_id": call("createPayment", body=asked).json()["id"]}
    call("listPayments", query={"invoice_id": invoice_id})
    call("getPayment", path=payment)
    call("downloadPayment", path=payment)
    call("undoPayment", path=payment)


def _other_ways(recorder: Recorder, stack: RunningStack) -> None:
    call = recorder.call
    (uploaded,) = stack.upload(("catering.pdf", (ROOT / "samples" / "catering-two-pages-en.pdf").read_bytes()))
    path = {"invoice_id": uploaded["invoice_id"]}
    stack.finished(path["invoice_id"])
    call("getText", path=path)
    call("getPageImage", path={**path, "number": 1}, query={"width": 800})
    split = call("splitInvoice", path=path, body={"parts": [[1, 1], [2, 2]]}).json()
    for child in split["children"]:
        stack.finished(child)
    call("deleteInvoice", path={"invoice_id": split["children"][0]})


def _unlocking(recorder: Recorder, stack: RunningStack) -> None:
    (uploaded,) = stack.upload(("protected.pdf", (ROOT / "samples" / "bad" / "encrypted.pdf").read_bytes()))
    path = {"invoice_id": uploaded["invoice_id"]}
    stack.finished(path["invoice_id"])
    recorder.call("unlockInvoice", path=path, body={"password": "a password nobody gave"})


def _calling_others(recorder: Recorder) -> None:
    call = recorder.call
    body = {"url": "https://erp.example.com/invoices", "description": "ERP", "types": ["confirmed", "reopened"]}
    path = {"webhook_id": call("addWebhook", body=body).json()["id"]}
    call("listWebhooks")
    call("getWebhook", path=path)
    call("rotateWebhookSecret", path=path, body={"hours": 48})
    call("testWebhook", path=path)
    call("replayWebhook", path=path, body={"since": MOMENT})
    deliveries = f"/api/webhooks/{path['webhook_id']}/deliveries"
    eventually(lambda: recorder.client.get(deliveries).json()["deliveries"], seconds=60)
    call("listDeliveries", path=path, query={"state": "pending", "per_page": 1})
    call("changeWebhook", path=path, body={"enabled": False})
    call("removeWebhook", path=path)


def main() -> None:
    """Record and write."""
    with tempfile.TemporaryDirectory() as folder, running_stack(Path(folder), AUTH="required") as stack:
        examples = record(stack)
    EXAMPLES.write_text(json.dumps(examples, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(examples)} examples")


if __name__ == "__main__":
    main()
