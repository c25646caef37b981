"""CFDI 4.0 and 3.3, the Mexican e-invoice. Its values are attributes."""

from collections.abc import Iterator
from decimal import Decimal

from functions.extract.einvoice.attributes import with_attributes_as_elements
from functions.extract.einvoice.elements import MOST_LINES, MOST_TAXES, Node, tidy
from functions.extract.einvoice.mapping import (
    Table,
    amount,
    code,
    country,
    day,
    every_text,
    rows,
    text,
    values,
)
from functions.extract.einvoice.terms import total_of
from shared.domain.invoice import InvoiceData, PrecedingInvoice
from shared.domain.invoice_amounts import AllowanceCharge, Payment, Surcharge, TaxSubtotal, Withholding
from shared.domain.invoice_lines import Line
from shared.domain.invoice_parties import Classification, Party, PostalAddress
from shared.domain.invoice_values import MOST_ROWS
from shared.errors import DocumentError

_CREDIT_NOTE = "E"  # TipoDeComprobante: egreso
_NO_INVOICES = {"P": "a receipt of a payment", "N": "a payslip", "T": "a transport note"}
_NAMES = {"001": "ISR", "002": "IVA", "003": "IEPS"}
_VAT = "002"
_RATE = "Tasa"  # TipoFactor, beside Cuota (an amount of each unit) and Exento
_STAMP = "Complemento/TimbreFiscalDigital"
_LOCAL = "Complemento/ImpuestosLocales"
_ZERO = Decimal(0)

KNOWN_WITHOUT_VALUE = frozenset(
    {
        *("Version", "Sello", "NoCertificado", "Certificado", "Exportacion", "ObjetoImp", "Impuesto", "TipoFactor"),
        *("LugarExpedicion", "UsoCFDI", "MetodoPago", "TotalImpuestosTrasladados", "TotalImpuestosRetenidos"),
        *("TotaldeTraslados", "TotaldeRetenciones", "version", "TipoRelacion"),
    }
)
"""The stamp and codes for the tax office, and what other values repeat, by the ends of their paths."""

_HEADER: Table = {
    "type_code": text("TipoDeComprobante"),
    "issue_date": day("Fecha"),
    "currency": code("Moneda", length=3),
    "payment_terms": text("CondicionesDePago"),
    "preceding_invoices": lambda root: rows(
        PrecedingInvoice, {"number": text("UUID")}, list(root.each("CfdiRelacionados/CfdiRelacionado"))
    ),
}
_PARTY: Table = {
    "name": text("Nombre"),
    "tax_id": text("Rfc", "NumRegIdTrib"),
    "legal_info": text("RegimenFiscal", "RegimenFiscalReceptor"),
    "country": country("ResidenciaFiscal"),
}
_TAXED: Table = {
    "name": lambda tax: _name(tax),
    "code": text("Impuesto"),
    "rate": lambda tax: _rate(tax),
    "base": amount("Base"),
    "amount": amount("Importe"),
}
_LOCAL_WITHHOLDING: Table = {
    "name": text("ImpLocRetenido"),
    "rate": amount("TasadeRetencion"),
    "amount": amount("Importe"),
}
_LOCAL_SURCHARGE: Table = {
    "name": text("ImpLocTrasladado"),
    "rate": amount("TasadeTraslado"),
    "amount": amount("Importe"),
}
_SUBTOTAL: Table = {
    "rate": lambda tax: _rate(tax),
    "taxable_amount": amount("Base"),
    "tax_amount": lambda tax: tax.amount("Importe") or _ZERO,
    "category": lambda tax: "E" if tax.text("TipoFactor") == "Exento" else None,
}
_LINE: Table = {
    "description": every_text("Descripcion"),
    "product_code": text("NoIdentificacion"),
    "quantity": amount("Cantidad"),
    "unit": text("ClaveUnidad", "Unidad"),
    "unit_price": amount("ValorUnitario"),
    "allowances": lambda line: rows(AllowanceCharge, {"amount": amount("Descuento")}, [line]),
    "classifications": lambda line: (
        [Classification(id=number, scheme="ClaveProdServ")] if (number := line.text("ClaveProdServ")) else []
    ),
}


