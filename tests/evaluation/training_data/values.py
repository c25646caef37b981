"""Invents an invoice of a country: parties, goods, taxes, sums that agree. The same seed invents the same invoice."""

import re
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from random import Random
from typing import Any

from babel import Locale
from faker import Faker
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from shared.domain.normalising import fold
from tests.evaluation.training_data.countries import Country, Words, countries, words_of
from tests.evaluation.training_data.invoice import Bank, Invoice, Item, Party, TaxLine, Totals
from tests.evaluation.training_data.notation import Notation, decimals_of
from tests.evaluation.training_data.tax_numbers import tax_number

ZERO = Decimal(0)
KINDS = (
    ("invoice", 90),
    ("credit_note", 4),
    ("pro_forma", 2),
    ("quotation", 2),
    ("order_confirmation", 1),
    ("delivery_note", 1),
)
NUMBER_FORMS = (
    "#####", "####", "###", "#######", "INV-####", "INV-#####", "INV####", "{Y}-####", "{Y}/###", "{Y}-###", "{Y}####",
    "{y}####", "F-{Y}-####", "A-####", "RE-{Y}{m}-###", "R{y}/####", "FAC####", "SI-######", "{Y}.####", "#-{Y}",
    "{m}/{Y}", "AB-#####", "{Y}{m}##", "IN-{y}-####", "##/{Y}", "{Y}/{m}/##", "S{y}#####", "INV-{Y}{m}{d}-##",
    "C######",
    "##-####", "ORD{y}-INV####", "#### / {Y}", "1#########",
)  # fmt: skip
NUMBER_FORMS_OF = {
    "AR": ("000#-0000####", "0000#-0000####", "000#-000#####", "A 000#-0000####", "B-000#-0000####"),
    "IN": ("{Y}-{y1}/###", "GST/{y}-{y1}/###", "TI/###/{y}-{y1}", "INV/{Y}/####"),
    "PE": ("F001-0000####", "F00#-####", "E001-###"),
    "PT": ("FT A/####", "FT {Y}/###", "FT 1{Y}/###", "FAC {Y}A1/##"),
    "PL": ("FV/{Y}/{m}/###", "FV ##/{m}/{Y}", "F/####/{Y}", "##/{m}/{Y}"),
    "CL": ("####", "#####", "######"),
    "IT": ("##/{Y}", "###/A", "{Y}/##", "FPR ##/{y}"),
    "HU": ("{Y}/#####", "SZ-{Y}-####", "ABC-{Y}-##"),
    "TR": ("ABC{Y}000000###", "GIB{Y}00000####"),
    "PY": ("001-001-000####", "001-002-00#####"),
}  # fmt: skip
ORDER_FORMS = (
    "####",
    "PO-#####",
    "PO####",
    "45000#####",
    "#######",
    "B-####",
    "{Y}-###",
    "PO {y}/###",
    "AB####",
    "4#########",
)


