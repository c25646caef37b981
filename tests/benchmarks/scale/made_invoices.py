"""Random invoices that are consistent in themselves: the same seed makes the same rows."""

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from hashlib import sha256
from random import Random
from typing import Any

from shared.adapters.answers import month_number
from shared.adapters.search_index import answer_row, file_row
from shared.domain.audit import AuditEventType
from shared.domain.comparison_keys import number_key
from shared.domain.invoice import code_keys
from shared.domain.lanes import Lane
from shared.domain.lifecycle import Stage, Status
from shared.domain.search_words import stored_words, words_of
from shared.domain.sellers import SellerKeyKind
from shared.errors import ErrorCode
from tests.benchmarks.scale.sellers import Seller, made_sellers, zipf_weights
from tests.benchmarks.scale.templates import Template, Templates

DAYS = 3 * 365
COMMON_CODE = "443485"
"""An operation code that one invoice in a hundred has; the others have codes of their own."""

_PROCESSING = 20
"""At work in the whole; leased for ever, so that nobody takes them."""
_NEWEST = 0.006
"""Of these newest ones most wait for a person."""

TAGS = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "travel", "rent", "project Müller", "urgent", "import", "office")
"""Every third invoice has one; the first ones are the most used."""
_SOURCES = ("upload",) * 13 + ("mail",) * 6 + ("folder",)
_COMPANIES = (1, 1, 1, 2, 3, None, None)
_REFERENCES = 500_000

