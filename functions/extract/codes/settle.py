"""Puts what the codes of a document say over what was extracted from its print.

A firm fact of a code wins. Where the print agrees, the value keeps its writing and its place and is all but certain.
Where it differs, the value is the code's, the printed one stays as an alternative, and a finding says so: an error for
an account, a number, a total or an amount due that is clearly printed otherwise. No finding where the code's value is
printed as well and the extraction was unsure: then the extraction was wrong and not the print. A hint only fills gaps
and confirms.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from functions.extract.codes.agreement import AGREEMENTS, same_tax_number
from functions.extract.codes.found import DocumentCodes, Fact, codes_of
from functions.extract.extraction import Extraction
from functions.extract.grounding.index import WordIndex
from functions.extract.layout import Layout, read_layout
from shared.domain.document import DocumentText, Source
from shared.domain.evidence import MOST_ALTERNATIVES, Alternative, Evidence, EvidenceMap
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.invoice import InvoiceData

AGREED = 0.99
"""Confidence of a value that code and print give alike."""

FROM_CODE = 0.97
"""Of a value that only the code gives, or that an unsure extraction had missed."""

HINTED = 0.85
"""Of a gap that a hint fills."""

DISPUTED = 0.6
"""Of a value that is printed otherwise."""

SURE = 0.9
"""From here on an extracted value counts as what is printed."""


def settled(extraction: Extraction, document: DocumentText, *, layout: Layout | None = None) -> Extraction:
    """The extraction with the facts of the document's codes; itself if no code of a known kind is on the pages."""
    codes = codes_of(document)
    if not codes.codes:
        return extraction
    work = _Settling(
        index=WordIndex(document, layout or read_layout(document)),
        values=extraction.data.model_dump(),
        evidence=dict(extraction.evidence),
    )
    work.parties(codes)
    for name, fact in codes.facts.items():
        if name in AGREEMENTS:
            work.settle(fact)
    work.payable(codes)
    return replace(
        extraction,
        data=InvoiceData.model_validate(work.values),
        evidence=work.evidence,
        findings=(*_still_true(extraction.findings, work.values), *_several(extraction, codes), *work.findings),
    )