def invent(rng: Random, country: Country | None = None, goods: Sequence[str] = ()) -> Invoice:
    """An invoice of this country, or of one drawn by weight. `goods`: its lines are of these alone, if there are any
    ("name|unit|lowest price|highest price")."""
    country = country or rng.choices(countries(), [each.weight for each in countries()])[0]
    language = rng.choice(country.languages)
    words = words_of(language)
    faker = _faker(country.locale)
    faker.seed_instance(rng.getrandbits(48))
    kind = rng.choices([kind for kind, _ in KINDS], [weight for _, weight in KINDS])[0]
    issued = date(
        rng.choice((2019, 2020, 2021, 2022, 2023, 2024, 2024, 2025, 2025, 2026)), rng.randint(1, 12), rng.randint(1, 28)
    )
    days = rng.choice((7, 10, 14, 15, 20, 30, 30, 30, 45, 60, 90))
    terms_kind = rng.choice(("days", "days", "immediate", "none"))
    has_due = rng.random() < (0.75 if terms_kind != "immediate" else 0.3)
    terms = None
    if terms_kind == "days":
        terms = (words.pick(rng, "text.terms") or "").format(days=days) or None
    elif terms_kind == "immediate":
        terms, days = words.pick(rng, "text.immediate"), 0
    gross_prices = country.regime == "vat" and kind == "invoice" and rng.random() < 0.07
    items = _items(rng, country, goods or words.all("goods"), gross_prices=gross_prices)
    totals = _totals(rng, country, items, kind, gross_prices=gross_prices)
    seller, buyer = _seller(rng, country, words, faker), _buyer(rng, country, words, faker)
    return Invoice(
        kind=kind,
        country=country,
        language=language,
        notation=_notation(rng, country),
        date_pattern=rng.choice(country.dates),
        number=numbered(rng, rng.choice(NUMBER_FORMS_OF.get(country.code, NUMBER_FORMS)), issued)
        if rng.random() < 0.7
        else numbered(rng, rng.choice(NUMBER_FORMS), issued),
        issued=issued,
        due=issued + timedelta(days=days) if has_due else None,
        terms=terms,
        order=numbered(rng, rng.choice(ORDER_FORMS), issued) if rng.random() < 0.35 else None,
        order_date=issued - timedelta(days=rng.randint(3, 40)),
        delivery_note=numbered(rng, rng.choice(("#####", "LS-####", "#######", "DN{y}###")), issued),
        delivery_date=issued - timedelta(days=rng.randint(0, 12)),
        customer_number=numbered(rng, rng.choice(("####", "K-#####", "10####", "CUST-###")), issued),
        period=(issued - timedelta(days=31), issued - timedelta(days=1)),
        seller=seller,
        buyer=buyer,
        ship_to=_buyer(rng, country, words, faker) if rng.random() < 0.4 else buyer,
        items=items,
        totals=totals,
        gross_prices=gross_prices,
        bank=_bank(rng, country, faker) if rng.random() < 0.55 else None,
    )


def dated(form: str, day: date) -> str:
    """The form of a number on a day: {Y} {y} {y1} {m} {d} are parts of the date, # stays, a digit to come."""
    return form.format(
        Y=day.year, y=f"{day.year % 100:02}", y1=f"{day.year % 100 + 1:02}", m=f"{day.month:02}", d=f"{day.day:02}"
    )


def numbered(rng: Random, form: str, day: date) -> str:
    """A number of this form with random digits. It never is 0."""
    first = True
    filled = []
    for character in dated(form, day):
        filled.append(str(rng.randint(1 if first else 0, 9)) if character == "#" else character)
        first = first and character != "#"
    return "".join(filled)


@cache
def _faker(locale: str) -> Any:
    return Faker(locale)


def _notation(rng: Random, country: Country) -> Notation:
    sign = rng.choice(country.signs)
    word = sign.strip().isalpha() and len(sign.strip()) > 1
    before = country.languages[0] in {"en", "es", "pt", "nl"} or country.code in {"CH", "TR"}
    places = (
        ("before", "before", "none")
        if before and (not word or rng.random() < 0.5)
        else ("after", "after", "none", "before")
    )
    return Notation(
        number=rng.choice(country.numbers),
        sign=sign,
        place=rng.choice(places),
        minus=rng.choice(("-1", "-1", "-1", "(1)", "1-")),
        decimals=decimals_of(country.currency),
    )


# -- parties


def _seller(rng: Random, country: Country, words: Words, faker: Any) -> Party:
    return _party(rng, country, words, faker, name=_company_name(rng, country, words, faker), share=1.0)


def _buyer(rng: Random, country: Country, words: Words, faker: Any) -> Party:
    person = rng.random() < 0.25
    name = faker.name() if person else _company_name(rng, country, words, faker)
    return _party(rng, country, words, faker, name=name, share=0.15 if person else 0.6)


