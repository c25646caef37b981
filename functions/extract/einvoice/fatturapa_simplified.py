"""The simplified FatturaPA for small amounts (FatturaElettronicaSemplificata 1.0: FSM10), whose amounts include tax."""

from decimal import ROUND_HALF_UP, Decimal

from functions.extract.einvoice.elements import MOST_LINES, MOST_TAXES, Node
from functions.extract.einvoice.fatturapa import first_body, kind_of, name_of, supporting_documents, vat_number_of
from functions.extract.einvoice.mapping import (
    Table,
    amount,
    code,
    day,
    every_text,
    group,
    rows,
    text,
    values,
)
from functions.extract.einvoice.terms import one_address, total_of
from shared.domain.invoice import InvoiceData, PrecedingInvoice
from shared.domain.invoice_amounts import TaxSubtotal
from shared.domain.invoice_lines import Line
from shared.domain.invoice_parties import Party, PostalAddress

_HEAD = "DatiGenerali/DatiGeneraliDocumento"

_HEADER: Table = {
    "type_code": text(f"{_HEAD}/TipoDocumento"),
    "invoice_number": text(f"{_HEAD}/Numero"),
    "issue_date": day(f"{_HEAD}/Data"),
    "currency": code(f"{_HEAD}/Divisa", length=3),
    "preceding_invoices": lambda body: rows(
        PrecedingInvoice,
        {"number": text("NumeroFR"), "date": day("DataFR")},
        list(body.each("DatiGenerali/DatiFatturaRettificata")),
    ),
    "supporting_documents": supporting_documents,
}
_ADDRESS: Table = {
    "street": text("Indirizzo"),
    "city": text("Comune"),
    "postcode": text("CAP"),
    "subdivision": text("Provincia"),
    "country": code("Nazione", length=2),
}
_RATE: Table = {"rate": amount("DatiIVA/Aliquota"), "category": text("Natura")}


def read_simplified_fatturapa(root: Node) -> InvoiceData:
    """Every field of a simplified invoice. Raises DocumentError without a body."""
    body = first_body(root)
    header = values(body, _HEADER)
    goods = root.at_most(list(body.each("DatiBeniServizi")), MOST_LINES, "lines")
    total, tax = total_of(node.amount("Importo") for node in goods), total_of(_tax(node) for node in goods)
    subtotals = root.at_most(goods, MOST_TAXES, "tax_breakdown")
    return InvoiceData(
        **header,
        document_type=kind_of(header.get("type_code")),
        seller=_party(root.first("FatturaElettronicaHeader/CedentePrestatore")),
        buyer=_party(root.first("FatturaElettronicaHeader/CessionarioCommittente")),
        net_amount=None if total is None else total - (tax or 0),
        tax_amount=tax,
        total_amount=total,
        tax_breakdown=[_subtotal(node) for node in subtotals],
        lines=[
            Line(
                description=every_text("Descrizione")(node),
                tax_rate=node.amount("DatiIVA/Aliquota"),
                tax_category=node.text("Natura"),
                net_amount=_net(node),
            )
            for node in goods
        ],
    )


def _tax(goods: Node) -> Decimal | None:
    """The tax as given, else calculated by the rate from an amount that includes it."""
    tax, rate, gross = goods.amount("DatiIVA/Imposta"), goods.amount("DatiIVA/Aliquota"), goods.amount("Importo")
    if tax is not None or rate is None or gross is None or rate < 0:
        return tax
    return (gross * rate / (100 + rate)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _net(goods: Node) -> Decimal | None:
    gross = goods.amount("Importo")
    return None if gross is None else gross - (_tax(goods) or 0)


def _subtotal(goods: Node) -> TaxSubtotal:
    return TaxSubtotal(
        **values(goods, _RATE),
        taxable_amount=_net(goods),
        tax_amount=_tax(goods),
        exemption_reason=goods.text("RiferimentoNormativo"),
    )


def _party(party: Node | None) -> Party:
    """The seller's data are children of the party itself, the buyer's are in two groups of it."""
    if party is None:
        return Party()
    numbers = party.first("IdentificativiFiscali") or party
    names = party.first("AltriDatiIdentificativi") or party
    place = group(PostalAddress, _ADDRESS, names.first("Sede"))
    return Party(
        name=name_of(names, ""),
        vat_id=vat_number_of(numbers, ""),
        tax_id=numbers.text("CodiceFiscale"),
        address=one_address(place, country=names.text("Sede/Nazione")),
        country=place.country if place else None,
        postal_address=place,
        legal_info=party.text("RegimeFiscale"),
    )
