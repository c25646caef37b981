"""A year of invoices of sellers who come back, to measure what is remembered of them.

Each seller has a template, a series of numbers, goods, and the accounts that its invoices are booked to. Some change
their bank account or their layout in the middle of the year; some share a template or a tax number with another, have
no tax number, write Greek or Cyrillic, or call things as nobody else does; some send scans. What a seller prints grows
or shrinks a little from month to month. The truth of each document names its seller, month and booking, and is
complete: what it leaves out is not printed.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from pdf2image import convert_from_bytes
from pypdf import PdfReader

from tests.evaluation.training_data.countries import Country, countries, words_of
from tests.evaluation.training_data.invoice import Bank, Invoice, Item, Party
from tests.evaluation.training_data.printing import print_invoice
from tests.evaluation.training_data.sheet import Template
from tests.evaluation.training_data.truth import meta_of, truth_of, write_truth
from tests.evaluation.training_data.values import NUMBER_FORMS, NUMBER_FORMS_OF, dated, invent
from tests.evaluation.training_data.worn import scanned

YEAR_SET = "generated_year"
YEAR = 2025
CHANGES_IN = 7
"""The month from which a changed account or layout is used."""

ACCOUNTS = ("4210", "4930", "4980", "6310", "6420", "6805", "6815", "6820", "6825", "6850")
COST_CENTERS = ("100", "200", "310", "320")
CATEGORIES = ("office", "travel", "IT", "rent", "material", "services")


class Role(StrEnum):
    """What is special about a seller."""

    ORDINARY = "ordinary"
    NEW_ACCOUNT = "new_account"
    NEW_LAYOUT = "new_layout"
    SHARED_TEMPLATE = "shared_template"
    SHARED_NUMBER = "shared_number"
    NO_NUMBER = "no_number"
    GREEK = "greek"
    CYRILLIC = "cyrillic"
    SCANS = "scans"
    ODD_WORDS = "odd_words"


SPECIAL = {
    Role.NEW_ACCOUNT: 4,
    Role.NEW_LAYOUT: 4,
    Role.SHARED_TEMPLATE: 4,
    Role.SHARED_NUMBER: 2,
    Role.NO_NUMBER: 4,
    Role.GREEK: 4,
    Role.CYRILLIC: 4,
    Role.SCANS: 7,
    Role.ODD_WORDS: 6,
}
"""Role -> how many sellers have it; all others are ordinary. Those that share are pairs."""

ODD_WORDS = {
    "label.number": ("Zevnik", "Orbita", "Our sign", "Kelvan"),
    "label.date": ("Melwin", "Written at", "Tarnas", "Ostrak"),
    "label.due": ("Vilmare", "Sorwin", "Not after", "Belkor"),
    "total.total": ("Sumvora", "For you to remit", "Galdan", "Ultrem"),
    "total.net": ("Nestora", "Bare worth", "Prevan", "Miltor"),
}
"""Labels that no language has."""

IN_PAIRS = frozenset({Role.SHARED_TEMPLATE, Role.SHARED_NUMBER})
COUNTRIES_OF = {
    Role.GREEK: frozenset({"GR"}),
    Role.CYRILLIC: frozenset({"BG"}),
    Role.NEW_ACCOUNT: frozenset({"DE", "ES", "FR", "GB", "IT", "NL", "PL", "PT"}),
    Role.SHARED_NUMBER: frozenset({"DE", "ES", "FR", "GB", "IT", "NL", "PL", "PT"}),
}
"""Role -> where such sellers are: where an alphabet is written, where there are IBANs and numbers for VAT."""


@dataclass(frozen=True, kw_only=True)
class Booking:
    """How an accountant books a seller: an account for each of its goods."""

    accounts: Mapping[str, str]
    cost_center: str
    category: str

    def of_item(self, item: Item) -> dict[str, str]:
        """Of one line. Descriptions may have a reference behind the goods' name."""
        account = next(account for name, account in self.accounts.items() if item.description.startswith(name))
        return {"account": account, "tax_code": f"V{item.rate.normalize():f}"}

    def of_invoice(self, invoice: Invoice) -> dict[str, str]:
        """Of the whole: the account of the line of the largest amount."""
        largest = self.of_item(max(invoice.items, key=lambda item: item.amount))
        return {**largest, "cost_center": self.cost_center, "category": self.category}