def _company_name(rng: Random, country: Country, words: Words, faker: Any) -> str:
    last, trade = faker.last_name(), words.pick(rng, "trades") or "Trading"
    form = rng.choice(country.forms)
    letters = "".join(rng.choice("ABCDEFGHIKLMNOPRSTVZ") for _ in range(rng.choice((2, 3, 3))))
    names = (
        faker.company(),
        faker.company(),
        f"{last} {trade} {form}",
        f"{trade} {last} {form}",
        f"{last} & {faker.last_name()} {form}",
        f"{letters} {trade} {form}",
        f"{faker.city()} {trade} {form}",
        f"{last}{rng.choice(('tech', 'soft', 'line', 'plus', 'art'))} {form}",
        f"{trade} {faker.first_name()}",
        f"{letters.title()}{last.lower()} {form}",
    )
    name = rng.choice(names)
    name = re.sub(r"\s+", " ", name).strip(" ,")
    return name.upper() if rng.random() < 0.25 else name


def _party(rng: Random, country: Country, words: Words, faker: Any, *, name: str, share: float) -> Party:
    lines = _address(rng, country, faker)
    if rng.random() < 0.2:
        lines.append(_country_name(country))
    form = country.tax_id
    number = tax_number(rng, form) if form and rng.random() < form.share * share else None
    domain = (fold(name)[:14] or "firm") + rng.choice((".com", ".net", f".{country.iso.lower()}"))
    has = rng.random
    registration = None
    if has() < 0.3 and (label := words.pick(rng, "label.registration")):
        registration = f"{label} {rng.randint(10_000, 99_999_999)}"
    return Party(
        name=name,
        address=tuple(lines),
        tax_label=rng.choice(form.labels) if form and number else None,
        vat_id=number if form and form.kind == "vat" else None,
        tax_id=number if form and form.kind == "tax" else None,
        registration=registration,
        phone=faker.phone_number() if has() < 0.7 else None,
        fax=faker.phone_number() if has() < 0.2 else None,
        email=f"{rng.choice(('info', 'office', 'ventas', 'sales', 'kontakt', 'billing', 'admin'))}@{domain}"
        if has() < 0.6
        else None,
        web=f"www.{domain}" if has() < 0.4 else None,
        contact=faker.name() if has() < 0.5 else None,
    )


def _address(rng: Random, country: Country, faker: Any) -> list[str]:
    """Lines as the country writes them."""
    if not country.addresses:
        return [line.strip(" ,") for line in faker.address().split("\n") if line.strip(" ,")]
    digits = {f"p{count}": str(rng.randint(10 ** (count - 1), 10**count - 1)) for count in (3, 4, 5, 6)}
    form = rng.choice(country.addresses)
    return form.format(
        n=rng.randint(10, 99), d=rng.randint(1, 9), last=faker.last_name(), last2=faker.last_name(), **digits
    ).split("|")


def _country_name(country: Country) -> str:
    language = "nb" if country.languages[0] == "no" else country.languages[0]
    return str(Locale.parse(language).territories[country.iso])


def _bank(rng: Random, country: Country, faker: Any) -> Bank:
    name = rng.choice(
        (f"{faker.city()} Bank", f"Banco {faker.last_name()}", f"{faker.last_name()}bank", "First National Bank")
    )
    iban = None
    with suppress(SchwiftyException, ValueError, KeyError):  # the country has no IBAN
        iban = IBAN.random(country_code=country.iso, random=rng).formatted
    account = None if iban else "".join(str(rng.randint(0, 9)) for _ in range(rng.choice((8, 10, 12))))
    bic = (
        "".join(rng.choice("BCDEFGHKLMNPRST") for _ in range(4))
        + country.iso
        + rng.choice(("2L", "33", "FF", "MM"))
        + rng.choice(("", "XXX"))
    )
    return Bank(name=name, iban=iban, account=account, bic=bic)


# -- goods and sums


