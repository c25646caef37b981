"""How to pay: account, bank, reference, means, terms."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from functions.extract.layout import Layout, PageLayout, Segment
from functions.extract.local.lexicon.columns import COLUMN_NAMES
from functions.extract.local.lexicon.kinds import IdentifierKind
from functions.extract.local.lexicon.phrases import MEANS, MEANS_LABEL
from functions.extract.local.mentions.identifiers import PrintedIdentifier, find_identifiers, of_kind
from functions.extract.local.mentions.text_runs import run_of
from functions.extract.local.value import Value
from shared.domain.normalising import fold


@dataclass(frozen=True, kw_only=True)
class PaymentValues:
    """The fields of a payment, each with its words; null where the document does not give it."""

    iban: Value[str] | None = None
    bic: Value[str] | None = None
    account: Value[str] | None = None
    reference: Value[str] | None = None
    means: Value[str] | None = None


_PAYERS = re.compile(
    r"käufer|buyer|debtor|payer|kunden-?iban|votre compte|compte d[ée]sign|your account|ihre[mrn]? konto|su cuenta"
    r"|domiciliaci[oó]n|mandat",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?<![^\W\d_])(?:(?:bank\s?)?account\s?(?:no|number|nr|#)|bank\s?account|a/c\s?(?:no|number)?|kto\.?(?:-?\s?nr)?|konto(?:nummer|nr)?|n[º°]?\s?(?:de\s)?cuenta"
    r"|cuenta(?:\s(?:bancaria|corriente|n[º°]))?|cbu|clabe|rekening(?:nummer|nr)?|conto(?:\scorrente)?|n[°º]\s?compte|sort\s?code)"
    r"\.?\s*[:#.]*\s*(?P<value>[A-Z]{0,2}\d[\d\s-]{4,28}\d)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:payment\s?ref(?:erence)?|remittance\s?(?:ref\w*|info\w*)|verwendungszweck|zahlungsreferenz|referencia\s(?:de\s)?pago|r[ée]f[ée]rence\s(?:de\s)?paiement"
    r"|causale(?:\sdi\spagamento)?|betalingskenmerk|refer[eê]ncia\s(?:de\s)?pagamento|communication\sfor\syour\spayment|kid\b|esr)"
    r"\s*[:#]\s*(?P<value>\S[^|]{1,58}?\S?)\s*$",
    re.IGNORECASE,
)
_TERMS_LABEL = re.compile(
    r"^\W*(?:payment\s?terms?|terms(?:\sof\spayment)?|credit\sterms|zahlungs(?:bedingung(?:en)?|ziel|konditionen)|condiciones\sde\spago|condici[oó]n\sde\s(?:pago|venta)"
    r"|conditions\sde\s(?:paiement|r[èe]glement)|d[ée]lai\sde\spaiement|condizioni\sdi\spagamento|termini\sdi\spagamento|condi[cç][õo]es\sde\spagamento"
    r"|prazo\sde\spagamento|betalings(?:termijn|voorwaarden|conditie)|betaaltermijn)\s*(?P<colon>:)?\s*(?P<value>.*)$",
    re.IGNORECASE,
)
_TERMS = re.compile(
    r"(?:net(?:to)?\s?\d{1,3}(?:\sdays?)?|\d{1,3}\s?days?\s?net|payment\s(?:is\s)?due\swithin\s.{1,40}|due\s(?:up)?on\sreceipt|zahlbar\s(?:innerhalb|bis|sofort|binnen).{0,120}"
    r"|(?:bitte\s)?(?:zahlen|überweisen)\ssie\s.{0,30}(?:innerhalb|binnen|bis\szum)\s.{1,60}|\d{1,3}\stage\s(?:netto|ohne\sabzug)|(?:paiement|r[èe]glement)\s(?:à|sous|dans)\s.{1,50}"
    r"|pago\sa\s\d{1,3}\sd[ií]as.{0,40}|a\s\d{1,3}\sd[ií]as\s(?:fecha|f\.f\.).{0,30}|betaling\sbinnen\s.{1,50}|pagamento\sa\s\d{1,3}\s(?:giorni|dias).{0,30})",
    re.IGNORECASE,
)


def find_payment(layout: Layout, identifiers: Sequence[PrintedIdentifier] | None = None) -> PaymentValues:
    """The payee's account, bank and terms; the payer's own account is ignored."""
    known = find_identifiers(layout) if identifiers is None else identifiers
    iban = _iban(layout, known)
    bics = of_kind(known, IdentifierKind.BIC)
    return PaymentValues(
        iban=iban.value if iban else None,
        bic=_nearest(bics, iban).value if bics else None,
        account=None if iban else _first(layout, _ACCOUNT, 0.7),
        reference=_first(layout, _REFERENCE, 0.7),
        means=_means(layout),
    )


def _iban(layout: Layout, identifiers: Sequence[PrintedIdentifier]) -> PrintedIdentifier | None:
    candidates = [found for found in of_kind(identifiers, IdentifierKind.IBAN) if not _payers(layout, found)]
    return max(candidates, key=lambda found: (found.valid, -found.value.page), default=None)


def _payers(layout: Layout, found: PrintedIdentifier) -> bool:
    """Whether the row labels the account as the payer's."""
    rows = layout.page(found.value.page).rows
    return bool(_PAYERS.search(rows[found.row].text))


