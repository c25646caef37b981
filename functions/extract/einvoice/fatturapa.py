"""FatturaPA, the Italian e-invoice (FatturaElettronica 1.2: FPA12 for administrations, FPR12 for everybody else), and
the simplified one for small amounts (FatturaElettronicaSemplificata 1.0: FSM10)."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from functions.extract.einvoice.elements import MOST_LINES, MOST_TAXES, Node
from functions.extract.einvoice.terms import iban_or_account, postal_address
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Level, finding
from shared.domain.invoice import InvoiceData, Line, Party, Payment, TaxSubtotal
from shared.errors import DocumentError

_CREDIT_NOTES = {"TD04", "TD08"}  # nota di credito, the same of a simplified invoice


def read_fatturapa(root: Node) -> InvoiceData:
    """Every field of the first invoice in the file; further bodies are a finding. Raises DocumentError without one."""
    body = _first_body(root)
    document = "DatiGenerali/DatiGeneraliDocumento"
    kind = body.text(f"{document}/TipoDocumento")
    breakdown = [_subtotal(node) for node in body.each("DatiBeniServizi/DatiRiepilogo")]
    orders = list(body.each("DatiGenerali/DatiOrdineAcquisto"))
    lines = [_line(node, orders) for node in body.each("DatiBeniServizi/DettaglioLinee")]
    return InvoiceData(
        document_type=None if kind is None else "credit_note" if kind in _CREDIT_NOTES else "invoice",
        invoice_number=body.text(f"{document}/Numero"),
        issue_date=body.day(f"{document}/Data"),
        due_date=body.day("DatiPagamento/DettaglioPagamento/DataScadenzaPagamento"),
        currency=body.code(f"{document}/Divisa", length=3),
        purchase_order=orders[0].text("IdDocumento") if orders else None,
        payment_terms=body.text("DatiPagamento/CondizioniPagamento"),
        seller=_party(root.first("FatturaElettronicaHeader/CedentePrestatore")),
        buyer=_party(root.first("FatturaElettronicaHeader/CessionarioCommittente")),
        payment=_payment(body),
        net_amount=_sum(row.taxable_amount for row in breakdown),
        tax_amount=_sum(row.tax_amount for row in breakdown),
        total_amount=body.amount(f"{document}/ImportoTotaleDocumento"),
        paid_amount=_sum(node.amount("ImportoRitenuta") for node in body.each(f"{document}/DatiRitenuta")),
        amount_due=_sum(node.amount("ImportoPagamento") for node in body.each("DatiPagamento/DettaglioPagamento")),
        tax_breakdown=root.at_most(breakdown, MOST_TAXES, "tax_breakdown"),
        lines=root.at_most(lines, MOST_LINES, "lines"),
        notes=body.joined([f"{document}/Causale"]),
    )


def read_simplified_fatturapa(root: Node) -> InvoiceData:
    """Every field of a simplified invoice, whose amounts include the tax. Raises DocumentError without a body."""
    body = _first_body(root)
    document = "DatiGenerali/DatiGeneraliDocumento"
    kind = body.text(f"{document}/TipoDocumento")
    goods = list(body.each("DatiBeniServizi"))
    lines = [_simplified_line(node) for node in goods]
    total = _sum(node.amount("Importo") for node in goods)
    tax = _sum(_simplified_tax(node) for node in goods)
    return InvoiceData(
        document_type=None if kind is None else "credit_note" if kind in _CREDIT_NOTES else "invoice",
        invoice_number=body.text(f"{document}/Numero"),
        issue_date=body.day(f"{document}/Data"),
        currency=body.code(f"{document}/Divisa", length=3),
        seller=_simplified_party(root.first("FatturaElettronicaHeader/CedentePrestatore")),
        buyer=_simplified_party(root.first("FatturaElettronicaHeader/CessionarioCommittente")),
        net_amount=None if total is None else total - (tax or 0),
        tax_amount=tax,
        total_amount=total,
        tax_breakdown=root.at_most([_simplified_subtotal(node) for node in goods], MOST_TAXES, "tax_breakdown"),
        lines=root.at_most(lines, MOST_LINES, "lines"),
    )


def _first_body(root: Node) -> Node:
    bodies = list(root.each("FatturaElettronicaBody"))
    if not bodies:
        raise DocumentError("This FatturaPA file has no invoice in it.")
    if len(bodies) > 1:
        several = FindingCode.SEVERAL_INVOICES
        root.problems.append(finding(several, Level.ERROR, reason="xml", count=len(bodies), numbers=[]))
    return bodies[0]


def _simplified_tax(goods: Node) -> Decimal | None:
    """The tax as given, else what the rate makes of an amount that includes it."""
    tax, rate, amount = goods.amount("DatiIVA/Imposta"), goods.amount("DatiIVA/Aliquota"), goods.amount("Importo")
    if tax is not None or rate is None or amount is None:
        return tax
    return (amount * rate / (100 + rate)).quantize(Decimal("0.01"), ROUND_HALF_UP) if rate >= 0 else None


def _simplified_net(goods: Node) -> Decimal | None:
    amount = goods.amount("Importo")
    return None if amount is None else amount - (_simplified_tax(goods) or 0)


def _simplified_subtotal(goods: Node) -> TaxSubtotal:
    return TaxSubtotal(
        category=goods.text("Natura"),
        rate=goods.amount("DatiIVA/Aliquota"),
        taxable_amount=_simplified_net(goods),
        tax_amount=_simplified_tax(goods),
    )


def _simplified_line(goods: Node) -> Line:
    return Line(
        description=goods.joined(["Descrizione"]),
        tax_rate=goods.amount("DatiIVA/Aliquota"),
        net_amount=_simplified_net(goods),
    )


def _simplified_party(party: Node | None) -> Party:
    """The seller's data stand in the party itself, the buyer's in two groups of it."""
    if party is None:
        return Party()
    numbers = party.first("IdentificativiFiscali") or party
    names = party.first("AltriDatiIdentificativi") or party
    seat = names.first("Sede")
    vat_number = numbers.text("IdFiscaleIVA/IdCodice")
    person = [names.text(part) for part in ("Nome", "Cognome")]
    return Party(
        name=names.text("Denominazione") or " ".join(name for name in person if name) or None,
        vat_id=f"{numbers.text('IdFiscaleIVA/IdPaese') or ''}{vat_number}" if vat_number else None,
        tax_id=numbers.text("CodiceFiscale"),
        address=_address(seat) if seat else None,
        country=seat.code("Nazione", length=2) if seat else None,
    )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of those given, null when none is."""
    given = [amount for amount in amounts if amount is not None]
    return sum(given, Decimal(0)) if given else None


