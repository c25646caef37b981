"""The structured invoice of Poland's KSeF: FA(2) and FA(3)."""

from decimal import ROUND_HALF_UP, Decimal

from functions.extract.einvoice.elements import MOST_LINES, Node
from functions.extract.einvoice.mapping import (
    Table,
    amount,
    code,
    day,
    earliest_day,
    every_text,
    group,
    rows,
    text,
    values,
)
from functions.extract.einvoice.terms import (
    bank_account,
    completed_party,
    credit_note_if,
    own_address,
    total_of,
    with_accounts,
)
from shared.domain.invoice import InvoiceData, PrecedingInvoice
from shared.domain.invoice_amounts import BankAccount, Instalment, Payment, Surcharge, TaxSubtotal
from shared.domain.invoice_lines import Line, Period
from shared.domain.invoice_parties import Contact, Identifier, Party, Payee, PostalAddress
from shared.domain.invoice_values import MOST_ROWS
from shared.errors import DocumentError

_CORRECTIONS = {"KOR", "KOR_ZAL", "KOR_ROZ"}
_FACTOR = "1"  # Podmiot3/Rola
_YES = "1"
_IBAN_DIGITS = 26  # of a Polish account, often written without "PL"
_MEANS = {
    "1": "gotówka",
    "2": "karta",
    "3": "bon",
    "4": "czek",
    "5": "kredyt",
    "6": "przelew",
    "7": "płatność mobilna",
}

# Net and tax of a rate: the ends of P_13_ and P_14_, its category (UNCL5305) and the rates it has had.
_RATES: tuple[tuple[str, str, tuple[int, ...]], ...] = (
    ("1", "S", (23, 22)),
    ("2", "S", (8, 7)),
    ("3", "S", (5,)),
    ("4", "S", (4, 3)),
    ("5", "S", ()),  # OSS: rates of other countries
    ("6_1", "Z", (0,)),
    ("6_2", "K", (0,)),
    ("6_3", "G", (0,)),
    ("7", "E", (0,)),
    ("8", "O", ()),
    ("9", "AE", (0,)),
    ("10", "AE", (0,)),
    ("11", "S", ()),  # margin scheme
)
# P_12 of a line that is no rate: category.
_LINE_CATEGORIES = {
    "0": "Z",
    "0 KR": "Z",
    "0 WDT": "K",
    "0 EX": "G",
    "zw": "E",
    "oo": "AE",
    "np": "O",
    "np I": "O",
    "np II": "AE",
}

KNOWN_WITHOUT_VALUE = frozenset(
    {
        *("Podmiot2/JST", "Podmiot2/GV", "DaneFaKorygowanej/NrKSeF", "FaWiersz/StanPrzed", "FaWiersz/UU_ID"),
        *("Podmiot2/IDNabywcy", "Podmiot2/DaneIdentyfikacyjne/BrakID", "Platnosc/Zaplacono", "Fa/TypKorekty"),
        *("FaWiersz/P_11Vat", "FaWiersz/P_11A", "Fa/FP", "Fa/TP"),
    }
)
"""Flags, and what other values repeat, by the ends of their paths."""

_HEADER: Table = {
    "type_code": text("RodzajFaktury"),
    "invoice_number": text("P_2"),
    "issue_date": day("P_1"),
    "tax_point_date": day("P_6"),
    "period": lambda fa: group(Period, {"start": day("P_6_Od"), "end": day("P_6_Do")}, fa.first("OkresFa")),
    "currency": code("KodWaluty", length=3),
    "total_amount": amount("P_15"),
    "due_date": earliest_day("Platnosc/TerminPlatnosci/Termin"),
    "despatch_advice": text("WZ"),
    "purchase_order": text("WarunkiTransakcji/Zamowienia/NrZamowienia"),
    "contract_reference": text("WarunkiTransakcji/Umowy/NrUmowy"),
    "preceding_invoices": lambda fa: rows(
        PrecedingInvoice,
        {"number": text("NrFaKorygowanej", "NrKSeFFaKorygowanej"), "date": day("DataWystFaKorygowanej")},
        list(fa.each("DaneFaKorygowanej")),
    ),
}
_ADDRESS: Table = {
    "street": text("AdresL1"),
    "street2": text("AdresL2"),
    "country": code("KodKraju", length=2),
}
_CONTACT: Table = {"email": text("Email"), "phone": text("Telefon")}
_LINE: Table = {
    "id": text("NrWierszaFa"),
    "description": every_text("P_7"),
    "product_code": text("Indeks"),
    "unit": text("P_8A"),
    "quantity": amount("P_8B"),
    "unit_price": amount("P_9A"),
    "standard_id": lambda line: Identifier(id=gtin, scheme="0160") if (gtin := line.text("GTIN")) else None,
}


