"""Identifiers of a business or an account: tax numbers, IBAN and BIC, e-mail, phone and web addresses.

The check digits of every number are verified (python-stdnum). A number that fails is given only under a label that
names its kind, and then with little confidence: a digit may be misread, or the sample is invented.
"""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from stdnum.exceptions import ValidationError

from functions.extract.layout import Layout, PageLayout
from functions.extract.local.lexicon.kinds import IdentifierKind
from functions.extract.local.lexicon.phrases import BUYERS_OWN, FAX_LABEL, PHONE_LABEL, VAT_LABEL
from functions.extract.local.lexicon.tax_numbers import NATIONAL_TAX_LABELS, TaxLabel
from functions.extract.local.lexicon.titles import INVOICE_TITLES
from functions.extract.local.mentions.text_runs import TextRun, run_of
from functions.extract.local.value import Value
from shared.domain.codes import EU_VAT_COUNTRIES
from shared.domain.document import Word
from shared.domain.normalising import compact, fold
from shared.domain.tax_numbers import country_of, iso_country, validator


@dataclass(frozen=True, kw_only=True)
class PrintedIdentifier:
    """One identifier; `row` counts from 0 on its page, `country` is that of its form or its label. `buyer` is
    true when the label itself names the customer."""

    kind: IdentifierKind
    value: Value[str]
    row: int
    country: str | None = None
    valid: bool = True
    buyer: bool = False


TAX_LABELS: tuple[TaxLabel, ...] = (
    *NATIONAL_TAX_LABELS,
    (r"(?:GST|SST)(?:\s?(?:reg(?:istration)?|id|tax|no|number))*\.?", IdentifierKind.TAX, None, ()),
    (VAT_LABEL, IdentifierKind.VAT, None, ()),
)
"""Label -> (kind, country if it names one, its numbers as in `TAX_NUMBERS`). First match wins; the last two are
those of many countries."""

_LABEL = re.compile(
    r"(?<![^\W\d_])(?:"
    + "|".join(f"(?P<L{index}>{pattern})" for index, (pattern, *_) in enumerate(TAX_LABELS))
    + r")(?=[^\w]|\d|[A-Z]{2}\s?\d|$)",
    re.IGNORECASE,
)
FIGURE = re.compile(r"\d")
# Characters between a label and its number.
_BETWEEN = r"(?i:[\s:.#=()\-–/]*(?:(?:n\.?[°ºo]|nr|no|number|num|id)(?![^\W\d_º])\.?[\s:.#=()]*)*)"
_NUMBER = re.compile(_BETWEEN + r"(?P<number>[A-Za-zÑ&]{0,4}[\s-]?\d[\dA-Za-z./\-]*(?:[ ][\dA-Z./\-]{1,12}){0,4})")
_EU_VAT = re.compile(
    r"(?<![A-Za-z0-9])(?P<number>(?:AT\s?U|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK)"
    r"[\s.-]?[\dA-Z](?:[\s.-]?[\dA-Z]){6,12})(?![A-Za-z0-9])"
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])(?P<number>[A-Z]{2}\d{2}(?:[\s.-]?[A-Z0-9]){10,30})")
_IBAN_LABEL = re.compile(r"I\.?B\.?A\.?N\.?[^A-Za-z0-9]*(?:(?:no|nr|code)[\s.:]*)?$", re.IGNORECASE)
_BIC = re.compile(r"(?<![A-Za-z0-9])(?P<number>[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{2,3})?)(?![A-Za-z0-9])")
_BIC_LABEL = re.compile(
    r"(?:B\.?I\.?C\.?|S\.?W\.?I\.?F\.?T\.?)[^A-Z0-9]*(?:(?:code|nr|no|adres|address)[\s.:]*)?", re.IGNORECASE
)
_EMAIL = re.compile(r"(?<![\w.@])[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+", re.ASCII)
_WEBSITE = re.compile(
    r"(?<![\w@.:#/-])(?:https?://\S+|www\.\s?[\w-]+(?:\.[\w-]+)+(?:/\S*)?"
    r"|[\w-]{3,}(?:\.[\w-]+)?\.(?:com|net|org|eu|de|at|ch|fr|es|it|pt|nl|be|se|dk|fi|pl|cz|sk|hu|ro|gr|hr|ie|co\.uk|com\.ar|com\.mx|com\.br|com\.my|com\.au)(?![\w@.]))",
    re.IGNORECASE,
)
_PHONE_LABEL = re.compile(
    rf"(?:(?P<fax>{FAX_LABEL}|(?<![^\W\d_])f(?=[.:]))|{PHONE_LABEL}|(?<![^\W\d_])[tpm](?=[.:]))"
    r"\.?(?:\s?(?:no|nr|number|nummer|n[°º])\b\.?)?[\s:./]*(?P<number>[+(]?\d[\d\s()./+-]{5,22}\d)",
    re.IGNORECASE,
)
_PHONE_ALONE = re.compile(
    r"(?<![\w/.,#-])(?P<number>\+\s?\d{1,3}[\s.(/-]*\d[\d\s()./-]{5,16}\d|\(\d{3}\)\s?\d{3}[-.\s]\d{4}|\d{3}[-.]\d{3}[-.]\d{4})(?![\w/,-])"
)


