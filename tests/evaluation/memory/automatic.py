"""Automatic confirmation on labelled documents: what would pass, and what of that is wrong."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rich.console import Console
from rich.table import Table

from functions.extract.extraction import Extraction
from functions.extract.text_extraction import extract_text
from functions.extract.text_tasks import Extracted, TextTask
from shared.adapters.memory.sellers import MemorySellers
from shared.domain.automation import AutomationPolicy
from shared.domain.blockers import BlockerCode, ConfirmedBefore, SellerKnowledge, blockers
from shared.domain.checks import SellerHistory, check_invoice
from shared.domain.comparison_keys import name_key
from shared.domain.document import DocumentText, Source, dump_document_text
from shared.domain.extractors import Extractor
from shared.domain.findings import Level
from shared.domain.invoice import InvoiceData
from shared.domain.memory.lesson import lesson_of
from shared.domain.memory.seller_memory import SellerMemory
from shared.domain.sellers import SellerKey, keys_of
from tests.evaluation.memory.correcting import Confirmed, reviewed
from tests.evaluation.running import DocumentResult, Way, compared, read
from tests.evaluation.truth import LabelledDocument

DECIDED = ("invoice_number", "date", "amount_total", "supplier_vat_id", "supplier_tax_id", "iban")
"""Fields of the truth in which nothing that passes may be wrong, beside the seller's name."""

DAYS_UNDERWAY = timedelta(days=5)
"""Each document is read so many days after its date: samples are old, but an invoice that comes in is not."""

KINDS = ("e-invoice", "digital PDF", "scan or photo")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One document in front of the rule. `clean`: no check found anything above an info. Nothing blocks: it passes."""

    name: str
    kind: str
    clean: bool
    blocked: frozenset[BlockerCode]
    wrong: tuple[str, ...]

    @property
    def passes(self) -> bool:
        return not self.blocked


def judged(labelled: LabelledDocument, way: Way) -> Verdict:
    """The document as the next one of a seller of whom persons confirmed enough like it, read with what these teach:
    what is measured is what the rule asks of the document itself. Raises AppError."""
    document, _ = read(labelled.path, way)
    content = dump_document_text(document)
    first = extract_text(content, TextTask())
    before = reviewed(labelled, first.extraction, compared(labelled, way, first.extraction, document), document)
    memory = memory_of_others(first, before)
    extraction = first.extraction if memory is None else extract_text(content, TextTask(memory=memory)).extraction
    result = compared(labelled, way, extraction, document)
    return verdict(labelled, extraction, result, document, known_seller(before))


def memory_of_others(first: Extracted, confirmed: Confirmed) -> SellerMemory | None:
    """What is recalled for a document once enough like it were confirmed. Of what itself teaches that is only what is
    the same on all invoices of a seller: constants and notations. No places, for those of other invoices have moved,
    and a value must not be found because the truth has shown it."""
    lesson = lesson_of(confirmed.data, confirmed.evidence, first.sketch)
    learned = tuple(one.model_copy(update={"anchor": None, "moved": False}) for one in lesson.learned)
    alike = lesson.model_copy(update={"learned": learned, "missing": ()})
    sellers = MemorySellers()
    for number in range(AutomationPolicy().after):
        sellers.confirm(number, confirmed.data, alike, usual=None)
    return sellers.recall(first.marks, first.extraction.data) if first.marks is not None else None


def known_seller(confirmed: Confirmed) -> SellerKnowledge:
    """What is known of a seller after enough invoices like this one."""
    before = confirmed_before(confirmed.data, untouched=True)
    return knowledge_of(keys_of(confirmed.data), [before] * AutomationPolicy().after)


def confirmed_before(data: InvoiceData, *, untouched: bool) -> ConfirmedBefore:
    """What counts of an invoice that was confirmed."""
    return ConfirmedBefore(
        untouched=untouched,
        company_id=None,
        document_type=data.document_type,
        currency=data.currency,
        total=data.total_amount,
    )


def knowledge_of(keys: Iterable[SellerKey], confirmed: Sequence[ConfirmedBefore]) -> SellerKnowledge:
    """What is known of a seller by its keys and its confirmed invoices, newest first."""
    return SellerKnowledge(keys=frozenset((one.kind, one.key) for one in keys), confirmed=tuple(confirmed))


def verdict(
    labelled: LabelledDocument,
    extraction: Extraction,
    result: DocumentResult,
    document: DocumentText,
    known: SellerKnowledge,
) -> Verdict:
    """What the rule, as it is without an admin's changes, says of an extraction, and what of that is wrong."""
    totals = tuple(one.total for one in known.confirmed if one.total is not None)
    issued = labelled.fields.get("date")
    day = date.fromisoformat(issued) if issued else extraction.data.issue_date
    checked = check_invoice(
        extraction.data,
        evidence=extraction.evidence,
        history=SellerHistory(totals=totals),
        today=day + DAYS_UNDERWAY if day else None,
    )
    findings = [*extraction.findings, *checked]
    found = blockers(extraction.data, extraction.evidence, findings, known, AutomationPolicy())
    return Verdict(
        name=f"{result.set_name}/{result.name}",
        kind=_kind(document, extraction),
        clean=all(one.level is Level.INFO for one in findings),
        blocked=frozenset(one.code for one in found),
        wrong=tuple(_wrong(result)),
    )


