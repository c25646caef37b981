"""FatturaPA, the Italian e-invoice (FatturaElettronica 1.2: FPA12 for administrations, FPR12 for all others)."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from functions.extract.einvoice.elements import MOST_LINES, MOST_TAXES, Node
from functions.extract.einvoice.mapping import (
    Table,
    amount,
    code,
    day,
    earliest_day,
    every_text,
    group,
    long_text,
    rows,
    text,
    values,
)
from functions.extract.einvoice.terms import (
    bank_account,
    one_address,
    only_invoice,
    own_address,
    total_of,
    with_accounts,
)
from shared.domain.invoice import InvoiceData, PrecedingInvoice, SupportingDocument
from shared.domain.invoice_amounts import (
    AllowanceCharge,
    CashDiscount,
    DocumentAllowanceCharge,
    Instalment,
    Payment,
    Surcharge,
    TaxSubtotal,
    Withholding,
)
from shared.domain.invoice_lines import Attribute, Line, Period
from shared.domain.invoice_parties import (
    Classification,
    Contact,
    Delivery,
    Identifier,
    Party,
    Payee,
    PostalAddress,
    TaxRepresentative,
)
from shared.domain.invoice_values import MOST_ROWS

CREDIT_NOTES = {"TD04", "TD08"}  # nota di credito, the same of a simplified invoice
_SPLIT_PAYMENT, _DEFERRED = "S", "D"  # EsigibilitaIVA: who pays the tax, and when it falls due
_PAID_DATE = "432"  # UNTDID 2005: the tax is due when the invoice is paid
_NO_CHANNEL = "0000000"  # CodiceDestinatario of those who have a certified e-mail address, or nothing
_CODICE_DESTINATARIO, _EMAIL = "0205", "EM"  # EAS codes of electronic addresses
_EAN = {"EAN", "GTIN"}
_GTIN_SCHEME = "0160"

KNOWN_WITHOUT_VALUE = frozenset(
    {
        *("DatiTrasmissione/IdTrasmittente/IdPaese", "DatiTrasmissione/IdTrasmittente/IdCodice"),
        *("DatiTrasmissione/ProgressivoInvio", "DatiTrasmissione/FormatoTrasmissione", "CodiceDestinatario"),
        *("DatiBollo/BolloVirtuale", "DatiRiepilogo/EsigibilitaIVA", "BolloVirtuale"),
    }
)
"""Elements about the transmission, and flags that other values repeat, by the ends of their paths."""

_GENERAL = "DatiGenerali"
_HEAD = f"{_GENERAL}/DatiGeneraliDocumento"
_REFERENCED = ("DatiOrdineAcquisto", "DatiContratto", "DatiConvenzione", "DatiRicezione")
_PAYMENTS = "DatiPagamento/DettaglioPagamento"

_HEADER: Table = {
    "type_code": text(f"{_HEAD}/TipoDocumento"),
    "invoice_number": text(f"{_HEAD}/Numero"),
    "issue_date": day(f"{_HEAD}/Data"),
    "due_date": earliest_day(f"{_PAYMENTS}/DataScadenzaPagamento"),
    "currency": code(f"{_HEAD}/Divisa", length=3),
    "rounding_amount": amount(f"{_HEAD}/Arrotondamento"),
    "notes": every_text(f"{_HEAD}/Causale"),
    "payment_terms": text("DatiPagamento/CondizioniPagamento"),
    "purchase_order": text(f"{_GENERAL}/DatiOrdineAcquisto/IdDocumento"),
    "contract_reference": text(f"{_GENERAL}/DatiContratto/IdDocumento"),
    "receiving_advice": text(f"{_GENERAL}/DatiRicezione/IdDocumento"),
    "despatch_advice": text(f"{_GENERAL}/DatiDDT/NumeroDDT"),
    # CUP names the public project, CIG the tender.
    "project_reference": lambda body: _public_code(body, "CodiceCUP"),
    "tender_reference": lambda body: _public_code(body, "CodiceCIG"),
    "preceding_invoices": lambda body: rows(
        PrecedingInvoice,
        {"number": text("IdDocumento"), "date": day("Data")},
        list(body.each(f"{_GENERAL}/DatiFattureCollegate")),
    ),
    "delivery": lambda body: _delivery(body),
    "withholdings": lambda body: rows(Withholding, _WITHHOLDING, list(body.each(f"{_HEAD}/DatiRitenuta"))),
    "surcharges": lambda body: [
        *rows(Surcharge, _PENSION_FUND, list(body.each(f"{_HEAD}/DatiCassaPrevidenziale"))),
        *rows(Surcharge, _STAMP_DUTY, list(body.each(f"{_HEAD}/DatiBollo"))),
    ],
    "allowances": lambda body: rows(DocumentAllowanceCharge, _DISCOUNT, _discounts(body, _HEAD, is_charge=False)),
    "charges": lambda body: rows(DocumentAllowanceCharge, _DISCOUNT, _discounts(body, _HEAD, is_charge=True)),
    "supporting_documents": lambda body: supporting_documents(body),
    "payee": lambda body: group(Payee, {"name": text("Beneficiario")}, body.first(_PAYMENTS)),
    "cash_discounts": lambda body: rows(
        CashDiscount,
        {"until": day("DataLimitePagamentoAnticipato"), "amount": amount("ScontoPagamentoAnticipato")},
        list(body.each(_PAYMENTS)),
    ),
}
_WITHHOLDING: Table = {
    "name": lambda _: "Ritenuta",
    "code": text("TipoRitenuta"),
    "rate": amount("AliquotaRitenuta"),
    "amount": amount("ImportoRitenuta"),
}
_PENSION_FUND: Table = {
    "name": lambda _: "Cassa previdenziale",
    "code": text("TipoCassa"),
    "rate": amount("AlCassa"),
    "base": amount("ImponibileCassa"),
    "amount": amount("ImportoContributoCassa"),
    "tax_rate": amount("AliquotaIVA"),
    "tax_category": text("Natura"),
}
_STAMP_DUTY: Table = {"name": lambda _: "Bollo", "amount": amount("ImportoBollo")}
_CENT = Decimal("0.01")
_DISCOUNT: Table = {"percent": amount("Percentuale"), "amount": amount("Importo")}
_ADDRESS: Table = {
    "street": lambda seat: _street(seat),
    "city": text("Comune"),
    "postcode": text("CAP"),
    "subdivision": text("Provincia"),
    "country": code("Nazione", length=2),
}
_CONTACT: Table = {"phone": text("Contatti/Telefono"), "email": text("Contatti/Email")}
_SUBTOTAL: Table = {
    "category": text("Natura"),
    "rate": amount("AliquotaIVA"),
    "taxable_amount": amount("ImponibileImporto"),
    "tax_amount": amount("Imposta"),
    "exemption_reason": long_text("RiferimentoNormativo"),
}
_LINE: Table = {
    "id": text("NumeroLinea"),
    "description": every_text("Descrizione"),
    "quantity": amount("Quantita"),
    "unit": text("UnitaMisura"),
    "unit_price": amount("PrezzoUnitario"),
    "tax_rate": amount("AliquotaIVA"),
    "tax_category": text("Natura"),
    "net_amount": amount("PrezzoTotale"),
    "accounting_reference": text("RiferimentoAmministrazione"),
    "period": lambda line: group(Period, {"start": day("DataInizioPeriodo"), "end": day("DataFinePeriodo")}, line),
    "attributes": lambda line: [
        Attribute(name=name, value=one.text("RiferimentoTesto", "RiferimentoNumero", "RiferimentoData"))
        for one in list(line.each("AltriDatiGestionali"))[:MOST_ROWS]
        if (name := one.text("TipoDato"))
    ],
}


def read_fatturapa(root: Node) -> InvoiceData:
    """Every field of the first invoice in the file; further bodies are a finding. Raises DocumentError without one."""
    body = first_body(root)
    header = values(body, _HEADER)
    subtotals = root.at_most(list(body.each("DatiBeniServizi/DatiRiepilogo")), MOST_TAXES, "tax_breakdown")
    breakdown = [TaxSubtotal(**values(node, _SUBTOTAL)) for node in subtotals]
    lines = root.at_most(list(body.each("DatiBeniServizi/DettaglioLinee")), MOST_LINES, "lines")
    orders = list(body.each(f"{_GENERAL}/DatiOrdineAcquisto"))
    net, tax = total_of(row.taxable_amount for row in breakdown), total_of(row.tax_amount for row in breakdown)
    collected = [node.text("EsigibilitaIVA") for node in subtotals]
    withheld = header.pop("withholdings", [])
    return InvoiceData(
        **header,
        document_type=kind_of(header.get("type_code")),
        seller=_seller(root),
        buyer=_buyer(root),
        tax_representative=_tax_representative(root.first("FatturaElettronicaHeader/RappresentanteFiscale")),
        payment=_payment(body),
        tax_point_code=_PAID_DATE if _DEFERRED in collected else None,
        net_amount=net,
        tax_amount=tax,
        total_amount=_total(body, net, tax),
        amount_due=total_of(node.amount("ImportoPagamento") for node in body.each(_PAYMENTS)),
        instalments=_instalments(body),
        withholdings=[*withheld, *_split_payment(breakdown, collected)][:MOST_ROWS],
        tax_breakdown=breakdown,
        lines=[_line(node, orders) for node in lines],
    )


def first_body(root: Node) -> Node:
    """The first invoice of the file; more are a finding. Raises DocumentError without one."""
    return only_invoice(root, list(root.each("FatturaElettronicaBody")), format_name="FatturaPA")


def supporting_documents(body: Node) -> list[SupportingDocument]:
    """BG-24: the attached files, as both kinds of FatturaPA name them."""
    table: Table = {
        "description": long_text("DescrizioneAttachment"),
        "filename": text("NomeAttachment"),
        "media_type": text("FormatoAttachment"),
    }
    return rows(SupportingDocument, table, list(body.each("Allegati")))


def kind_of(type_code: str | None) -> Any:
    """BT-3 as an invoice or a credit note."""
    return None if type_code is None else "credit_note" if type_code in CREDIT_NOTES else "invoice"


def _total(body: Node, net: Decimal | None, tax: Decimal | None) -> Decimal | None:
    """The total as given, which is optional, else net amount, tax and rounding."""
    written = body.amount(f"{_HEAD}/ImportoTotaleDocumento")
    if written is not None or net is None:
        return written
    return total_of((net, tax, body.amount(f"{_HEAD}/Arrotondamento")))


def _public_code(body: Node, name: str) -> str | None:
    """The code that an administration wants on every document; each referenced document repeats it."""
    documents = [node for kind in _REFERENCED for node in body.each(f"{_GENERAL}/{kind}")]
    value = next((found for one in documents if (found := one.text(name))), None)
    for one in documents:
        one.matches(name, value)
    return value


def _split_payment(breakdown: list[TaxSubtotal], collected: list[str | None]) -> list[Withholding]:
    """Scissione dei pagamenti: an administration pays the tax to the state, not to the seller."""
    return [
        Withholding(
            name="Scissione dei pagamenti",
            code=_SPLIT_PAYMENT,
            rate=row.rate,
            base=row.taxable_amount,
            amount=row.tax_amount,
        )
        for row, kind in zip(breakdown, collected, strict=True)
        if kind == _SPLIT_PAYMENT and row.tax_amount
    ]


def _discounts(node: Node, path: str, *, is_charge: bool) -> list[Node]:
    found = node.each(f"{path}/ScontoMaggiorazione" if path else "ScontoMaggiorazione")
    return [one for one in found if (one.text("Tipo") == "MG") is is_charge]


def _seller(root: Node) -> Party:
    party = root.first("FatturaElettronicaHeader/CedentePrestatore")
    if party is None:
        return Party()
    legal_info = party.joined(["DatiAnagrafici/RegimeFiscale"], separator="; ")
    register = party.first("IscrizioneREA")
    number = register.text("NumeroREA") if register else None
    given = _party(party)
    return given.model_copy(
        update={
            "legal_info": legal_info,
            "legal_id": Identifier(id=number, scheme=register.text("Ufficio")) if register and number else None,
        }
    )


def _buyer(root: Node) -> Party:
    party = root.first("FatturaElettronicaHeader/CessionarioCommittente")
    if party is None:
        return Party()
    sent_to = "FatturaElettronicaHeader/DatiTrasmissione"
    channel, mail = root.text(f"{sent_to}/CodiceDestinatario"), root.text(f"{sent_to}/PECDestinatario")
    address = (
        Identifier(id=channel, scheme=_CODICE_DESTINATARIO)
        if channel and channel != _NO_CHANNEL
        else Identifier(id=mail, scheme=_EMAIL)
        if mail
        else None
    )
    return _party(party).model_copy(update={"electronic_address": address})


def _party(party: Node) -> Party:
    contact = group(Contact, _CONTACT, party)
    place = group(PostalAddress, _ADDRESS, party.first("Sede"))
    return Party(
        name=name_of(party, "DatiAnagrafici/Anagrafica/"),
        vat_id=vat_number_of(party, "DatiAnagrafici/"),
        tax_id=party.text("DatiAnagrafici/CodiceFiscale"),
        address=one_address(place, country=party.text("Sede/Nazione")),
        country=place.country if place else None,
        postal_address=place,
        contact=contact,
        email=contact.email if contact else None,
        phone=contact.phone if contact else None,
    )


def name_of(party: Node, path: str) -> str | None:
    """A company's name, or a person's first and last name. `path` leads to them and ends with "/" or is empty."""
    person = [party.text(f"{path}{part}") for part in ("Nome", "Cognome")]
    return party.text(f"{path}Denominazione") or " ".join(name for name in person if name) or None


def vat_number_of(party: Node, path: str) -> str | None:
    """The VAT number behind its country."""
    country, number = (party.text(f"{path}IdFiscaleIVA/{part}") for part in ("IdPaese", "IdCodice"))
    return f"{country or ''}{number}" if number else None


def _street(seat: Node) -> str | None:
    street, number = seat.text("Indirizzo"), seat.text("NumeroCivico")
    return f"{street} {number}" if street and number else street


def _tax_representative(party: Node | None) -> TaxRepresentative | None:
    if party is None:
        return None
    return TaxRepresentative(
        name=name_of(party, "DatiAnagrafici/Anagrafica/"), vat_id=vat_number_of(party, "DatiAnagrafici/")
    )


def _delivery(body: Node) -> Delivery | None:
    transport = f"{_GENERAL}/DatiTrasporto"
    place = group(PostalAddress, _ADDRESS, body.first(f"{transport}/IndirizzoResa"))
    table: Table = {
        "date": day(f"{transport}/DataOraConsegna", f"{_GENERAL}/DatiDDT/DataDDT"),
        "postal_address": lambda _: place,
        "address": lambda _: own_address(place),
    }
    return group(Delivery, table, body)


def _payment(body: Node) -> Payment:
    """The first way to pay that names an account, else the first; the accounts of all."""
    ways = list(body.each(_PAYMENTS))
    if not ways:
        return Payment()
    chosen = next((way for way in ways if way.text("IBAN")), ways[0])
    means = chosen.text("ModalitaPagamento")
    for other in ways:
        other.matches("ModalitaPagamento", means)
    payment = Payment(reference=chosen.text("CodicePagamento"), means=means)
    return with_accounts(
        payment, (bank_account(way.text("IBAN"), name=None, bic=way.text("BIC")) for way in [chosen, *ways])
    )


def _instalments(body: Node) -> list[Instalment]:
    """The parts of the amount due, when there is more than one."""
    ways = list(body.each(_PAYMENTS))
    table: Table = {"due_date": day("DataScadenzaPagamento"), "amount": amount("ImportoPagamento")}
    return rows(Instalment, table, ways) if len(ways) > 1 else []


def _line(node: Node, orders: list[Node]) -> Line:
    number = node.text("NumeroLinea")
    own = [order for order in orders if number is not None and number in order.texts("RiferimentoNumeroLinea")]
    given = values(node, _LINE)
    less, more = _line_discounts(node, given.get("unit_price"), given.get("quantity"))
    return Line(
        **given,
        **_article(node),
        allowances=less,
        charges=more,
        order_line=next((item for order in own if (item := order.text("NumItem"))), None),
        operation_codes=[number for order in own if (number := order.text("IdDocumento"))],
    )


def _article(node: Node) -> dict[str, Any]:
    """The article's numbers: the first one, a GTIN, and those of other lists."""
    numbers = [
        (one.text("CodiceTipo"), value)
        for one in list(node.each("CodiceArticolo"))[:MOST_ROWS]
        if (value := one.text("CodiceValore"))
    ]
    standard = next((value for kind, value in numbers if (kind or "").upper() in _EAN), None)
    return {
        "product_code": numbers[0][1] if numbers else None,
        "standard_id": Identifier(id=standard, scheme=_GTIN_SCHEME) if standard else None,
        "classifications": [
            Classification(id=value, scheme=kind) for kind, value in numbers[1:] if (kind or "").upper() not in _EAN
        ],
    }


def _line_discounts(
    node: Node, price: Decimal | None, quantity: Decimal | None
) -> tuple[list[AllowanceCharge], list[AllowanceCharge]]:
    """Allowances and charges of the line. The format gives those of one unit, a percentage each of what the rows before
    it left of the price; InvoiceData has the amounts of the line, rounded to cents."""
    sides: tuple[list[AllowanceCharge], list[AllowanceCharge]] = [], []
    left = price
    for row in list(node.each("ScontoMaggiorazione"))[:MOST_ROWS]:
        is_charge = row.text("Tipo") == "MG"
        one = AllowanceCharge(**values(row, _DISCOUNT))
        of_one = one.amount
        if of_one is None and left is not None and one.percent is not None:
            of_one = left * one.percent / 100
        if of_one is not None and left is not None:
            left = left + of_one if is_charge else left - of_one
        if of_one is not None:
            of_line = of_one * (Decimal(1) if quantity is None else quantity)
            one = one.model_copy(update={"amount": of_line.quantize(_CENT, ROUND_HALF_UP)})
        if one != AllowanceCharge():
            sides[is_charge].append(one)
    return sides