def read_ksef(root: Node) -> InvoiceData:
    """Every field of the invoice. Raises DocumentError for another form than FA."""
    fa = root.first("Fa")
    if fa is None:
        raise DocumentError("This KSeF file has no invoice in it.")
    root.pass_over("Naglowek")
    fa.pass_over("Adnotacje")
    header = values(fa, _HEADER)
    breakdown = _breakdown(fa)
    net, tax = total_of(row.taxable_amount for row in breakdown), total_of(row.tax_amount for row in breakdown)
    total = header.get("total_amount")
    tax_in_zloty = total_of(fa.amount(f"P_14_{end}W") for end, _, _ in _RATES)
    return InvoiceData(
        **header,
        document_type=credit_note_if(corrects=header.get("type_code") in _CORRECTIONS, total=total),
        seller=_party(root.first("Podmiot1")),
        buyer=_party(root.first("Podmiot2")),
        payee=_factor(root),
        payment=_payment(fa),
        instalments=_instalments(fa),
        notes=_notes(root, fa),
        net_amount=net,
        tax_amount=tax if tax is not None else Decimal(0) if net is not None and total == net else None,
        paid_amount=_paid(fa, total),
        amount_due=fa.amount("Rozliczenie/DoZaplaty"),
        surcharges=_surcharges(fa, net, tax, total),
        tax_currency="PLN" if tax_in_zloty is not None else None,
        tax_amount_in_tax_currency=tax_in_zloty,
        tax_breakdown=breakdown,
        lines=[_line(node) for node in root.at_most(list(fa.each("FaWiersz")), MOST_LINES, "lines")],
    )


def _breakdown(fa: Node) -> list[TaxSubtotal]:
    found = []
    for end, category, rates in _RATES:
        net, tax = fa.amount(f"P_13_{end}"), fa.amount(f"P_14_{end}")
        if net is None and tax is None:
            continue
        rate = _nearest_rate(rates, net, tax)
        found.append(
            TaxSubtotal(
                category=category,
                rate=None if rate is None else Decimal(rate),
                taxable_amount=net,
                tax_amount=tax if tax is not None else Decimal(0),
            )
        )
    return found


def _nearest_rate(rates: tuple[int, ...], net: Decimal | None, tax: Decimal | None) -> int | None:
    """The rate, of the present and past ones of a group, that gives the nearest tax."""
    paid, of = tax or Decimal(0), net or Decimal(0)
    return min(rates, key=lambda rate: abs(of * rate / 100 - paid), default=None)


def _surcharges(fa: Node, net: Decimal | None, tax: Decimal | None, total: Decimal | None) -> list[Surcharge]:
    """Charges beside the invoiced sale, where the total includes them."""
    charges = list(fa.each("Rozliczenie/Obciazenia"))[:MOST_ROWS]
    sums = total_of((net, tax, *(one.amount("Kwota") for one in charges)))
    if not charges or sums != total:
        return []
    fa.pass_over("Rozliczenie/SumaObciazen")
    return rows(Surcharge, {"name": text("Powod"), "amount": amount("Kwota")}, charges)


def _notes(root: Node, fa: Node) -> str | None:
    described = (f"{one.text('Klucz')}: {one.text('Wartosc')}" for one in fa.each("DodatkowyOpis"))
    texts = [
        *fa.texts("PrzyczynaKorekty"),
        *described,
        *root.texts("Stopka/Informacje/StopkaFaktury"),
    ]
    return root.cut("\n".join(dict.fromkeys(texts)), element="DodatkowyOpis") or None