def _wrong(result: DocumentResult) -> Iterable[str]:
    for name, outcome in result.fields.items():
        # A name with or without its legal form names the same seller, and its record says how it is called.
        if name == "supplier_name":
            is_wrong = not outcome.like and name_key(str(outcome.answer)) != name_key(str(outcome.wanted))
        else:
            is_wrong = name in DECIDED and not outcome.right
        if is_wrong:
            yield f"{name}: {outcome.answer!r} ({outcome.wanted!r})"


def _kind(document: DocumentText, extraction: Extraction) -> str:
    if extraction.extractor is Extractor.EINVOICE:
        return "e-invoice"
    return "digital PDF" if {page.source for page in document.pages} == {Source.TEXT_LAYER} else "scan or photo"


def print_verdicts(verdicts: Sequence[Verdict], console: Console) -> None:
    """What passes of each kind, what of it is wrong, and what blocks the others."""
    table = Table(title="automatic confirmation", title_justify="left")
    for heading in ("kind", "documents", "nothing found", "of a surely known seller", "pass", "wrong"):
        table.add_column(heading, justify="left" if heading == "kind" else "right")
    passing = [one for one in verdicts if one.passes]
    for kind in (*KINDS, "all"):
        mine = [one for one in verdicts if kind in (one.kind, "all")]
        passes = [one for one in mine if one.passes]
        known = [one for one in mine if not one.blocked & UNKNOWN]
        clean = [one for one in mine if one.clean]
        table.add_row(
            kind,
            str(len(mine)),
            _share([one for one in clean if one.passes], clean),
            _share([one for one in known if one.passes], known),
            str(len(passes)),
            str(sum(bool(one.wrong) for one in passes)),
        )
    console.print(table)
    blocking = Counter(code.value for one in verdicts for code in one.blocked)
    console.print("what blocks:", ", ".join(f"{code} {count}" for code, count in blocking.most_common()), markup=False)
    for one in passing:
        if one.wrong:
            console.print(f"passes and is wrong: {one.name}: {'; '.join(one.wrong)}", markup=False, soft_wrap=True)


UNKNOWN = frozenset({BlockerCode.SELLER_UNKNOWN, BlockerCode.SELLER_KNOWN_BY_NAME, BlockerCode.TOO_FEW_CONFIRMED})


def _share(part: Sequence[Verdict], whole: Sequence[Verdict]) -> str:
    return f"{len(part)} of {len(whole)} pass"
