"""Compares the printed page with the XML: a known fraud gives one account in the XML and prints another."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from stdnum import iban as iban_checks
from stdnum.exceptions import ValidationError

from functions.extract.codes.found import DocumentCodes, codes_of
from shared.domain.document import DocumentText
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.invoice import InvoiceData
from shared.domain.normalising import normalised_code

_ENOUGH_WORDS = 25  # fewer are a cover or a stamp, not the picture of an invoice
_IBAN_START = re.compile(r"[A-Z]{2}\d{2}")
_LONGEST_IBAN = 34
_LEADING_WORDS = re.compile(r"^(?:IBAN)?[:.]?", re.IGNORECASE)


def printed_disagreements(xml_data: InvoiceData, document: DocumentText) -> list[Finding]:
    """Errors where the printed pages show no such total or number, or only other (valid) IBANs.

    Values that are not printed are not compared: a bare XML or a cover page has no such errors."""
    words = [word.text for page in document.pages for word in page.words]
    if len(words) < _ENOUGH_WORDS:
        return []
    return [*_number(xml_data, words), *_total(xml_data, words), *_iban(xml_data, words, codes_of(document))]


def _number(data: InvoiceData, words: list[str]) -> list[Finding]:
    number = normalised_code(data.invoice_number or "")
    if not number or number in normalised_code("".join(words)):
        return []
    return [_differs("/invoice_number", term="invoice_number", xml=str(data.invoice_number))]


def _total(data: InvoiceData, words: list[str]) -> list[Finding]:
    named = {"/total_amount": data.total_amount, "/amount_due": data.amount_due}
    given = {pointer: amount for pointer, amount in named.items() if amount is not None}
    printed = _printed_digits(words)
    if not printed or any(_digit_forms(amount) & printed for amount in given.values()) or not given:
        return []
    pointer, amount = next(iter(given.items()))
    return [_differs(pointer, term="total", xml=str(amount))]


def _iban(data: InvoiceData, words: list[str], codes: DocumentCodes) -> list[Finding]:
    if data.payment.iban is None:
        return []
    printed, fact = printed_ibans(words), codes.facts.get("iban")
    if fact is not None and fact.value not in {data.payment.iban, *(one.iban for one in data.payment.accounts)}:
        # Whoever pays with a telephone pays to the account of the code, whatever is printed beside it.
        return [_differs("/payment/iban", term="iban", xml=data.payment.iban, printed=[str(fact.value)])]
    if not printed or data.payment.iban in printed:
        return []
    return [_differs("/payment/iban", term="iban", xml=data.payment.iban, printed=sorted(printed))]


def _differs(pointer: str, *, term: str, xml: str, printed: Sequence[str] = ()) -> Finding:
    code = FindingCode.XML_DIFFERS_FROM_PAGE
    return finding(code, Level.ERROR, [pointer], term=term, xml=xml, printed=list(printed))


def printed_ibans(words: list[str]) -> set[str]:
    """All IBANs with correct check digits, with any spacing."""
    found = set()
    for start, word in enumerate(words):
        first = _LEADING_WORDS.sub("", word).upper()
        if not _IBAN_START.match(first):
            continue
        text = ""
        for part in [first, *words[start + 1 : start + 12]]:
            text += re.sub(r"[^A-Z0-9]", "", part.upper())
            if len(text) > _LONGEST_IBAN:
                break
            if _is_iban(text):
                found.add(text)
    return found


def _is_iban(text: str) -> bool:
    try:
        iban_checks.validate(text, check_country=False)
    except ValidationError:
        return False
    return True


def _printed_digits(words: list[str]) -> set[str]:
    """The digits of every printed number; groups of thousands may be words of their own."""
    numbers = [re.sub(r"\D", "", word) if re.search(r"\d", word) else None for word in words]
    pairs = (f"{left}{right}" for left, right in pairwise(numbers) if left and right)
    triples = (
        f"{one}{two}{three}"
        for one, two, three in zip(numbers, numbers[1:], numbers[2:], strict=False)
        if one and two and three
    )
    return {_significant(digits) for digits in _given([*numbers, *pairs, *triples])}


def _given(items: Iterable[str | None]) -> list[str]:
    return [item for item in items if item]


def _digit_forms(amount: Decimal) -> set[str]:
    """The digits that an amount may be printed with: with cents, and without when there are none."""
    cents = abs(amount).quantize(Decimal("0.01"))
    forms = {re.sub(r"\D", "", str(cents))}
    if cents == cents.to_integral_value():
        forms.add(str(int(cents)))
    return {_significant(form) for form in forms}


def _significant(digits: str) -> str:
    return digits.lstrip("0") or "0"