_REASON = "This is not an invoice."
_ERRORS = (ErrorCode.ENCRYPTED_DOCUMENT, ErrorCode.WORKER_LOST)
_CENT = Decimal("0.01")
_RATES = tuple(Decimal(rate) / 100 for rate in (21, 19, 10, 7, 0))
_FILENAMES: tuple[Callable[["_Facts"], str], ...] = (
    lambda facts: f"{facts.number.replace('/', '-')}.pdf",
    lambda facts: f"Invoice_{facts.number.replace('/', '_')}.pdf",
    lambda facts: f"Factura {facts.seller.name.split()[0]} {facts.issued:%Y-%m}.pdf",
    lambda facts: f"scan{facts.issued:%Y%m%d}_{facts.place % 9973:04}.pdf",
    lambda facts: f"IMG_{facts.place % 10_000:04}.jpg",
    lambda facts: f"WhatsApp Image {facts.issued:%Y-%m-%d} at 10.{facts.place % 60:02}.jpeg",
    lambda facts: f"发票_{facts.issued:%Y%m%d}_{facts.place % 997}.pdf",
    lambda facts: f"Rechnung {facts.seller.name} ({facts.place % 40}).pdf",
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What is drawn for one invoice before its rows are written. `place` counts from 1 within all of them."""

    place: int
    seller: Seller
    template: Template
    number: str
    issued: date
    received: datetime
    decided: datetime
    status: Status
    levels: tuple[str, ...]  # of its findings
    codes: tuple[str, ...]
    corrected: bool
    values: Mapping[str, Any]
    seller_id: int | None  # of a confirmed one


class MadeInvoices:
    """`rows` invoices over the three years before `until`."""

    def __init__(self, templates: Templates, *, rows: int, until: datetime, seed: int) -> None:
        self._templates = templates
        self._rows = rows
        self._until = until
        self._seed = seed
        self.sellers = made_sellers(Random(seed), len(templates.documents))
        self._weights = zipf_weights(len(self.sellers))

    def tables(self, first: int, count: int) -> Mapping[str, Sequence[Row]]:
        """The rows of each table for so many invoices; their ids begin at `first`, and their places at the same."""
        made: dict[str, list[Row]] = {}
        random = Random(f"{self._seed} {first}")
        if first == 1:
            for table, row in self._known_sellers():
                made.setdefault(table, []).append(row)
        for place in range(first, first + count):
            facts = self._facts(place, random)
            for table, row in self._rows_of(facts, random):
                made.setdefault(table, []).append(row)
        return made

    def _facts(self, place: int, random: Random) -> _Facts:
        rank = bisect_right(self._weights, random.random() * self._weights[-1])
        seller = self.sellers[rank]
        received = self._until - timedelta(seconds=DAYS * 86_400 * (1 - place / (self._rows + 1)))
        issued = (received - timedelta(days=random.randrange(25))).date()
        status = self._status(place, random)
        net = Decimal(round(random.lognormvariate(6, 1.5), 2)).quantize(_CENT)
        tax = (net * random.choice(_RATES)).quantize(_CENT)
        return _Facts(
            place=place,
            seller=seller,
            template=self._templates.documents[seller.template],
            number=seller.number.format(year=issued.year, n=random.randrange(1, 100_000), place=place % 10_000),
            issued=issued,
            received=received,
            decided=min(received + timedelta(seconds=60 + random.expovariate(1 / 50_000)), self._until),
            status=status,
            levels=_levels(status, random),
            codes=_codes(place, random),
            corrected=random.random() < 0.15 and status in {Status.PROCESSED, Status.WAITING_VALIDATION},
            values={
                "document_type": "credit_note" if random.random() < 0.04 else "invoice",
                "net_amount": net,
                "tax_amount": tax,
                "total_amount": net + tax,
                "currency": seller.currency if random.random() < 0.95 else "USD",
            },
            seller_id=rank + 1 if status is Status.PROCESSED else None,
        )

    def _known_sellers(self) -> Iterator[tuple[str, Row]]:
        """Their records, numbered as they are, with the keys that a confirmation leaves."""
        for number, seller in enumerate(self.sellers, start=1):
            yield (
                "sellers",
                {
                    "id": number,
                    "name": seller.name,
                    "country": seller.vat_id[:2],
                    "origin": f"tax:{seller.tax_key}",
                    "invoices": 1,
                    "is_kept": False,
                    "merged_into": None,
                    "renamed_after": None,
                    "created_at": self._until,
                    "updated_at": self._until,
                },
            )
            for kind, key, printed in (
                (SellerKeyKind.TAX, seller.tax_key, seller.vat_id),
                (SellerKeyKind.ACCOUNT, seller.account, seller.iban),
                (SellerKeyKind.NAME, seller.name_key, seller.name),
            ):
                of_kind = {"seller_id": number, "kind": kind, "printed": printed, "key": key}
                yield "seller_keys", {**of_kind, "invoices": 1, "is_kept": False}

    def _status(self, place: int, random: Random) -> Status:
        drawn = random.random()
        if place > self._rows - _PROCESSING:
            return Status.PROCESSING
        if place > self._rows * (1 - _NEWEST):
            return Status.WAITING_VALIDATION if drawn < 0.8 else Status.PROCESSED
        if drawn < 0.003:
            return Status.FAILED
        if drawn < 0.008:
            return Status.REJECTED
        return Status.WAITING_VALIDATION if drawn < 0.0085 else Status.PROCESSED

    def _rows_of(self, facts: _Facts, random: Random) -> Iterator[tuple[str, Row]]:
        read = facts.status not in {Status.PROCESSING, Status.FAILED}
        confirmed = facts.status is Status.PROCESSED
        file = _file_row(facts, random)
        yield "invoices", {**file, **(_answer_row(facts) if read else _NO_ANSWER)}
        yield "invoice_search", file_row(facts.place, file["filename"])
        if random.random() < 0.33:
            tag = TAGS[min(int(random.expovariate(0.4)), len(TAGS) - 1)]
            yield "invoice_tags", {"invoice_id": facts.place, "tag": tag}
        if read:
            data, text = _data(facts), f"{facts.number} {facts.seller.name}"
            yield "invoice_search", _indexed_answer(facts, file["filename"], data, text)
            findings = [{**random.choice(self._templates.findings), "level": level} for level in facts.levels]
            yield (
                "invoice_documents",
                {
                    "invoice_id": facts.place,
                    "preview_data": data,
                    "final_data": data if confirmed else None,
                    "evidence": facts.template.evidence,
                    "checks": json.dumps(findings),
                    "agent_response": None,
                    "text": f"{facts.template.text} {text}",
                },
            )
        if confirmed:
            for key in {key for code in facts.codes for key in code_keys(code)}:
                yield "operation_codes", {"invoice_id": facts.place, "code": key}
            for key in (f"tax:{facts.seller.tax_key}", f"name:{facts.seller.name_key}"):
                yield (
                    "invoice_accounts",
                    {
                        "invoice_id": facts.place,
                        "seller_key": key,
                        "account": facts.seller.account,
                        "payee_key": None,
                    },
                )
            if random.random() < 0.001:
                yield (
                    "final_versions",
                    {
                        "invoice_id": facts.place,
                        "number": 1,
                        "final_data": data,
                        "confirmed_at": facts.received,
                        "withdrawn_at": facts.decided,
                        "withdrawn_by": "Ana",
                        "reason": None,
                    },
                )
        for row in _events(facts, read=read):
            yield "events", row


def _levels(status: Status, random: Random) -> tuple[str, ...]:
    errors, warnings = (0.2, 0.35) if status is Status.WAITING_VALIDATION else (0.05, 0.2)
    return ("error",) * (random.random() < errors) + ("warning",) * (
        random.randrange(1, 4) if random.random() < warnings else 0
    )


def _codes(place: int, random: Random) -> tuple[str, ...]:
    drawn = random.random()
    if drawn < 0.01:
        return (COMMON_CODE,)
    return tuple(f"OP {place + 1_000_000 * n}" for n in range(1, random.randrange(2, 5))) if drawn < 0.25 else ()


def _file_row(facts: _Facts, random: Random) -> Row:
    digest = _digest(facts.place)
    processing, failed = facts.status is Status.PROCESSING, facts.status is Status.FAILED
    decided = facts.decided if facts.status in {Status.PROCESSED, Status.REJECTED} else facts.received
    return {
        "id": facts.place,
        "filename": random.choice(_FILENAMES)(facts),
        "content_type": facts.template.content_type,
        "size": facts.template.size + facts.place % 10_000,
        "sha256": digest,
        "dedup_key": digest,
        "page_count": facts.template.page_count,
        "status": facts.status,
        "stage": Stage.EXTRACT if processing else None,
        "progress": 75 if processing else 100,
        "attempts": int(processing),
        "enqueued_at": facts.received,
        "lane": Lane.QUICK,
        "uploader": "-",
        "pages_due": 1,
        "lease_token": "made" if processing else None,
        "lease_expires_at": datetime(9999, 1, 1, tzinfo=UTC) if processing else None,
        "bypass_caches": False,
        "error_code": _ERRORS[facts.place % 2] if failed else None,
        "error_message": "It cannot be read." if failed else None,
        "reject_reason": _REASON if facts.status is Status.REJECTED else None,
        "version": 3 + facts.corrected,
        "created_at": facts.received,
        "updated_at": decided,
        "confirmed_at": facts.decided if facts.status is Status.PROCESSED else None,
        "seller_id": facts.seller_id,
        "reference": f"PO-{random.randrange(_REFERENCES)}" if random.random() < 0.1 else None,
        "source_kind": random.choice(_SOURCES),
        "for_company": random.choice(_COMPANIES),
    }


def _answer_row(facts: _Facts) -> Row:
    return {
        "extractor": facts.template.extractor,
        "error_count": facts.levels.count("error"),
        "warning_count": facts.levels.count("warning"),
        "findings": facts.levels[0] if facts.levels else "none",
        "corrected": facts.corrected,
        **facts.values,
        "invoice_number": facts.number,
        "seller_name": facts.seller.name,
        "seller_vat_id": facts.seller.vat_id,
        "issue_date": facts.issued,
        "issue_month": month_number(facts.issued),
        "due_date": _due(facts),
        "number_key": number_key(facts.number),
        "seller_tax_key": facts.seller.tax_key,
        "seller_name_key": facts.seller.name_key,
    }


_COUNTS = {"error_count": 0, "warning_count": 0, "findings": "none", "corrected": False}
_NO_ANSWER: Row = {
    "extractor": None,
    **_COUNTS,
    **dict.fromkeys(("document_type", "net_amount", "tax_amount", "total_amount", "currency")),
    **dict.fromkeys(("invoice_number", "seller_name", "seller_vat_id", "issue_date", "issue_month", "due_date")),
    **dict.fromkeys(("number_key", "seller_tax_key", "seller_name_key")),
}


def _data(facts: _Facts) -> str:
    values = facts.values
    summary = (
        f"Invoice {facts.number} from {facts.seller.name} dated {facts.issued} for {values['total_amount']} "
        f"{values['currency']}. The checks found {'something' if facts.levels else 'nothing wrong'}."
    )
    amounts = {name: f'"{values[name]}"' for name in ("net_amount", "tax_amount", "total_amount")}
    name, vat_id, iban = _seller_json(facts.seller)
    return facts.template.filled(
        {
            "document_type": f'"{values["document_type"]}"',
            "invoice_number": json.dumps(facts.number),
            "issue_date": f'"{facts.issued}"',
            "due_date": f'"{_due(facts)}"',
            "currency": f'"{values["currency"]}"',
            **amounts,
            "seller_name": name,
            "seller_vat_id": vat_id,
            "iban": iban,
            "operation_codes": json.dumps(facts.codes),
            "summary": json.dumps(summary),
        }
    )


def _due(facts: _Facts) -> date:
    return facts.issued + timedelta(days=30)


@cache
def _seller_json(seller: Seller) -> tuple[str, str, str]:
    return json.dumps(seller.name), json.dumps(seller.vat_id), json.dumps(seller.iban)


def _indexed_answer(facts: _Facts, filename: str, data: str, text: str) -> Row:
    """The `answer_row` of a document whose text ends in this one, with the words of the rest found once a template."""
    row = answer_row(facts.place, filename, json.loads(data), None)
    words = (_words_of_template(facts.template) | words_of(text)) - set(row["named"].split())
    return {**row, "words": stored_words(words)}


@cache
def _words_of_template(template: Template) -> set[str]:
    return words_of(template.text)


def _events(facts: _Facts, *, read: bool) -> Iterator[Row]:
    def event(type_: AuditEventType, seconds: float, data: str | None, actor: str = "system") -> Row:
        moment = facts.received + timedelta(seconds=seconds)
        return {
            "invoice_id": facts.place,
            "type": type_,
            "actor": actor,
            "request_id": None,
            "created_at": moment,
            "data": data,
        }

    file = json.dumps(
        {"size": facts.template.size, "content_type": facts.template.content_type, "sha256": _digest(facts.place)}
    )
    yield event(AuditEventType.UPLOADED, 0, file, "Ana")
    if not read:
        yield event(AuditEventType.OCR_STARTED, 0.1, '{"attempt": 1}')
        yield event(AuditEventType.OCR_FAILED, 1, f'{{"code": "{_ERRORS[facts.place % 2]}", "attempt": 1}}')
        return
    sources = '{"seconds": 0.4, "pages": 1, "sources": ["text_layer"], "from_cache": false}'
    yield event(AuditEventType.OCR_FINISHED, 0.5, sources)
    yield event(AuditEventType.EXTRACT_FINISHED, 0.9, '{"seconds": 0.3, "extractor": "local", "findings": []}')
    if facts.corrected:
        changes = '{"changes": [{"pointer": "/due_date", "from": null, "to": "2026-01-01"}], "changed": 1}'
        yield event(AuditEventType.CORRECTED, 30, changes, "Ana")
    after = (facts.decided - facts.received).total_seconds()
    if facts.status is Status.PROCESSED:
        yield event(AuditEventType.CONFIRMED, after, '{"open_errors": []}', "Ana")
    if facts.status is Status.REJECTED:
        yield event(AuditEventType.REJECTED, after, json.dumps({"reason": _REASON}), "Ana")


def _digest(place: int) -> str:
    return sha256(str(place).encode()).hexdigest()