def load_validators() -> None:
    """Imports every module of python-stdnum that a number on a page may be checked with."""
    for name in {name for *_, names in TAX_LABELS for name in names}:
        validator(name)
    for country in EU_VAT_COUNTRIES:
        _passes("eu.vat", f"{country}0")
    _passes("iban", "GB0", check_country=False)


def find_identifiers(layout: Layout) -> tuple[PrintedIdentifier, ...]:
    """All of them in reading order, each place once."""
    found: list[PrintedIdentifier] = []
    known: set[Word] = set()
    for page in layout.pages:
        above = ""
        for row in page.rows:
            line = run_of(row)
            taken: list[tuple[int, int]] = []
            for identifier, start, end in _of_line(line, row.index, above):
                if all(end <= other_start or start >= other_end for other_start, other_end in taken):
                    taken.append((start, end))
                    found.append(identifier)
                    known.update(identifier.value.words)
            above = line.text
        under = list(_under_labels(page, known))
        found.extend(under)
        known.update(word for identifier in under for word in identifier.value.words)
    return tuple(found)


def of_kind(identifiers: Iterable[PrintedIdentifier], *kinds: IdentifierKind) -> list[PrintedIdentifier]:
    return [identifier for identifier in identifiers if identifier.kind in kinds]


Placed = tuple[PrintedIdentifier, int, int]
"""An identifier and the characters of its line that it takes."""


def _of_line(line: TextRun, row: int, above: str) -> Iterator[Placed]:
    figures = FIGURE.search(line.text) is not None
    if "@" in line.text:
        yield from _emails(line, row)
    if figures:
        yield from _ibans(line, row, above)
    yield from _bics(line, row)
    if figures:
        yield from _labelled_tax_numbers(line, row)
        yield from _eu_vat_numbers(line, row)
        yield from _phones(line, row)
    yield from _websites(line, row)


def _placed(
    kind: IdentifierKind, text: str, line: TextRun, row: int, span: tuple[int, int], confidence: float, **more: Any
) -> Placed:
    value = Value(value=text, page=line.page, words=line.between(*span), confidence=confidence)
    return PrintedIdentifier(kind=kind, value=value, row=row, **more), *span


def _emails(line: TextRun, row: int) -> Iterator[Placed]:
    for match in line.find(_EMAIL):
        yield _placed(IdentifierKind.EMAIL, match.group().replace(" ", ""), line, row, match.span(), 0.95)


def _websites(line: TextRun, row: int) -> Iterator[Placed]:
    for match in line.find(_WEBSITE):
        text = match.group().replace(" ", "").rstrip(".,;)/")
        yield _placed(IdentifierKind.WEBSITE, text, line, row, match.span(), 0.9)


def _phones(line: TextRun, row: int) -> Iterator[Placed]:
    for match in line.find(_PHONE_LABEL):
        if 7 <= sum(map(str.isdecimal, match["number"])) <= 15:
            kind = IdentifierKind.FAX if match["fax"] else IdentifierKind.PHONE
            yield _placed(kind, _one_phone(match["number"]), line, row, match.span("number"), 0.9)
    for match in line.find(_PHONE_ALONE):
        yield _placed(IdentifierKind.PHONE, _one_phone(match["number"]), line, row, match.span("number"), 0.7)


