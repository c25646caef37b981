"""The VAT breakdown: rows in which a rate, a taxable amount and a tax belong together by arithmetic.

No heading is needed for "19 %  336,00  63,84", "Umsatzsteuer (S)  275,00  7  19,25" or "Tax 15% on $ 112.90  $ 16.94",
because base × rate = tax is rarely true by chance.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from functions.extract.layout import Layout, Row
from functions.extract.local.lexicon.labels import WITHHOLDINGS
from functions.extract.local.lexicon.phrases import BEFORE_TAX, TAX_NAME
from functions.extract.local.mentions.amounts import Amount, find_amounts
from functions.extract.local.mentions.labels import named_cell
from functions.extract.local.mentions.mention import by_segment
from functions.extract.local.value import Value
from shared.domain.document import Word
from shared.domain.normalising import fold


@dataclass(frozen=True, kw_only=True)
class TaxRow:
    """One row of the breakdown, each figure with its words; null where the document does not give it."""

    rate: Value[Decimal]
    taxable_amount: Value[Decimal] | None = None
    tax_amount: Value[Decimal] | None = None
    category: Value[str] | None = None


# Rates in force somewhere, per cent; a number without a per cent sign must be one of them.
RATES = frozenset(
    Decimal(rate)
    for rate in [
        "0",
        "2",
        "2.1",
        "2.6",
        "3",
        "3.8",
        "4",
        "5",
        "5.5",
        "6",
        "7",
        "7.7",
        "8",
        "8.1",
        "9",
        "9.5",
        "10",
        "10.5",
        "12",
        "13",
        "13.5",
        "14",
        "15",
        "16",
        "17",
        "18",
        "19",
        "20",
        "21",
        "22",
        "23",
        "24",
        "25",
        "25.5",
        "27",
    ]
)
_NO_TAX_NUMBER = r"(?![^\W\d_]*[-\s]?(?:id|nr|no|reg|number))"
_TAX_WORD = re.compile(TAX_NAME.pattern + _NO_TAX_NUMBER, re.IGNORECASE)
_OPENS_WITH_TAX = re.compile(
    rf"^\W*(?:(?:{BEFORE_TAX}|\d[\d.,]*\s?%)\W*){{0,2}}{_TAX_WORD.pattern}",
    re.IGNORECASE,
)
_CATEGORY = re.compile(r"\(\s?(?P<code>AE|[SZEKGOLMB])\s?\)")


def find_tax_breakdown(
    layout: Layout, amounts: Sequence[Amount] | None = None, line_words: Iterable[Word] = ()
) -> tuple[TaxRow, ...]:
    """The rows of the breakdown in reading order, each once; rows with words of `line_words` are left out."""
    figures = find_amounts(layout) if amounts is None else amounts
    amounts_in = by_segment(figures)
    excluded = set(line_words)
    found: list[_PrintedRow] = []
    for page in layout.pages:
        for row in page.rows:
            if any(word in excluded for word in row.words) or named_cell(row.segments, WITHHOLDINGS) is not None:
                continue  # "Ritenuta 20% su 2.000,00  -400,00" is withheld, no tax that is added
            printed = [amount for segment in row.segments for amount in amounts_in.get(segment, ())]
            in_row = [amount for amount in printed if abs(amount.value) < 10**10]
            if len(in_row) > 20:
                continue  # no row of a breakdown; trying all its pairs would take forever
            taxes = tuple(_rows_of(row, in_row))
            if taxes:
                word = _TAX_WORD.search(row.text)
                found.append(_PrintedRow(name=fold(word.group()) if word else "", taxes=taxes))
    return tuple(_once(found))


@dataclass(frozen=True, kw_only=True)
class _PrintedRow:
    """A row of the document and the taxes in it: one, or two of one base (CGST and SGST)."""

    name: str
    taxes: tuple[TaxRow, ...]

    @property
    def bare(self) -> bool:
        """Without a base."""
        return all(tax.taxable_amount is None for tax in self.taxes)

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for the same row printed again; "CGST 9 %  90.00" and "SGST 9 %  90.00" are two."""
        return (self.name if self.bare else "", *(_figures(tax) for tax in self.taxes))


def _figures(tax: TaxRow) -> tuple[Decimal, Decimal | None, Decimal | None]:
    return (
        tax.rate.value,
        tax.taxable_amount.value if tax.taxable_amount else None,
        tax.tax_amount.value if tax.tax_amount else None,
    )


