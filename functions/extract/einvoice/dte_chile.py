"""DTE, the Chilean e-invoice of the SII: invoices, notes of credit and debit, and receipts (boletas).

A DTE stands alone or with others in the envelope in which it is sent. The amounts of a receipt's lines include the tax,
as do those of an invoice that says so."""

from decimal import Decimal

from functions.extract.einvoice.elements import MOST_LINES, Node, tidy
from functions.extract.einvoice.mapping import Table, amount, day, every_text, group, rows, text, values
from functions.extract.einvoice.terms import one_address, only_invoice, total_of
from shared.domain.invoice import InvoiceData, PrecedingInvoice
from shared.domain.invoice_amounts import (
    AllowanceCharge,
    DocumentAllowanceCharge,
    Instalment,
    Payment,
    Surcharge,
    TaxSubtotal,
    Withholding,
)
from shared.domain.invoice_lines import Line, Period
from shared.domain.invoice_parties import Identifier, Party, PostalAddress
from shared.domain.invoice_values import MOST_ROWS
from shared.errors import DocumentError

_CREDIT_NOTE, _RECEIPT, _ISSUED_BY_BUYER, _DESPATCH_NOTE = "61", "39", "46", "52"  # TipoDTE
_EXEMPT = {"34", "41"}  # an invoice and a receipt without VAT
_ORDER, _CONTRACT = "801", "803"  # TpoDocRef; those of other documents are their TipoDTE
_INVOICES = {"30", "32", "33", "34", "35", "38", "39", "41", "45", "46", "55", "56", "60", "61"}
_CHILE, _PESO = "CL", "CLP"
_TRUE, _DISCOUNT, _PERCENT = "1", "D", "%"
_HEAD = "Encabezado"
_ID, _TOTALS = f"{_HEAD}/IdDoc", f"{_HEAD}/Totales"
_GTIN = {"EAN", "EAN13", "GTIN"}
_ZERO, _CENT = Decimal(0), Decimal("0.01")

KNOWN_WITHOUT_VALUE = frozenset(
    {
        *(f"IdDoc/{name}" for name in ("MntBruto", "IndServicio", "TpoTranCompra", "TpoTranVenta", "TpoImpresion")),
        *("Emisor/GiroEmis", "Emisor/GiroEmisor", "Emisor/Acteco", "Emisor/CdgSIISucur", "Receptor/GiroRecep"),
        *("Detalle/IndExe", "Detalle/CodImpAdic", "CdgItem/TpoCodigo", "DscRcgGlobal/NroLinDR", "DscRcgGlobal/TpoMov"),
        *("DscRcgGlobal/TpoValor", "DscRcgGlobal/IndExeDR", "Referencia/NroLinRef", "Referencia/TpoDocRef"),
        *("Referencia/FchRef", "Referencia/CodRef", "Totales/MontoPeriodo"),
    }
)
"""Codes for the tax office, and what other values repeat, by the ends of their paths."""

_HEADER: Table = {
    "type_code": text(f"{_ID}/TipoDTE"),
    "invoice_number": text(f"{_ID}/Folio"),
    "issue_date": day(f"{_ID}/FchEmis"),
    "due_date": day(f"{_ID}/FchVenc"),
    "payment_terms": text(f"{_ID}/TermPagoGlosa", f"{_ID}/FmaPago"),
    "period": lambda dte: group(Period, {"start": day("PeriodoDesde"), "end": day("PeriodoHasta")}, dte.first(_ID)),
    "purchase_order": lambda dte: _reference(dte, _ORDER),
    "contract_reference": lambda dte: _reference(dte, _CONTRACT),
    "despatch_advice": lambda dte: _reference(dte, _DESPATCH_NOTE),
    "preceding_invoices": lambda dte: rows(
        PrecedingInvoice,
        {"number": text("FolioRef"), "date": day("FchRef")},
        [one for one in dte.each("Referencia") if one.text("TpoDocRef") in _INVOICES],
    ),
    "notes": every_text("Referencia/RazonRef"),
    "previous_balance": amount(f"{_TOTALS}/SaldoAnterior"),
    "instalments": lambda dte: rows(
        Instalment, {"due_date": day("FchPago"), "amount": amount("MntPago")}, list(dte.each(f"{_ID}/MntPagos"))
    ),
}
_TAX: Table = {"code": text("TipoImp"), "rate": amount("TasaImp"), "amount": amount("MontoImp")}
_LINE: Table = {
    "id": text("NroLinDet"),
    "description": every_text("NmbItem"),
    "note": every_text("DscItem"),
    "quantity": amount("QtyItem"),
    "unit": text("UnmdItem"),
}