def _nearest(bics: Sequence[PrintedIdentifier], iban: PrintedIdentifier | None) -> PrintedIdentifier:
    if iban is None:
        return bics[0]
    return min(bics, key=lambda bic: (bic.value.page != iban.value.page, abs(bic.row - iban.row)))


def _first(layout: Layout, pattern: re.Pattern[str], confidence: float) -> Value[str] | None:
    for segment in layout.segments:
        match = pattern.search(segment.text)
        if match is not None:
            words = segment.words_between(*match.span("value"))
            return Value(value=match["value"].strip(), page=segment.page, words=words, confidence=confidence)
    return None


def _means(layout: Layout) -> Value[str] | None:
    """The means that a label names ("Payment mode: cash"); words without a label do not count."""
    for page in layout.pages:
        for segment in page.segments:
            label = MEANS_LABEL.search(segment.text)
            if label is None:
                continue
            places: list[tuple[Segment, int]] = [(segment, label.end())]
            places.extend((other, 0) for other in (*page.right_of(segment)[:1], *page.below(segment, 1.5)[:1]))
            for place, start in places:
                match = MEANS.search(place.text, start)
                if match is not None:
                    words = place.words_between(*match.span())
                    return Value(value=match.group(), page=page.number, words=words, confidence=0.8)
    return None


def find_payment_terms(layout: Layout) -> Value[str] | None:
    """The terms behind, beside or under their label, else a sentence that can only be payment terms."""
    for page in layout.pages:
        for segment in page.segments:
            value = _labelled_terms(page, segment)
            if value is not None:
                return value
    for segment in layout.segments:
        match = _TERMS.search(segment.text)
        if match is not None:
            words = segment.words_between(*match.span())
            return Value(value=match.group().strip(), page=segment.page, words=words, confidence=0.7)
    return None


def _labelled_terms(page: PageLayout, segment: Segment) -> Value[str] | None:
    label = _TERMS_LABEL.match(segment.text)
    if label is None:
        return None
    if label["value"].strip():
        words = segment.words_between(*label.span("value"))
        return Value(value=label["value"].strip(), page=page.number, words=words, confidence=0.85)
    beside = page.right_of(segment)[:1]
    for other in (*beside, *(() if beside else page.below(segment, 3)[:2])):
        if fold(other.text) in COLUMN_NAMES:
            continue  # the heading of a little table
        if re.search(r"[^\W\d_]{2,}", other.text) and not other.text.rstrip().endswith(":"):
            words = run_of(other).words
            return Value(value=other.text.strip(), page=page.number, words=words, confidence=0.75)
    return None