def _rows_of(row: Row, amounts: Sequence[Amount]) -> Iterator[TaxRow]:
    """At most one row of the breakdown, or one for each rate in the row that has a tax of the same base."""
    rates = [amount for amount in amounts if _is_rate(amount)]
    money = [amount for amount in amounts if not amount.percent and (amount.decimals == 2 or amount.sign is not None)]
    used: set[Amount] = set()
    has_word = bool(_TAX_WORD.search(row.text))
    for rate in rates:
        free = [amount for amount in money if amount not in used and amount is not rate]
        pair = _base_and_tax(rate, free, has_word=has_word)
        if pair is None:
            continue
        base, tax = pair
        used |= {base, tax}
        yield TaxRow(
            rate=_value(rate, abs(rate.value)),
            taxable_amount=_value(base, base.value),
            tax_amount=_value(tax, tax.value),
            category=_category(row),
        )
        yield from _of_same_base(base, rates[rates.index(rate) + 1 :], [one for one in free if one not in used])
        return
    percents = [rate for rate in rates if rate.percent]
    if len(percents) == 1 and len(money) == 1 and _OPENS_WITH_TAX.search(row.text):
        tax = money[0]
        yield TaxRow(rate=_value(percents[0], abs(percents[0].value)), tax_amount=_value(tax, tax.value))


def _of_same_base(base: Amount, rates: Sequence[Amount], money: Sequence[Amount]) -> Iterator[TaxRow]:
    """The further taxes of a row with their rates before them: "13,600.00  2.5%  340.00  2.5%  340.00"."""
    free = list(money)
    for rate in rates:
        behind = [one for one in free if rate.value and one.box.x0 >= rate.box.x1 and _is_tax(base, rate, one)]
        if behind:
            free.remove(behind[0])
            yield TaxRow(
                rate=_value(rate, abs(rate.value)),
                taxable_amount=_value(base, base.value),
                tax_amount=_value(behind[0], behind[0].value),
            )


def _is_tax(base: Amount, rate: Amount, tax: Amount) -> bool:
    return abs(abs(base.value) * rate.value / 100 - abs(tax.value)) <= Decimal("0.015")


def _is_rate(amount: Amount) -> bool:
    if amount.percent:
        return Decimal(0) <= amount.value <= 30
    return amount.sign is None and amount.value in RATES


def _base_and_tax(rate: Amount, money: Sequence[Amount], *, has_word: bool) -> tuple[Amount, Amount] | None:
    if len(money) < 2:
        return None
    if rate.value == 0:
        zero = [amount for amount in money if amount.value == 0]
        bases = [amount for amount in money if amount.value != 0]
        return (bases[0], zero[-1]) if has_word and zero and bases else None
    for base, tax in permutations(money, 2):
        if base.value == 0 or tax.value == 0:
            continue
        if _is_tax(base, rate, tax):
            return base, tax
    return None


def _value(amount: Amount, value: Decimal) -> Value[Decimal]:
    return Value(value=value, page=amount.segment.page, words=amount.words, confidence=0.85)


def _category(row: Row) -> Value[str] | None:
    """The code in brackets (UNCL5305), when it is printed."""
    for segment in row.segments:
        match = _CATEGORY.search(segment.text)
        if match is not None:
            words = segment.words_between(match.start(), match.end())
            return Value(value=match["code"], page=row.page, words=words, confidence=0.9)
    return None


def _once(rows: Sequence[_PrintedRow]) -> Iterator[TaxRow]:
    """Without repetitions, and without a bare "VAT 20 %: 9.34" when fuller rows of the same taxes exist."""
    full = [tax for row in rows if not row.bare for tax in row.taxes]
    known = {(tax.rate.value, tax.tax_amount.value) for tax in full if tax.tax_amount}
    distinct = {row.key: row for row in rows}
    again = _tax_of(tax for row in distinct.values() if row.bare for tax in row.taxes)
    for row in distinct.values():
        if row.bare and full and (again == _tax_of(full) or all(_same(tax) in known for tax in row.taxes)):
            continue
        yield from row.taxes


def _same(tax: TaxRow) -> tuple[Decimal, Decimal | None]:
    return tax.rate.value, tax.tax_amount.value if tax.tax_amount else None


def _tax_of(taxes: Iterable[TaxRow]) -> Decimal:
    return sum((tax.tax_amount.value for tax in taxes if tax.tax_amount), Decimal(0))