def read_cfdi(root: Node) -> InvoiceData:
    """Every field of the Comprobante. Raises DocumentError for one that is no invoice."""
    root = with_attributes_as_elements(root)
    header = values(root, _HEADER)
    if (kind := _NO_INVOICES.get(header.get("type_code", ""))) is not None:
        raise DocumentError(f"This CFDI is {kind}, not an invoice.")
    lines = root.at_most(list(root.each("Conceptos/Concepto")), MOST_LINES, "lines")
    charged = list(root.each("Impuestos/Traslados/Traslado"))
    vat = root.at_most([one for one in charged if one.text("Impuesto") == _VAT], MOST_TAXES, "tax_breakdown")
    breakdown = [TaxSubtotal(**values(one, _SUBTOTAL)) for one in vat]
    withholdings = [
        *rows(Withholding, _TAXED, list(root.each("Impuestos/Retenciones/Retencion"))),
        *rows(Withholding, _LOCAL_WITHHOLDING, list(root.each(f"{_LOCAL}/RetencionesLocales"))),
    ]
    surcharges = [
        *rows(Surcharge, _TAXED, [one for one in charged if one.text("Impuesto") != _VAT]),
        *rows(Surcharge, _LOCAL_SURCHARGE, list(root.each(f"{_LOCAL}/TrasladosLocales"))),
    ]
    subtotal, due = root.amount("SubTotal"), root.amount("Total")
    net = None if subtotal is None else subtotal - (root.amount("Descuento") or _ZERO)
    # The format's total is the amount payable, after the tax that the buyer withholds.
    kept_back = total_of(one.amount for one in withholdings)
    return InvoiceData(
        **header,
        document_type="credit_note" if header.get("type_code") == _CREDIT_NOTE else "invoice",
        invoice_number=_number(root),
        notes=_notes(root),
        seller=_party(root.first("Emisor")),
        buyer=_party(root.first("Receptor")),
        payment=Payment(means=root.text("FormaPago")),
        net_amount=net,
        lines_total=net,
        tax_amount=total_of(row.tax_amount for row in breakdown) if breakdown else _no_tax(root, net, due, kept_back),
        total_amount=None if due is None else due + (kept_back or _ZERO),
        amount_due=due,
        withholdings=withholdings[:MOST_ROWS],
        surcharges=surcharges[:MOST_ROWS],
        tax_breakdown=breakdown,
        lines=[_line(node) for node in lines],
    )


def _number(root: Node) -> str | None:
    """Series and number as one; the fiscal folio of a document without them."""
    series, number = root.text("Serie"), root.text("Folio")
    return (f"{series}-{number}" if series and number else number or series) or root.text(f"{_STAMP}/UUID")


def _notes(root: Node) -> str | None:
    root.pass_over(_STAMP)
    folio = root.text(f"{_STAMP}/UUID")
    return f"Folio fiscal: {folio}" if folio else None


def _no_tax(root: Node, net: Decimal | None, due: Decimal | None, kept_back: Decimal | None) -> Decimal | None:
    """The total of taxes where they are not listed, zero where the total is the net amount."""
    written = root.amount("Impuestos/TotalImpuestosTrasladados")
    return _ZERO if written is None and net is not None and net == due and not kept_back else written


def _party(node: Node | None) -> Party:
    if node is None:
        return Party()
    given = values(node, _PARTY)
    postcode = node.text("DomicilioFiscalReceptor")
    return Party(
        **given,
        postal_address=PostalAddress(postcode=postcode, country=given.get("country")) if postcode else None,
    )


def _name(tax: Node) -> str | None:
    written = tax.text("Impuesto")
    return _NAMES.get(written or "", written)


def _rate(tax: Node) -> Decimal | None:
    """In per cent: the format writes 0.160000 for 16."""
    kind, share = tax.text("TipoFactor"), tax.amount("TasaOCuota")
    return tidy(share * 100) if share is not None and kind in (_RATE, None) else None


def _line(node: Node) -> Line:
    given = values(node, _LINE)
    written = node.amount("Importe")
    rates = list(_vat_of(node))
    node.pass_over("Impuestos", "Unidad")
    return Line(
        **given,
        net_amount=None if written is None else written - (node.amount("Descuento") or _ZERO),
        tax_rate=rates[0] if rates else None,
    )


def _vat_of(line: Node) -> Iterator[Decimal]:
    for tax in line.each("Impuestos/Traslados/Traslado"):
        if tax.text("Impuesto") == _VAT and (rate := _rate(tax)) is not None:
            yield rate