def read_dte_chile(root: Node) -> InvoiceData:
    """Every field of the first DTE in the file; further ones are a finding. Raises DocumentError without an invoice."""
    paths = ("Documento", "SetDTE/DTE/Documento")  # the root is the DTE itself, or the envelope
    dte = only_invoice(root, [one for path in paths for one in root.each(path)], format_name="DTE")
    header = values(dte, _HEADER)
    kind = header.get("type_code")
    if kind == _DESPATCH_NOTE:
        raise DocumentError("This DTE is a despatch note, not an invoice.")
    rate = _ZERO if kind in _EXEMPT else dte.amount(f"{_TOTALS}/TasaIVA")
    includes_tax = kind == _RECEIPT or dte.text(f"{_ID}/MntBruto") == _TRUE
    details = root.at_most(list(dte.each("Detalle")), MOST_LINES, "lines")
    lines = [_line(node, rate, includes_tax=includes_tax) for node in details]
    taxed, exempt = dte.amount(f"{_TOTALS}/MntNeto"), dte.amount(f"{_TOTALS}/MntExe")
    net, total = total_of((taxed, exempt)), dte.amount(f"{_TOTALS}/MntTotal")
    vat = dte.amount(f"{_TOTALS}/IVA")
    tax = _ZERO if vat is None and taxed is None and exempt is not None else vat
    others = list(dte.each(f"{_TOTALS}/ImptoReten"))
    withheld = _are_withheld(total, total_of((net, tax)))
    withholdings = rows(Withholding, _TAX, others) if withheld else []
    seller, buyer = _party(dte.first(f"{_HEAD}/Emisor")), _party(dte.first(f"{_HEAD}/Receptor"))
    if kind == _ISSUED_BY_BUYER:
        seller, buyer = buyer, seller
    due = dte.amount(f"{_TOTALS}/VlrPagar")
    root.pass_over("SetDTE/Caratula", "Signature", "SetDTE/DTE/Signature")
    dte.pass_over("TED", "TmstFirma")
    return InvoiceData(
        **header,
        document_type="credit_note" if kind == _CREDIT_NOTE else "invoice",
        currency=_PESO,
        seller=seller,
        buyer=buyer,
        payment=Payment(means=dte.text(f"{_ID}/MedioPago"), account=dte.text(f"{_ID}/NumCtaPago")),
        lines_total=total_of(line.net_amount for line in lines),
        net_amount=net,
        tax_amount=tax,
        # The format's total is after the tax that the buyer withholds.
        total_amount=None if total is None else total + (total_of(one.amount for one in withholdings) or _ZERO),
        amount_due=total if due is None else due,
        allowances=_global(dte, lines, rate, is_discount=True, includes_tax=includes_tax),
        charges=_global(dte, lines, rate, is_discount=False, includes_tax=includes_tax),
        withholdings=withholdings,
        surcharges=[] if withheld else rows(Surcharge, _TAX, others),
        tax_breakdown=[
            *([TaxSubtotal(category="S", rate=rate, taxable_amount=taxed, tax_amount=vat)] if taxed else []),
            *([TaxSubtotal(category="E", rate=_ZERO, taxable_amount=exempt, tax_amount=_ZERO)] if exempt else []),
        ],
        lines=lines,
    )