_NEXT_PHONE = re.compile(r"\s/\s|\s{2,}")


def _one_phone(text: str) -> str:
    """The first of two numbers that run together ("03-7726 3111 / 03-7726 3112")."""
    first = _NEXT_PHONE.split(text)[0]
    return first.strip(" .-/") if sum(map(str.isdecimal, first)) >= 7 else text.strip(" .-/")


def _ibans(line: TextRun, row: int, above: str) -> Iterator[Placed]:
    for match in line.find(_IBAN):
        start = match.start("number")
        exact = _longest_valid(match["number"], ("iban",))
        before = line.text[:start] or above  # the label may be the last word of the line above
        labelled = bool(_IBAN_LABEL.search(before))
        if exact is not None:
            text, length = exact
            yield _placed(
                IdentifierKind.IBAN, compact(text), line, row, (start, start + length), 0.98, country=text[:2]
            )
        elif labelled:
            text = _groups(match["number"])
            span = (start, start + len(text))
            if len(compact(text)) >= 14:
                yield _placed(IdentifierKind.IBAN, compact(text), line, row, span, 0.5, country=text[:2], valid=False)


def _groups(text: str) -> str:
    """The extent of an invalid IBAN: groups of four, the last one shorter, or the whole first word. Letters alone are
    of the next column."""
    words = text.split(" ")
    if len(words[0]) > 4:
        return words[0]
    kept = [words[0]]
    for word in words[1:]:
        if len(word) > 4 or (len(word) < 4 and word.isalpha()):
            break
        kept.append(word)
        if len(word) < 4:
            break
    return " ".join(kept)


def _bics(line: TextRun, row: int) -> Iterator[Placed]:
    for label in line.find(_BIC_LABEL):
        match = _BIC.search(line.text, label.end())
        if match is not None and match.start() - label.end() <= 2:
            valid = len(match["number"]) in (8, 11)
            confidence = 0.95 if valid else 0.5
            yield _placed(IdentifierKind.BIC, match["number"], line, row, match.span("number"), confidence, valid=valid)


def _labelled_tax_numbers(line: TextRun, row: int) -> Iterator[Placed]:
    if FIGURE.search(line.text) is None:
        return  # no number
    for label in line.find(_LABEL):
        index = int((label.lastgroup or "L0")[1:])
        _, kind, country, modules = TAX_LABELS[index]
        match = _NUMBER.match(line.text, label.end())
        if match is None or _ends_title(line.text[: label.end()]):
            continue
        before = line.text[max(0, label.start() - 25) : label.end()]
        placed = _tax_number(line, row, match, kind=kind, country=country, modules=modules)
        if placed is not None:
            identifier, start, end = placed
            buyer = bool(BUYERS_OWN.search(before))
            yield replace(identifier, buyer=buyer), start, end


def _ends_title(text: str) -> bool:
    """Whether the label is the last word of the document's title, behind which its own number stands: "Faktura VAT
    441/MAG/04/2021"."""
    return fold(" ".join(text.split()[-2:])) in INVOICE_TITLES


def _tax_number(
    line: TextRun,
    row: int,
    match: re.Match[str],
    *,
    kind: IdentifierKind,
    country: str | None,
    modules: tuple[str, ...],
) -> Placed | None:
    written = match["number"]
    start = match.start("number")
    vat = _longest_valid(written, ("eu.vat",)) if kind is not IdentifierKind.REGISTER else None
    if vat is not None and vat[0][:2].isalpha():
        text, length = vat
        span = (start, start + length)
        return _placed(IdentifierKind.VAT, compact(text), line, row, span, 0.98, country=iso_country(text[:2].upper()))
    exact = _longest_valid(written, modules) if modules else None
    if exact is not None:
        text, length = exact
        found_in = _country_of(text, modules) or country
        return _placed(kind, text.strip(" .-"), line, row, (start, start + length), 0.95, country=found_in)
    text = _unchecked(written)
    behind = line.text[start + len(text) :]
    if _no_number(text) or re.match(r"[.,]\d|\s?%", behind):
        return None  # a date, a rate, an amount
    prefix = text[:2].upper()
    form = (country or prefix) if prefix.isalpha() else country
    span = (start, start + len(text))
    confidence = 0.6 if not modules else 0.45
    number = compact(text) if prefix.isalpha() and kind is IdentifierKind.VAT else text
    return _placed(kind, number, line, row, span, confidence, country=form and iso_country(form), valid=not modules)


