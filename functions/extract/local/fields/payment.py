"""How to pay: account, bank, reference, means, terms."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from functions.extract.layout import Layout, PageLayout, Segment
from functions.extract.local.constants import Constants, either
from functions.extract.local.lexicon.columns import COLUMN_NAMES
from functions.extract.local.lexicon.kinds import IdentifierKind, Label
from functions.extract.local.lexicon.labels import LABELS
from functions.extract.local.lexicon.phrases import (
    ACCOUNT_LABEL,
    MEANS,
    MEANS_LABEL,
    PAYERS,
    REFERENCE_LABEL,
    TERMS,
    TERMS_BEGIN,
    TERMS_LABEL,
)
from functions.extract.local.mentions.identifiers import PrintedIdentifier, find_identifiers, of_kind
from functions.extract.local.mentions.text_runs import run_of
from functions.extract.local.recollection import Recollection
from functions.extract.local.value import Value
from shared.domain.comparison_keys import account_key
from shared.domain.normalising import fold


@dataclass(frozen=True, kw_only=True)
class AccountValues:
    """One of several accounts to pay to."""

    iban: Value[str] | None
    bic: Value[str] | None = None


@dataclass(frozen=True, kw_only=True)
class PaymentValues:
    """The fields of a payment, each with its words; null where the document does not give it. `each`: the accounts to
    pay to where there are several, the chosen one first; `accounts`: the keys of all that are printed and not called
    the payer's, however they are read."""

    iban: Value[str] | None = None
    bic: Value[str] | None = None
    account: Value[str] | None = None
    reference: Value[str] | None = None
    means: Value[str] | None = None
    each: tuple[AccountValues, ...] = ()
    accounts: tuple[str, ...] = ()


_ACCOUNT = re.compile(rf"{ACCOUNT_LABEL}\.?\s*[:#.]*\s*(?P<value>[A-Z]{{0,2}}\d[\d\s-]{{4,28}}\d)", re.IGNORECASE)
_REFERENCE = re.compile(rf"{REFERENCE_LABEL}\s*[:#]\s*(?P<value>\S[^|]{{1,58}}?\S?)\s*$", re.IGNORECASE)
_LABELLED_TERMS = re.compile(rf"^\W*{TERMS_LABEL}\s*:?\s*(?P<value>.*)$", re.IGNORECASE)
_TERMS = re.compile(rf"{TERMS}|{TERMS_BEGIN}\s.{{1,120}}", re.IGNORECASE)


def find_payment(
    layout: Layout, identifiers: Sequence[PrintedIdentifier] | None = None, constants: Constants | None = None
) -> PaymentValues:
    """The payee's account, bank and terms; the payer's own account is ignored. `constants` are those of the seller:
    which of several printed accounts is meant, never one that is not printed."""
    known = find_identifiers(layout) if identifiers is None else identifiers
    remembered = constants or Constants(recollection=Recollection(layout=layout))
    ibans = [found for found in of_kind(known, IdentifierKind.IBAN) if not _payers(layout, found)]
    iban = max(ibans, key=lambda found: (found.valid, -found.value.page), default=None)
    bics = of_kind(known, IdentifierKind.BIC)
    accounts = tuple(_printed_accounts(layout, ibans))
    chosen = either(iban.value if iban else None, remembered.account("/payment/iban", accounts))
    national = (
        None if chosen else either(_first(layout, _ACCOUNT, 0.7), remembered.account("/payment/account", accounts))
    )
    bic = either(_nearest(bics, iban).value if bics else None, remembered.number("/payment/bic"))
    return PaymentValues(
        iban=chosen,
        bic=bic,
        account=national,
        reference=_first(layout, _REFERENCE, 0.7),
        means=_means(layout),
        each=tuple(_each_account(AccountValues(iban=chosen, bic=bic), ibans)),
        accounts=accounts,
    )


def _each_account(first: AccountValues, ibans: Sequence[PrintedIdentifier]) -> Iterator[AccountValues]:
    """The chosen account and every other one, whose check digits tell it from a misread number; none if there is no
    other. One that is left out would be no change of accounts to anybody who checks."""
    if first.iban is None:
        return
    others = {account_key(one.value.value): one.value for one in reversed(ibans) if one.valid}
    others.pop(account_key(first.iban.value), None)
    if others:
        yield first
        yield from (AccountValues(iban=one) for one in reversed(others.values()))


def _printed_accounts(layout: Layout, ibans: Sequence[PrintedIdentifier]) -> list[str]:
    """The keys of these and of all accounts that are no IBAN, each once."""
    others = [match["value"] for segment in layout.segments if (match := _ACCOUNT.search(segment.text))]
    texts = (*(one.value.value for one in ibans), *others)
    return list(dict.fromkeys(key for text in texts if (key := account_key(text)) is not None))


def _payers(layout: Layout, found: PrintedIdentifier) -> bool:
    """Whether the row labels the account as the payer's."""
    rows = layout.page(found.value.page).rows
    return bool(PAYERS.search(rows[found.row].text))


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
    label = _LABELLED_TERMS.match(segment.text)
    if label is None:
        return None
    if label["value"].strip():
        words = segment.words_between(*label.span("value"))
        return Value(value=label["value"].strip(), page=page.number, words=words, confidence=0.85)
    beside = [other for other in page.right_of(segment)[:1] if not _is_heading(other)]
    for other in beside or page.below(segment, 3)[:2]:
        if _is_heading(other):
            continue
        if re.search(r"[^\W\d_]{2,}", other.text) and not other.text.rstrip().endswith(":"):
            words = run_of(other).words
            return Value(value=other.text.strip(), page=page.number, words=words, confidence=0.75)
    return None


_NO_TERMS = frozenset(
    {
        Label.ISSUE_DATE, Label.DATE, Label.DUE_DATE, Label.OTHER_DATE, Label.INVOICE_NUMBER, Label.PURCHASE_ORDER,
        Label.OTHER_NUMBER, Label.CURRENCY,
    }
)  # fmt: skip
"""Labels of what else stands in a row of headings; "cash" is a label too, but of terms a value."""


def _is_heading(segment: Segment) -> bool:
    """Whether it is a label itself: the heading of a little table, or of the next column."""
    return fold(segment.text) in COLUMN_NAMES or LABELS.get(fold(segment.text)) in _NO_TERMS