def _items(rng: Random, country: Country, goods: Sequence[str], *, gross_prices: bool) -> tuple[Item, ...]:
    decimals = decimals_of(country.currency)
    unit = Decimal(1).scaleb(-decimals)
    count = rng.choices((1, 2, 3, 4, 5, 6, 8, 12, 20, 35), (16, 18, 18, 14, 10, 8, 6, 4, 3, 1.5))[0]
    rates = _rates(rng, country)
    with_discount = rng.random() < 0.15
    items = []
    for chosen in (rng.choice(goods) for _ in range(count)):
        description, measure, low, high = chosen.split("|")
        price = Decimal(str(rng.uniform(float(low), float(high)))) * country.scale
        price = max(_nice(rng, price, unit), unit)
        quantity = _quantity(rng, measure)
        discount = Decimal(rng.choice((5, 10, 15, 20))) if with_discount and rng.random() < 0.5 else ZERO
        amount = _rounded(quantity * price * (100 - discount) / 100, unit)
        if rng.random() < 0.12:
            description = f"{description} - {rng.choice(('Ref.', 'S/N', 'Mod.', 'Art.'))} {rng.randint(1000, 99999)}"
        items.append(
            Item(
                code="".join(rng.choice("ABCDEFHKMPRST") for _ in range(rng.choice((0, 1, 2))))
                + str(rng.randint(100, 99999)),
                description=description,
                quantity=quantity,
                unit=measure,
                unit_price=price,
                discount=discount,
                rate=rng.choice(rates),
                amount=amount,
            )
        )
    return tuple(items)


def _rates(rng: Random, country: Country) -> list[Decimal]:
    """The tax rates of a document's lines: mostly one."""
    if country.regime == "two_taxes":
        return [sum((Decimal(rate) for rate in country.rates[0].split("|")), ZERO)]
    distinct = list(dict.fromkeys(country.rates))
    if country.regime == "vat" and len(distinct) > 1 and rng.random() < 0.2:
        return [Decimal(rate) for rate in rng.sample(distinct, 2)]
    if country.regime in {"vat", "gst_india", "sales_tax"} and rng.random() < 0.1:
        return [ZERO]  # a small business, an export, the buyer owes the tax
    return [Decimal(rng.choice(country.rates))]


def _nice(rng: Random, price: Decimal, unit: Decimal) -> Decimal:
    """Most prices are round."""
    if unit == 1:
        return _rounded(price, Decimal(rng.choice((1, 10, 100, 100) if price > 1000 else (1, 5))))
    style = rng.choice(("whole", "whole", "half", "cents", "99"))
    if price < 5 or style == "cents":
        return _rounded(price, unit)
    if style == "whole":
        return _rounded(price, Decimal(1))
    return _rounded(price, Decimal(1)) + (Decimal("0.5") if style == "half" else Decimal("-0.01"))


def _quantity(rng: Random, measure: str) -> Decimal:
    if (
        measure.lower()
        in {"m", "kg", "km", "h", "hrs", "std", "uur", "tim", "timer", "hod", "godz.", "sat", "ώρες", "час"}
        and rng.random() < 0.4
    ):
        return Decimal(rng.randint(2, 400)) / 4
    return Decimal(rng.choices((1, rng.randint(2, 12), rng.randint(10, 150)), (5, 5, 1))[0])