def _no_number(text: str) -> bool:
    digits = sum(map(str.isdigit, text))
    date = re.fullmatch(r"\d{1,4}([./-])\d{1,2}\1\d{2,4}", text)
    series = re.fullmatch(r"\d{2,4}-\d{2,4}/\d{1,6}", text)  # "GST/24-25/328" is the number of an invoice
    amount = re.fullmatch(r"[\d.,]*[.,]\d{2}|\d{1,3}(?:[.,]\d{3})+", text)
    return digits < 6 or bool(date or series or amount)


def _unchecked(written: str) -> str:
    """The extent of a number of unknown form: its first word, with a prefix of letters or further groups of digits."""
    words = written.split(" ")
    kept = [words[0]]
    for word in words[1:]:
        together = "".join(kept)
        if together.isalpha() or (
            re.fullmatch(r"[A-Z]{0,2}\d{1,4}|[\d.]+", kept[-1]) and re.fullmatch(r"\d{2,5}", word)
        ):
            kept.append(word)
        else:
            break
    return " ".join(kept).strip(" .-/")


def _eu_vat_numbers(line: TextRun, row: int) -> Iterator[Placed]:
    for match in line.find(_EU_VAT):
        exact = _longest_valid(match["number"], ("eu.vat",))
        if exact is not None:
            text, length = exact
            start = match.start("number")
            span = (start, start + length)
            yield _placed(IdentifierKind.VAT, compact(text), line, row, span, 0.85, country=iso_country(text[:2]))


_UNDER = re.compile(r"\s*(?P<number>[A-Z]{0,3}\s?\d[\dA-Z./\- ]*)")


def _under_labels(page: PageLayout, known: AbstractSet[Word]) -> Iterator[PrintedIdentifier]:
    """Numbers under a label that has nothing behind it: "GSTIN" over "06AABCO6063D1ZQ"; none with `known` words."""
    for segment in page.segments:
        label = _LABEL.match(segment.text)
        if label is None or len(segment.text) - label.end() > 4:
            continue
        _, kind, country, modules = TAX_LABELS[int((label.lastgroup or "L0")[1:])]
        if any(map(str.isdigit, "".join(other.text for other in page.right_of(segment)[:1]))):
            continue
        for other in page.below(segment, 1.2)[:1]:
            line = run_of(other)
            match = _UNDER.match(line.text)
            if match is None or not known.isdisjoint(line.words):
                continue
            placed = _tax_number(line, other.row, match, kind=kind, country=country, modules=modules)
            if placed is not None and placed[0].valid and modules:
                yield placed[0]


def _longest_valid(text: str, modules: tuple[str, ...]) -> tuple[str, int] | None:
    """The longest beginning of `text` that one of the modules takes, and its length; words are never cut."""
    ends = [index for index in range(len(text), 0, -1) if index == len(text) or text[index] in " /"]
    for end in ends:
        candidate = text[:end].rstrip(" .,-/")
        if any(_valid(candidate, module) for module in modules):
            return candidate, len(candidate)
    return None


def _valid(text: str, module: str) -> bool:
    number = compact(text)
    if len(number) < 6:
        return False
    if module == "iban":
        return _passes(module, number, check_country=False)
    return _passes(module, number)


def _passes(module: str, number: str, **options: bool) -> bool:
    try:
        validator(module).validate(number, **options)
    except ValidationError:
        return False
    return True


def _country_of(text: str, modules: tuple[str, ...]) -> str | None:
    for module in modules:
        if _valid(text, module):
            return country_of(module)
    return None