@dataclass(frozen=True, kw_only=True)
class Seller:
    """Who sends invoices all year. `model` is an invoice with all that stays the same; `later_bank` and `later` are
    used from the month of the change on."""

    key: str
    role: Role
    country: Country
    model: Invoice
    goods: tuple[str, ...]
    form: str
    first: int
    step: int
    template: Template
    later: Template
    later_bank: Bank | None
    booking: Booking
    often: float
    scans: float


def write_year(out: Path, seed: int, count: int) -> int:
    """Writes the documents of so many sellers below the folder. Returns how many there are."""
    folder = out / YEAR_SET
    folder.mkdir(parents=True, exist_ok=True)
    return sum(_write(folder, seed, seller) for seller in sellers(seed, count))


def sellers(seed: int, count: int) -> list[Seller]:
    """The sellers of a seed: the special ones first."""
    roles = [role for role, times in SPECIAL.items() for _ in range(times)]
    roles = [*roles, *[Role.ORDINARY] * count][:count]
    buyers = [invent(Random(f"{seed}/buyer/{number}"), _country("DE")).buyer for number in range(3)]
    made: list[Seller] = []
    for number, role in enumerate(roles):
        first = made[-1] if role in IN_PAIRS and made and made[-1].role is role and number % 2 else None
        made.append(_seller(Random(f"{seed}/seller/{number}"), f"s{number + 1:02}", role, buyers, first))
    return made


def series_number(form: str, day: date, count: int) -> str:
    """The number of this count in a series: as `values.numbered`, its # the digits of the count."""
    text = dated(form, day)
    room = text.count("#")
    digits = iter(f"{count % 10**room:0{room}}")
    return "".join(next(digits) if character == "#" else character for character in text)


def _country(code: str) -> Country:
    return next(country for country in countries() if country.code == code)


def _seller(rng: Random, key: str, role: Role, buyers: Sequence[Party], first: Seller | None) -> Seller:
    """`first` is the one that this one shares its template or number with."""
    if first is not None:
        country = first.country
    else:
        possible = [each for each in countries() if role not in COUNTRIES_OF or each.code in COUNTRIES_OF[role]]
        country = _habits(rng, rng.choices(possible, [each.weight for each in possible])[0])
    if role is Role.NO_NUMBER:
        country = replace(country, tax_id=None)
    assortment = words_of(country.languages[0]).all("goods")
    goods = tuple(rng.sample(assortment, min(rng.randint(2, 5), len(assortment))))
    with_bank = role in {Role.NEW_ACCOUNT, Role.SHARED_NUMBER}
    wanted = partial(_is_ordinary, with_bank=with_bank, with_number=role is Role.SHARED_NUMBER)
    model = _drawn(rng, country, goods, wanted)
    if first is not None and role is Role.SHARED_NUMBER:
        group = first.model.seller
        numbered = replace(model.seller, vat_id=group.vat_id, tax_id=group.tax_id, tax_label=group.tax_label)
        model = replace(model, seller=numbered)
    template = first.template if first is not None and role is Role.SHARED_TEMPLATE else Template(seed=f"{key}/first")
    if role is Role.ODD_WORDS:
        template = replace(template, words={label: rng.choice(words) for label, words in ODD_WORDS.items()})
    names = [name.split("|")[0] for name in goods]
    mostly = rng.choice(ACCOUNTS)
    return Seller(
        key=key,
        role=role,
        country=country,
        model=replace(model, buyer=rng.choice(buyers)),
        goods=goods,
        form=rng.choice(NUMBER_FORMS_OF.get(country.code, NUMBER_FORMS)),
        first=rng.randint(1, 4000),
        step=rng.choice((1, 3, 10, 40)),
        template=template,
        later=Template(seed=f"{key}/later") if role is Role.NEW_LAYOUT else template,
        later_bank=_drawn(rng, country, goods, wanted).bank if role is Role.NEW_ACCOUNT else model.bank,
        booking=Booking(
            # One seller in five sells what is booked to different accounts.
            accounts=dict.fromkeys(names, mostly)
            if rng.random() < 0.8
            else {name: rng.choice(ACCOUNTS) for name in names},
            cost_center=rng.choice(COST_CENTERS),
            category=rng.choice(CATEGORIES),
        ),
        often=rng.choice((0.35, 0.8, 1.0, 1.0, 1.6)),
        scans=1.0 if role is Role.SCANS else 0.03,
    )