def _party(party: Node | None) -> Party:
    if party is None:
        return Party()
    place = group(PostalAddress, _ADDRESS, party.first("Adres"))
    prefix, number = party.text("PrefiksPodatnika"), party.text("DaneIdentyfikacyjne/NIP")
    foreign = party.text("DaneIdentyfikacyjne/NrVatUE")
    vat_id = f"{prefix or ''}{number}" if number else _prefixed(party.text("DaneIdentyfikacyjne/KodUE"), foreign)
    return completed_party(
        Party(
            name=party.text("DaneIdentyfikacyjne/Nazwa", "DaneIdentyfikacyjne/PelnaNazwa"),
            vat_id=vat_id,
            tax_id=party.text("DaneIdentyfikacyjne/NrID"),
            identifiers=[Identifier(id=one) for one in party.texts("NrKlienta")[:MOST_ROWS]],
            address=own_address(place),
            country=place.country if place else None,
            postal_address=place,
            contact=group(Contact, _CONTACT, party.first("DaneKontaktowe")),
        )
    )


def _prefixed(prefix: str | None, number: str | None) -> str | None:
    return f"{prefix or ''}{number}" if number else None


def _factor(root: Node) -> Payee | None:
    for party in root.each("Podmiot3"):
        if party.text("Rola") == _FACTOR:
            number = party.text("DaneIdentyfikacyjne/NIP")
            return Payee(
                name=party.text("DaneIdentyfikacyjne/Nazwa"), legal_id=Identifier(id=number) if number else None
            )
    return None


def _payment(fa: Node) -> Payment:
    """A factor's account before the seller's, because the buyer pays the factor."""
    means = fa.text("Platnosc/FormaPlatnosci")
    accounts = [*fa.each("Platnosc/RachunekBankowyFaktora"), *fa.each("Platnosc/RachunekBankowy")]
    payment = Payment(means=means, means_text=_MEANS.get(means or "", fa.text("Platnosc/OpisPlatnosci")))
    return with_accounts(payment, (_account(one) for one in accounts))


def _account(node: Node) -> BankAccount | None:
    number = node.text("NrRB")
    digits = (number or "").replace(" ", "")
    if len(digits) == _IBAN_DIGITS and digits.isdigit():
        number = f"PL{digits}"
    return bank_account(number, name=None, bic=node.text("SWIFT"))


def _instalments(fa: Node) -> list[Instalment]:
    """The dates, when there is more than one."""
    terms = list(fa.each("Platnosc/TerminPlatnosci"))
    return rows(Instalment, {"due_date": day("Termin")}, terms) if len(terms) > 1 else []


def _paid(fa: Node, total: Decimal | None) -> Decimal | None:
    if fa.text("Platnosc/Zaplacono") == _YES:
        return total
    return total_of(one.amount("KwotaZaplatyCzesciowej") for one in fa.each("Platnosc/ZaplataCzesciowa"))


def _line(node: Node) -> Line:
    """A line; a line of the state before a correction is negative."""
    given = values(node, _LINE)
    rate, category = _rate(node.text("P_12"))
    net = _net(node, rate)
    if node.text("StanPrzed") == _YES:
        given["quantity"] = -given["quantity"] if "quantity" in given else None
        net = -net if net is not None else None
    return Line(**given, net_amount=net, tax_rate=rate, tax_category=category)


def _rate(written: str | None) -> tuple[Decimal | None, str | None]:
    if written is None:
        return None, None
    if written.isdecimal() and written != "0":
        return Decimal(written), "S"
    category = _LINE_CATEGORIES.get(written)
    return (None if category == "O" else Decimal(0)) if category else None, category


def _net(line: Node, rate: Decimal | None) -> Decimal | None:
    """The net amount as given, else calculated by the rate from an amount that includes the tax."""
    net, gross, tax = line.amount("P_11"), line.amount("P_11A"), line.amount("P_11Vat")
    if net is not None or gross is None:
        return net
    if tax is not None:
        return gross - tax
    return (gross * 100 / (100 + (rate or 0))).quantize(Decimal("0.01"), ROUND_HALF_UP)
