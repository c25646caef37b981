"""A person's review of a labelled document: every value that its truth calls wrong is corrected on the page."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from functions.api.corrections import InvalidDataError, carried_evidence, changed_values, merged
from functions.api.models.review import Place
from functions.extract.extraction import Extraction
from functions.extract.grounding import ground
from shared.domain.document import DocumentText
from shared.domain.evidence import EvidenceMap
from shared.domain.invoice import InvoiceData
from tests.evaluation.matching import CREDIT_NOTE_CODES
from tests.evaluation.running import DocumentResult
from tests.evaluation.truth import FIELDS, ITEMS, LabelledDocument, ValueKind


@dataclass(frozen=True, kw_only=True)
class Confirmed:
    """What a person confirmed: the data and its evidence, as the API stores them."""

    data: InvoiceData
    evidence: EvidenceMap


def reviewed(
    labelled: LabelledDocument, extraction: Extraction, result: DocumentResult, document: DocumentText
) -> Confirmed:
    """The extraction after the review. Values that the truth does not speak of, or that no invoice can hold, stay as
    they were extracted; a corrected one that is printed gets its place, as if it was picked on the page."""
    data = extraction.data
    for patch in _patches(labelled, result):
        try:
            data = merged(data, patch)
        except InvalidDataError:  # no value that the model takes: nobody could enter it
            continue
    changed = [change.pointer for change in changed_values(extraction.data, data)]
    if not changed:
        return Confirmed(data=data, evidence=extraction.evidence)
    known = {pointer: support for pointer, support in extraction.evidence.items() if pointer not in changed}
    grounded = ground(replace(extraction, data=data, evidence=known), document).evidence
    places = {
        pointer: Place(page=found.page, box=tuple(found.box), text=found.text)
        for pointer in changed
        if (found := grounded.get(pointer)) is not None and found.page is not None and found.box is not None
    }
    return Confirmed(data=data, evidence=carried_evidence(extraction.data, data, extraction.evidence, places))


IDENTIFIERS = ("supplier_vat_id", "supplier_tax_id", "iban")
"""A person who checks a document takes such a value away where the document has none, and keeps what was computed."""


def _patches(labelled: LabelledDocument, result: DocumentResult) -> Iterator[dict[str, Any]]:
    """A merge patch for each wrong field, and one for the lines unless all are right."""
    if labelled.meta.get("complete"):
        for name in IDENTIFIERS:
            pointer = FIELDS[name].pointer
            if name not in labelled.fields and pointer is not None:
                yield _nested(pointer, None)
    for name, outcome in result.fields.items():
        field = FIELDS[name]
        if outcome.right or field.pointer is None:
            continue
        yield _nested(field.pointer, _entered(field.kind, outcome.wanted))
    if result.items_wanted and result.items_right < result.items_wanted:
        yield {"lines": [_line(item) for item in labelled.fields[ITEMS]]}


def _nested(pointer: str, value: str | None) -> dict[str, Any]:
    first, _, rest = pointer.removeprefix("/").partition("/")
    return {first: _nested(f"/{rest}", value) if rest else value}


def _entered(kind: ValueKind, wanted: Any) -> str:
    if kind is ValueKind.TYPE:
        return "credit_note" if str(wanted) in CREDIT_NOTE_CODES else "invoice"
    return f"{Decimal(str(wanted)):f}" if kind is ValueKind.AMOUNT else str(wanted)


def _line(item: dict[str, Any]) -> dict[str, str]:
    names = {"description": "description", "quantity": "quantity", "unit_price": "unit_price", "amount": "net_amount"}
    return {ours: str(item[theirs]) for theirs, ours in names.items() if item.get(theirs) is not None}