def _habits(rng: Random, country: Country) -> Country:
    """The country as one seller knows it: one language, one name of its tax, one way to write numbers and dates."""
    withholding = country.withholding
    return replace(
        country,
        languages=(rng.choice(country.languages),),
        signs=(rng.choice(country.signs),),
        numbers=(rng.choice(country.numbers),),
        dates=(rng.choice(country.dates),),
        tax_names=(rng.choice(country.tax_names),),
        withholding=replace(withholding, share=1.0) if withholding and rng.random() < withholding.share else None,
    )


def _is_ordinary(invoice: Invoice, *, with_bank: bool, with_number: bool) -> bool:
    if with_bank and (invoice.bank is None or invoice.bank.iban is None):
        return False
    return invoice.kind == "invoice" and not (with_number and invoice.seller.number is None)


def _drawn(rng: Random, country: Country, goods: Sequence[str], wanted: Callable[[Invoice], bool]) -> Invoice:
    """The first invoice drawn that is wanted, else the last of many."""
    for _ in range(200):
        invoice = invent(rng, country, goods)
        if wanted(invoice):
            break
    return invoice


def invoices(seed: int, seller: Seller) -> Iterator[tuple[int, Invoice, Template]]:
    """(month, invoice, the template that it is printed in), by date."""
    count = seller.first
    for month in range(1, 13):
        rng = Random(f"{seed}/{seller.key}/{month}")
        times = int(seller.often) + (rng.random() < seller.often % 1)
        changed = month >= CHANGES_IN
        template = seller.later if changed else seller.template
        bank = seller.later_bank if changed else seller.model.bank
        for day in sorted(rng.sample(range(1, 29), times)):
            count += rng.randint(1, seller.step)
            yield (
                month,
                replace(_next(rng, seller, date(YEAR, month, day), count), bank=bank),
                replace(template, scale=rng.choice((0.97, 1.0, 1.0, 1.0, 1.03)) if rng.random() < 0.3 else 1.0),
            )


def _next(rng: Random, seller: Seller, issued: date, count: int) -> Invoice:
    """Another invoice of the seller: what it sells, when and for how much are new."""
    model = seller.model

    def alike(invoice: Invoice) -> bool:
        return (
            invoice.kind in {"invoice", "credit_note"}
            and invoice.gross_prices == model.gross_prices
            and (invoice.order is None) == (model.order is None)
        )

    fresh = _drawn(rng, seller.country, seller.goods, alike)
    moved = issued - fresh.issued
    return replace(
        fresh,
        notation=model.notation,
        number=series_number(seller.form, issued, count),
        issued=issued,
        due=issued + (model.due - model.issued) if model.due else None,
        terms=model.terms,
        order_date=fresh.order_date + moved,
        delivery_date=fresh.delivery_date + moved,
        customer_number=model.customer_number,
        period=(fresh.period[0] + moved, fresh.period[1] + moved),
        seller=model.seller,
        buyer=model.buyer,
        ship_to=model.buyer,
    )


def _write(folder: Path, seed: int, seller: Seller) -> int:
    written = 0
    for month, invoice, template in invoices(seed, seller):
        rng = Random(f"{seed}/{seller.key}/{invoice.number}/print")
        printed = print_invoice(rng, invoice, template)
        content, worn = printed.pdf, None
        if rng.random() < seller.scans and len(PdfReader(io.BytesIO(content)).pages) == 1:
            content, _ = scanned(convert_from_bytes(content, dpi=200)[0].convert("RGB"), rng)
            worn = "scan"
        path = folder / f"{seller.key}-{month:02}-{written:03}.pdf"
        path.write_bytes(content)
        fields = truth_of(invoice, printed.shown, printed.columns)
        for item, truth in zip(invoice.items, fields.get("items", ()), strict=False):
            truth["booking"] = seller.booking.of_item(item)
        meta: dict[str, Any] = {
            **meta_of(invoice, YEAR_SET, printed.layout),
            "complete": True,
            "seller": seller.key,
            "role": seller.role.value,
            "month": month,
            "booking": seller.booking.of_invoice(invoice),
        }
        if worn:
            meta |= {"text_layer": "none", "worn": worn}
        write_truth(path, fields, meta)
        written += 1
    return written