def _are_withheld(total: Decimal | None, with_vat: Decimal | None) -> bool:
    """Whether the taxes beside the VAT are kept back by the buyer: the format adds and subtracts them alike."""
    return total is not None and with_vat is not None and total < with_vat


def _reference(dte: Node, kind: str) -> str | None:
    return next((one.text("FolioRef") for one in dte.each("Referencia") if one.text("TpoDocRef") == kind), None)


def _party(node: Node | None) -> Party:
    if node is None:
        return Party()
    commune, town = node.text("CmnaOrigen", "CmnaRecep"), node.text("CiudadOrigen", "CiudadRecep")
    table: Table = {
        "street": text("DirOrigen", "DirRecep"),
        "line3": lambda _: commune if town and commune != town else None,
        "city": lambda _: town or commune,
    }
    place = group(PostalAddress, table, node)
    return Party(
        name=node.text("RznSoc", "RznSocEmisor", "RznSocRecep"),
        tax_id=node.text("RUTEmisor", "RUTRecep"),
        address=one_address(place, country=_CHILE),
        country=_CHILE if place else None,
        postal_address=place.model_copy(update={"country": _CHILE}) if place else None,
        email=node.text("CorreoEmisor", "CorreoRecep"),
        phone=node.text("Telefono"),
    )


def _net(value: Decimal | None, rate: Decimal | None, *, includes_tax: bool) -> Decimal | None:
    """The value without tax, to the cent; null where it includes a tax whose rate is not given."""
    if value is None or not includes_tax:
        return value
    return None if rate is None or rate < 0 else tidy((value / (1 + rate / 100)).quantize(_CENT))


def _global(
    dte: Node, lines: list[Line], rate: Decimal | None, *, is_discount: bool, includes_tax: bool
) -> list[DocumentAllowanceCharge]:
    """The discounts or charges of the whole document; a share is of its lines with tax, or of those without."""
    found = []
    for node in list(dte.each("DscRcgGlobal"))[:MOST_ROWS]:
        if (node.text("TpoMov") == _DISCOUNT) is not is_discount:
            continue
        own_rate = _ZERO if node.text("IndExeDR") == _TRUE else rate
        value, percent, base = node.amount("ValorDR"), None, None
        if node.text("TpoValor") == _PERCENT:
            percent, base = value, total_of(line.net_amount for line in lines if line.tax_rate == own_rate)
            value = None if percent is None or base is None else tidy((base * percent / 100).quantize(_CENT))
        else:
            value = _net(value, own_rate, includes_tax=includes_tax)
        found.append(
            DocumentAllowanceCharge(
                amount=value, base=base, percent=percent, reason=node.text("GlosaDR"), tax_rate=own_rate
            )
        )
    return found


def _line(node: Node, rate: Decimal | None, *, includes_tax: bool) -> Line:
    own_rate = _ZERO if node.text("IndExe") == _TRUE else rate
    codes = [(one.text("TpoCodigo") or "", one.text("VlrCodigo")) for one in node.each("CdgItem")]
    gtin = next((number for kind, number in codes if kind.upper() in _GTIN and number), None)

    def reduction(amount_path: str, percent_path: str) -> list[AllowanceCharge]:
        value = _net(node.amount(amount_path), own_rate, includes_tax=includes_tax)
        percent = node.amount(percent_path)
        return [AllowanceCharge(amount=value, percent=percent)] if value or percent else []

    return Line(
        **values(node, _LINE),
        product_code=next((number for kind, number in codes if kind.upper() not in _GTIN), gtin),
        standard_id=Identifier(id=gtin, scheme="0160") if gtin else None,
        unit_price=_net(node.amount("PrcItem"), own_rate, includes_tax=includes_tax),
        net_amount=_net(node.amount("MontoItem"), own_rate, includes_tax=includes_tax),
        tax_rate=own_rate,
        tax_category="E" if own_rate == 0 else None,
        allowances=reduction("DescuentoMonto", "DescuentoPct"),
        charges=reduction("RecargoMonto", "RecargoPct"),
    )