def _party(party: Node | None) -> Party:
    if party is None:
        return Party()
    person = [party.text(f"DatiAnagrafici/Anagrafica/{part}") for part in ("Nome", "Cognome")]
    country_of_vat, vat_number = (party.text(f"DatiAnagrafici/IdFiscaleIVA/{part}") for part in ("IdPaese", "IdCodice"))
    seat = party.first("Sede")
    country = seat.code("Nazione", length=2) if seat else None
    return Party(
        name=party.text("DatiAnagrafici/Anagrafica/Denominazione") or " ".join(name for name in person if name) or None,
        vat_id=f"{country_of_vat or ''}{vat_number}" if vat_number else None,
        tax_id=party.text("DatiAnagrafici/CodiceFiscale"),
        address=_address(seat) if seat else None,
        country=country,
        email=party.text("Contatti/Email"),
        phone=party.text("Contatti/Telefono"),
    )


def _address(seat: Node) -> str | None:
    street, number = seat.text("Indirizzo"), seat.text("NumeroCivico")
    return postal_address(
        lines=[f"{street} {number}" if street and number else street],
        postcode=seat.text("CAP"),
        city=seat.text("Comune"),
        state=seat.text("Provincia"),
        country=seat.text("Nazione"),
    )


def _payment(body: Node) -> Payment:
    """The first way to pay that names an account, else the first."""
    ways = list(body.each("DatiPagamento/DettaglioPagamento"))
    if not ways:
        return Payment()
    chosen = next((way for way in ways if way.text("IBAN")), ways[0])
    iban, account = iban_or_account(chosen.text("IBAN"))
    return Payment(
        iban=iban,
        account=account,
        bic=chosen.text("BIC"),
        reference=chosen.text("CodicePagamento"),
        means=chosen.text("ModalitaPagamento"),
    )


def _subtotal(node: Node) -> TaxSubtotal:
    return TaxSubtotal(
        category=node.text("Natura"),
        rate=node.amount("AliquotaIVA"),
        taxable_amount=node.amount("ImponibileImporto"),
        tax_amount=node.amount("Imposta"),
    )


def _line(node: Node, orders: list[Node]) -> Line:
    number = node.text("NumeroLinea")
    codes = [
        code
        for order in orders
        if number is not None
        and number in order.texts("RiferimentoNumeroLinea")
        and (code := order.text("IdDocumento"))
    ]
    return Line(
        description=node.joined(["Descrizione"]),
        product_code=node.text("CodiceArticolo/CodiceValore"),
        quantity=node.amount("Quantita"),
        unit=node.text("UnitaMisura"),
        unit_price=node.amount("PrezzoUnitario"),
        tax_rate=node.amount("AliquotaIVA"),
        net_amount=node.amount("PrezzoTotale"),
        operation_codes=codes,
    )