@dataclass(kw_only=True)
class _Settling:
    """The values (as InvoiceData's plain form), their evidence and the findings so far."""

    index: WordIndex
    values: dict[str, Any]
    evidence: EvidenceMap
    findings: list[Finding] = field(default_factory=list)

    def settle(self, fact: Fact) -> None:
        """One fact against the value of its field."""
        agreement = AGREEMENTS[fact.name]
        pointer = next((one for one in agreement.pointers if self._agrees(agreement.same, fact, one)), None)
        if pointer is not None:
            self._confirm(pointer, fact, prefer_code=agreement.prefer_code)
            return
        pointer = agreement.pointers[0]
        old, shown = self._at(pointer), self.evidence.get(pointer)
        if old is None:
            self._put(pointer, fact, HINTED if fact.hint else FROM_CODE)
            return
        printed = agreement.printed(self.index, fact.value)
        sure = shown is not None and shown.page is not None and shown.confidence >= SURE
        if fact.hint:
            if printed and not sure:
                self._put(pointer, fact, HINTED)
            return
        if agreement.signless and isinstance(old, Decimal) and old < 0:
            fact = replace(fact, value=-abs(fact.value))  # type: ignore[arg-type]
        if sure or (not printed and shown is not None and shown.page is not None):
            level = agreement.level if sure and not printed else Level.WARNING
            self._report(pointer, fact.value, old, level)
            self._put(pointer, fact, DISPUTED if not printed else HINTED)
        else:
            self._put(pointer, fact, FROM_CODE)

    def payable(self, codes: DocumentCodes) -> None:
        """The amount that a payment code asks for, beside the total: equal to it, or what prepayments leave of it."""
        fact = codes.facts.get("amount_due")
        if fact is None or not isinstance(fact.value, Decimal):
            return
        total, due = self.values["total_amount"], self.values["amount_due"]
        fits = _sum(self.values["net_amount"], self.values["tax_amount"]) == fact.value
        if total is None or (fits and total != fact.value and due in (None, total)):
            self._put("/total_amount", fact, FROM_CODE if fits else HINTED)
        elif total == fact.value:
            self._confirm("/total_amount", fact)
        elif due is None and not self._is_reduced() and not AGREEMENTS["total_amount"].printed(self.index, fact.value):
            self._report("/amount_due", fact.value, total, Level.ERROR)
        if due is None:
            self._put("/amount_due", fact, FROM_CODE)
        else:
            self.settle(replace(fact, name="payable"))

    def parties(self, codes: DocumentCodes) -> None:
        """Seller and buyer exchanged, or one of them moved, where a code's tax numbers stand at the wrong one."""
        seller, buyer = (
            [codes.facts.get(f"{role}_{kind}") for kind in ("vat_id", "tax_id")] for role in ("seller", "buyer")
        )
        swapped = self._has("seller", buyer) and not self._has("buyer", buyer)
        moved = self._has("buyer", seller) and not self._has("seller", seller)
        names = {role: self.values[role]["name"] for role in ("seller", "buyer")}
        if (swapped and moved) or (swapped and not names["buyer"]) or (moved and not names["seller"]):
            self.values["seller"], self.values["buyer"] = self.values["buyer"], self.values["seller"]
            self.evidence = {_other_party(pointer): shown for pointer, shown in self.evidence.items()}
        elif swapped or moved:
            role = "seller" if swapped else "buyer"
            wrong = buyer if swapped else seller
            for kind in ("vat_id", "tax_id"):
                if self._has(role, wrong, kinds=(kind,)):
                    self.values[role][kind] = None
                    self.evidence.pop(f"/{role}/{kind}", None)

    def _has(self, role: str, facts: list[Fact | None], kinds: tuple[str, ...] = ("vat_id", "tax_id")) -> bool:
        return any(
            same_tax_number(fact.value, self.values[role][kind]) for fact in facts if fact is not None for kind in kinds
        )

    def _is_reduced(self) -> bool:
        """Whether something was paid, withheld or taken off between the total and what is due."""
        return bool(self.values["paid_amount"] or self.values["withholdings"] or self.values["cash_discounts"])

    def _agrees(self, same: Callable[[Any, Any], bool], fact: Fact, pointer: str) -> bool:
        value = self._at(pointer)
        return value is not None and same(fact.value, value)

    def _confirm(self, pointer: str, fact: Fact, *, prefer_code: Callable[[Any, Any], bool] | None = None) -> None:
        shown = self.evidence.get(pointer)
        if shown is None or shown.page is None:
            self._put(pointer, fact, AGREED)
            return
        if prefer_code is not None and prefer_code(fact.value, self._at(pointer)):
            self._write(pointer, fact.value)
        confidence = max(shown.confidence, HINTED if fact.hint else AGREED)
        self.evidence[pointer] = shown.model_copy(update={"confidence": confidence, "source": Source.CODE})

    def _put(self, pointer: str, fact: Fact, confidence: float) -> None:
        old, shown = self._at(pointer), self.evidence.get(pointer)
        self._write(pointer, fact.value)
        others: tuple[Alternative, ...] = ()
        if shown is not None:
            before = () if old is None or old == fact.value else (_alternative(old, shown),)
            others = (*before, *shown.alternatives)[:MOST_ALTERNATIVES]
        self.evidence[pointer] = Evidence(
            page=fact.found.page,
            box=fact.found.code.box,
            text=_written(fact.value),
            confidence=confidence,
            source=Source.CODE,
            alternatives=others,
        )

    def _report(self, pointer: str, code: Any, printed: Any, level: Level) -> None:
        self.findings.append(
            finding(
                FindingCode.CODE_DIFFERS,
                level,
                [pointer],
                field=pointer,
                code=_written(code),
                printed=_written(printed),
            )
        )

    def _at(self, pointer: str) -> Any:
        value: Any = self.values
        for name in pointer.strip("/").split("/"):
            value = value[name]
        return value

    def _write(self, pointer: str, value: Any) -> None:
        *owners, name = pointer.strip("/").split("/")
        holder = self.values
        for owner in owners:
            holder = holder[owner]
        holder[name] = deepcopy(value)


def _still_true(findings: tuple[Finding, ...], values: dict[str, Any]) -> tuple[Finding, ...]:
    """Without `not-an-invoice` for want of a number and a total, where a code gave one."""
    known = values["invoice_number"] is not None or values["total_amount"] is not None
    return tuple(
        one
        for one in findings
        if not (
            known
            and one.code == FindingCode.NOT_AN_INVOICE
            and (one.params or {}).get("reason") == "no_number_no_total"
        )
    )


def _several(extraction: Extraction, codes: DocumentCodes) -> tuple[Finding, ...]:
    numbers = codes.invoice_numbers
    if len(numbers) < 2 or any(one.code == FindingCode.SEVERAL_INVOICES for one in extraction.findings):
        return ()
    printed = [{"number": str(fact.value), "page": fact.found.page} for fact in numbers]
    return (
        finding(
            FindingCode.SEVERAL_INVOICES,
            Level.WARNING,
            reason="numbers",
            count=len(printed),
            numbers=printed,
            parts=None,
        ),
    )


def _other_party(pointer: str) -> str:
    for role, other in (("/seller/", "/buyer/"), ("/buyer/", "/seller/")):
        if pointer.startswith(role):
            return other + pointer[len(role) :]
    return pointer


def _alternative(value: Any, shown: Evidence) -> Alternative:
    return Alternative(
        value=_written(value), page=shown.page, box=shown.box, text=shown.text, confidence=min(shown.confidence, 0.5)
    )


def _written(value: str | date | Decimal) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _sum(net: Decimal | None, tax: Decimal | None) -> Decimal | None:
    return None if net is None or tax is None else net + tax