def _totals(rng: Random, country: Country, items: Sequence[Item], kind: str, *, gross_prices: bool) -> Totals:
    unit = Decimal(1).scaleb(-decimals_of(country.currency))
    goods = sum((item.amount for item in items), ZERO)
    rates = {item.rate for item in items}
    discount = shipping = ZERO
    if len(rates) == 1 and not gross_prices:
        if rng.random() < 0.1:
            discount = _rounded(goods * rng.choice((5, 10, 2, 3)) / 100, unit)
        if rng.random() < 0.12:
            shipping = _nice(rng, Decimal(rng.randint(5, 60)) * country.scale, unit)
    names = rng.choice(country.tax_names)
    if gross_prices:
        taxes = _contained(items, names, unit)
        net = goods - sum((tax.amount for tax in taxes), ZERO)
    else:
        net = goods - discount + shipping
        taxes = _added(rng, country, items, net - goods, names, unit)
    exact = net + sum((tax.amount for tax in taxes), ZERO)
    step = Decimal(1) if country.regime == "gst_india" else country.rounding
    rounding = _rounded(exact, step) - exact if step and rng.random() < (0.5 if country.code != "CH" else 0.8) else ZERO
    total = exact + rounding
    withheld, withheld_name = ZERO, None
    form = country.withholding
    if form and kind == "invoice" and not gross_prices and rng.random() < form.share:
        rate = rng.choice(form.rates)
        withheld, withheld_name = _rounded(net * rate / 100, unit), _with_rate(rng.choice(form.names), rate)
    paid = previous = ZERO
    if kind == "invoice":
        chance = rng.random()
        if chance < 0.09:
            paid = _rounded(total * rng.choice((10, 20, 25, 30, 50)) / 100, Decimal(1) if total > 100 else unit)
        elif chance < 0.13 and country.languages[0] == "en":
            previous = _rounded(total * Decimal(rng.randint(10, 90)) / 100, unit)
    return Totals(
        goods=goods,
        discount=discount,
        shipping=shipping,
        net=net,
        taxes=taxes,
        rounding=rounding,
        total=total,
        withheld_name=withheld_name,
        withheld=withheld,
        paid=paid,
        previous=previous,
        due=total - withheld - paid + previous,
    )


def _added(
    rng: Random, country: Country, items: Sequence[Item], adjustment: Decimal, names: str, unit: Decimal
) -> tuple[TaxLine, ...]:
    """The taxes on top of the lines; `adjustment` (discount, shipping) exists only with one rate."""
    bases: dict[Decimal, Decimal] = defaultdict(Decimal)
    for item in items:
        bases[item.rate] += item.amount
    if len(bases) == 1:
        bases = {rate: base + adjustment for rate, base in bases.items()}
    lines: list[TaxLine] = []
    inside = country.regime == "gst_india" and rng.random() < 0.65  # the buyer's state is the seller's
    for rate, base in sorted(bases.items(), reverse=True):
        if country.regime == "none" or (rate == 0 and (len(bases) > 1 or rng.random() < 0.5)):
            continue
        if country.regime == "two_taxes":
            parts = list(zip(names.split("|"), map(Decimal, country.rates[0].split("|")), strict=True))
        elif inside:
            style = rng.choice(("{name}", "{name} @ {{rate}}%", "{name} {{rate}}%", "Output {name}"))
            parts = [(style.format(name=name), rate / 2) for name in ("CGST", "SGST")]
        else:
            name = names if "{rate}" in names or len(bases) == 1 else f"{names} {{rate}}%"
            parts = [(_fits(name, rate), rate)]
        lines += [
            TaxLine(name=_with_rate(name, part), rate=part, base=base, amount=_rounded(base * part / 100, unit))
            for name, part in parts
        ]
    return tuple(lines)


def _contained(items: Sequence[Item], names: str, unit: Decimal) -> tuple[TaxLine, ...]:
    """The taxes within the lines' prices."""
    sums: dict[Decimal, Decimal] = defaultdict(Decimal)
    for item in items:
        sums[item.rate] += item.amount
    lines = []
    for rate, gross in sorted(sums.items(), reverse=True):
        if rate:
            amount = _rounded(gross * rate / (100 + rate), unit)
            name = names if "{rate}" in names or len(sums) == 1 else f"{names} {{rate}}%"
            lines.append(
                TaxLine(name=_with_rate(_fits(name, rate), rate), rate=rate, base=gross - amount, amount=amount)
            )
    return tuple(lines)


def _fits(name: str, rate: Decimal) -> str:
    """A name with a rate of its own ("IVA 21%") serves only that rate."""
    own = re.search(r"(\d+(?:[.,]\d+)?)\s?%", name)
    if own and "{rate}" not in name and Decimal(own[1].replace(",", ".")) != rate:
        return name.replace(own[1], "{rate}")
    return name


def _with_rate(name: str, rate: Decimal) -> str:
    return name.replace("{rate}", f"{rate.normalize():f}")


def _rounded(value: Decimal, unit: Decimal) -> Decimal:
    """To the nearest multiple of the unit."""
    return (value / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit
