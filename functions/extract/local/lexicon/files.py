"""The files of the lexicon, read once and checked: `languages/<ISO 639-1>.toml`, `countries/<ISO 3166-1>.toml` and
`currencies.toml`.

A file with an unknown key, an empty list, a word twice in a list or under two kinds of one section is refused, with the
file and the word in the error.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator, model_validator

from functions.extract.local.lexicon.kinds import Column, DatePart, IdentifierKind, Label, PartyRole
from shared.domain.document_kinds import DocumentKind
from shared.domain.normalising import fold

FOLDER = Path(__file__).parent
GENERATED = "cldr.json"

Word = Annotated[str, StringConstraints(min_length=1, strip_whitespace=False)]
Words = Annotated[tuple[Word, ...], Field(min_length=1)]


class LexiconError(ValueError):
    """A file of the lexicon says what cannot be: an unknown key, an empty list, a word with two meanings."""


def comparable(word: str) -> str:
    """The form in which words are compared; signs that are words of their own ("#", "%") stay."""
    return fold(word) or word.strip()


def _refuse(words: Iterable[str], why: str) -> None:
    if refused := sorted(words):
        raise ValueError(f"{', '.join(refused)}: {why}")


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Phrases(_Section):
    """Words inside a sentence or beside a label, looked for anywhere in a text."""

    self_billing: Words = ()  # the buyer makes the invoice out: Directive 2006/112/EC, article 226 (10a)
    number_marks: Words = ()  # before a number of anything: "No.", "#"
    series: Words = ()  # before the letters of a number that a number mark follows: "Seria CS nr. 0418"
    orders: Words = ()  # labels of an order's number that do not say whose it is
    own_references: Words = ()  # labels of a reference that do not say to what: "Ref."
    paying: Words = ()  # in a sentence that asks for the payment
    collected: Words = ()  # behind a day in its sentence: the payment is collected then
    received: Words = ()  # in a sentence about a payment that has come
    not_an_invoice: Words = ()  # the document says so itself
    not_a_tax_invoice: Words = ()  # nor does it let anybody deduct the tax; it may be to be paid
    inclusive: Words = ()  # beside the label of a sum: with the tax; "incl*" may go on
    exclusive: Words = ()  # the same, and before the name of a tax: without the tax
    untaxed: Words = ()  # the same, but not before its name: "zzgl. MwSt" is the tax, and "HT" says it alone
    contained: Words = ()  # beside the label of a tax: the sum already holds it
    tax_names: Words = ()  # taxes on sales; "mwst*" may go on
    any_taxes: Words = ()  # labels of taxes that may be of any kind: of premiums, of airports, of spirits
    before_tax: Words = ()  # before the name of a tax in its row: "zzgl. 19 % MwSt"
    tax_summary: Words = ()  # headings of tables of taxes
    bare_totals: Words = ()  # labels of totals that are ordinary words too
    compounds: Words = ()  # ends of compounds that are titles of invoices
    until_behind: Words = ()  # behind a date: the last day of a time, "10月31日までに"
    referring: Words = ()  # before a title or a label: another document's, not this one's
    dated: Words = ()  # between the number of a document and its date
    salutations: Words = ()  # a line above a name: "Herrn"
    addressed: Words = ()  # behind the name of whom a letter goes to: "Alpha 株式会社 御中"
    buyers_own: Words = ()  # before the label of an identifier: the customer's
    payee: Words = ()  # before the name of whom to pay: "Make all checks payable to Alpha LLC"
    departments: Words = ()  # a part of a company: "Alpha AG, Abteilung Einkauf"
    addressees: Words = ()  # a line by itself that says to whom in a company a letter goes: "The Finance Director"
    served: Words = ()  # labels of whom the service was for: not the customer where another is named
    slips: Words = ()  # over a slip that goes back with the money: "Payment advice"
    attention: Words = ()  # of the labels of a buyer, those of a person: "Att.: M. Alpha", under the company
    for_another: Words = ()  # between who makes an invoice out and for whom: "Issued by Alpha on behalf of Beta Ltd"
    contractors: Words = ()  # labels of a seller that buys where a subcontractor sells
    notice: Words = ()  # behind the name in a sentence about its owner: "Alpha is a trading name of Beta Ltd"
    capital: Words = ()  # behind the name in the line of its legal notice: "SARL Alpha au capital de 10 000 €"
    seat_of: Words = ()  # before the name of a company, in a sentence about its seat: "Sitz der"
    seats: Words = ()  # of where a company has its seat: before its address, or its name and address
    subjects: Words = ()  # before the title of a letter: "Betreff: Gutschrift Nr. 17"
    until: Words = ()  # between the two ends of a period
    signer: Words = ()  # at the beginning of a line, before the name of who signs: "For Alpha Pvt Ltd"


class PartyKeys(_Section):
    """What stands before a value inside a party's block: "Name: …", "Domicilio: …"."""

    name: Words = ()
    trade: Words = ()  # of the name under which a company trades: "Nome fantasia: …"
    address: Words = ()
    opening: Words = ()  # labels of a party that need no colon: "Bill to Alpha Ltd"


class Lines(_Section):
    """Words around the lines of the invoice."""

    heading_continues: Words = ()  # in the rows over and under a heading: "Positions- / betrag / ohne / USt."
    per: Words = ()  # in the name of a price, before what it is for: "Price per seat"
    carried: Words = ()  # rows with sums over pages or groups; they are no lines


class OrderCodes(_Section):
    """Labels of the codes of an advertising order."""

    labels: Words = ()
    advertising: Words = ()  # other trades use them as well: they count only in a document about advertising
    in_text: Words = ()  # before a code anywhere in a line; those in capitals count in capitals only
    telling: Words = ()  # two of them in the head of a document, and it is about advertising


class BesideTotals(_Section):
    """What stands between net, tax and total, or between the total and what is to be paid; a row begins with it."""

    withholdings: Words = ()
    surcharges: Words = ()


class PaymentWords(_Section):
    """How the invoice is or was paid."""

    means: Words = ()  # "bank transfer"
    means_labels: Words = ()  # "payment method"
    accounts: Words = ()  # before the number of an account that is no IBAN
    payers: Words = ()  # in the row of the account that the money is taken from
    references: Words = ()  # before what a payment must name, with a colon
    terms_labels: Words = ()  # before the terms
    terms: Words = ()  # the terms themselves, in a sentence: "net 0 days"
    terms_begin: Words = ()  # the same, where the sentence goes on: "zahlen sie … binnen"


class Names(_Section):
    """What names of businesses are made of."""

    trades: Words = ()  # what a line of a business's name often says; weaker than a legal form
    shops: Words = ()  # of the trades, those that no street or building is named after
    words: Words = ()  # one misread letter in them is put right
    phrases: Words = ()  # the same, of several words
    conjunctions: Words = ()  # "and": a name that is broken there goes on in the next line
    never: Words = ()  # a line with one of them is no name, unless it has a legal form
    never_begin: Words = ()  # the same, at the beginning of a line
    greetings: Words = ()  # before the name of a shop: "welcome to"
    bare: Words = ()  # no name alone
    page: Words = ()  # before the number of a page
    persons: Words = ()  # a line that begins so names a person, not the business
    care_of: Words = ()  # a line that begins so names at whose address the one above it is
    keys: Words = ()  # before a name, with a colon
    former: Words = ()  # before an earlier name
    outlets: Words = ()  # in brackets under a name: one of its places
    organisations: Words = ()  # words of what is no person: under a person's name they are of the name of the customer
    bodies: Words = ()  # a name that begins so may go on with a street or a number: "Condominio Via Farini 12"


class Address(_Section):
    """Words of streets and buildings: whole words; "-straße" ends a longer word."""

    streets: Words = ()
    weak: Words = ()  # of these, the ones that names have too: they speak of a place only beside a number
    labels: Words = ()  # before an address, with a colon
    breaks: Words = ()  # a line with one of them is no part of an address
    premises: Words = ()  # the first or last word of a house or a flat with a name, between a name and its street
    branches: Words = ()  # before the name of a branch, with a colon: no part of an address
    blocks: Words = ()  # before the letter or number of a building: "Block A, …"
    units: Words = ()  # before the number of a unit: "Lot 3.18.00" is no date
    joined: Words = ()  # readers lose the blank behind them: "JalanBesar"

    @model_validator(mode="after")
    def _weak_ones_are_streets(self) -> "Address":
        _refuse(set(self.weak) - set(self.streets), "weak, but no words of streets")
        return self


class IdentifierWords(_Section):
    """Labels of identifiers that no country has to itself."""

    phones: Words = ()
    faxes: Words = ()
    vat: Words = ()  # the tax on sales, before the number of who pays it
    vat_parts: Words = ()  # what follows it in such a label: "USt-Id-Nr."


class LanguageFile(_Section):
    """The words of one language, as printed."""

    guarded: Words = ()  # labels that are ordinary words elsewhere: heeded only in documents of this language
    either_order: bool = False  # dates in figures are written day first by some, month first by others
    linking_words: Words = ()  # they join others inside a label and may be missing: "data da emissão", "data emissão"
    labels: Mapping[Label, Words] = {}
    titles: Mapping[DocumentKind, Words] = {}
    kind_phrases: Mapping[DocumentKind, Words] = {}  # sentences that only such a document has
    phrases: Phrases = Phrases()
    parties: Mapping[PartyRole, Words] = {}
    party_keys: PartyKeys = PartyKeys()
    columns: Mapping[Column, Words] = {}
    lines: Lines = Lines()
    order_codes: OrderCodes = OrderCodes()
    identifiers: IdentifierWords = IdentifierWords()
    beside_totals: BesideTotals = BesideTotals()
    payment: PaymentWords = PaymentWords()
    names: Names = Names()
    address: Address = Address()
    stems: Mapping[str, Words] = {}  # beginnings of words beside a value of that name, to choose among equal values
    date_parts: Mapping[DatePart, Words] = {}
    months: Mapping[Annotated[int, Field(ge=1, le=12)], Words] = {}  # what the generated names of months lack

    @field_validator("labels", "titles", "kind_phrases", "parties", "columns", "date_parts", "months")
    @classmethod
    def _one_meaning(cls, kinds: Mapping[Any, Words]) -> Mapping[Any, Words]:
        seen: set[str] = set()
        for words in kinds.values():
            folded = [comparable(word) for word in words]
            _refuse(
                {word for word, form in zip(words, folded, strict=True) if form in seen or folded.count(form) > 1},
                "twice in this section",
            )
            seen.update(folded)
        return kinds

    @model_validator(mode="after")
    def _guarded_ones_are_labels(self) -> "LanguageFile":
        labels = {comparable(word) for words in self.labels.values() for word in words}
        _refuse((word for word in self.guarded if comparable(word) not in labels), "guarded, but no label")
        return self

    @cached_property
    def guarded_words(self) -> frozenset[str]:
        """In comparable form."""
        return frozenset(map(comparable, self.guarded))


class Signal(_Section):
    """What speaks for a country where it is printed: counts `weight`, twice if found again. (?i) ignores case."""

    pattern: re.Pattern[str]
    weight: float = Field(gt=0)


CurrencyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class FormerCurrency(_Section):
    """What was paid with before, up to and including a day."""

    currency: CurrencyCode
    until: date


class TaxNumber(_Section):
    """A number that businesses print: its label (a pattern; case does not matter) and who checks it (python-stdnum)."""

    label: re.Pattern[str]
    kind: IdentifierKind
    validators: Words = ()


class CountryFile(_Section):
    """The habits of one country."""

    currency: CurrencyCode | None = None  # where it is not what CLDR says
    former: FormerCurrency | None = None
    names: Words = ()
    states: Words = ()  # codes between a town and its postcode
    regions: Words = ()  # written as a line of their own or behind the town
    spellings: Words = ()  # of towns and addresses: one misread letter in them is put right
    marks: Words = ()  # words that speak for it wherever they stand; those in capitals count in capitals only
    signals: tuple[Signal, ...] = ()
    tax_numbers: tuple[TaxNumber, ...] = ()
    month_first: bool = False  # the month stands before the day
    either_order: bool = False  # before it or behind it
    year_first: str = ""  # the marks between the figures of a date that begins with a year of two
    postcode: re.Pattern[str] | None = None  # where its form tells the country; TOWN stands for a capital and letters
    expiring_codes: Words = ()  # codes of an authorisation whose expiry is no due date
    series_apart: bool = False  # the series of a document is a field of its own, no part of its number


class CurrencyFile(_Section):
    """Signs and names of currencies -> the ISO 4217 codes they may mean."""

    wordlike: Words  # codes that are words too: they count only in the place of a currency
    units: Words  # codes that are units too: beside a number they are none
    letters: Words  # signs of one letter: they count only before cents
    unit_letters: Words  # of these, those that are a unit behind a number
    signs: Mapping[str, Words]


@cache
def languages() -> Mapping[str, LanguageFile]:
    """ISO 639-1 -> its words, in the order of the codes. Raises LexiconError."""
    return {path.stem: _read(path, LanguageFile) for path in sorted((FOLDER / "languages").glob("*.toml"))}


@cache
def countries() -> Mapping[str, CountryFile]:
    """ISO 3166-1 alpha-2 -> its habits, in the order of the codes. Raises LexiconError."""
    return {path.stem: _read(path, CountryFile) for path in sorted((FOLDER / "countries").glob("*.toml"))}


@cache
def currencies() -> CurrencyFile:
    """Raises LexiconError."""
    return _read(FOLDER / "currencies.toml", CurrencyFile)


@cache
def _generated() -> Mapping[str, Any]:
    content: Mapping[str, Any] = json.loads((FOLDER / GENERATED).read_text(encoding="utf-8"))
    return content


def generated_months() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Language -> the names of the twelve months, written by `generate`; first those of the lexicon's languages."""
    both = {**_generated()["months"], **_generated().get("other_months", {})}
    return {code: tuple(map(tuple, names)) for code, names in both.items()}


def generated_currencies() -> Mapping[str, str]:
    """ISO 3166-1 -> ISO 4217, written by `generate`."""
    return dict(_generated().get("currency_of", {}))


def generated_currency_names() -> Mapping[str, tuple[str, ...]]:
    """ISO 4217 -> its names in small letters, written by `generate`."""
    return {code: tuple(names) for code, names in _generated().get("currency_names", {}).items()}


_Model = TypeVar("_Model", bound=BaseModel)


def _read(path: Path, model: type[_Model]) -> _Model:
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (ValidationError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(f"{path.parent.name}/{path.name}: {error}") from error
