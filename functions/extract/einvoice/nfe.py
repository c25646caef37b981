"""NF-e 4.00, the Brazilian e-invoice of goods, alone or with its protocol (nfeProc).

Its prices include ICMS, PIS and COFINS. IPI and the ICMS that the seller collects for later sellers (substituição
tributária) are added to them: these two are the tax of the invoice, its notes name the others."""

from decimal import Decimal

from functions.extract.einvoice.elements import MOST_LINES, Node
from functions.extract.einvoice.mapping import Table, amount, day, earliest_day, every_text, group, rows, text, values
from functions.extract.einvoice.terms import one_address, only_invoice, total_of
from shared.domain.invoice import InvoiceData, PrecedingInvoice
from shared.domain.invoice_amounts import AllowanceCharge, DocumentAllowanceCharge, Instalment, Payment
from shared.domain.invoice_lines import Line
from shared.domain.invoice_parties import Classification, Identifier, Party, PostalAddress
from shared.domain.invoice_values import MOST_ROWS

_RETURN = "4"  # finNFe: devolução
_BRAZIL, _REAL = "BR", "BRL"
_TOTALS = "total/ICMSTot"
_ADDED_TAXES = ("vIPI", "vST", "vFCPST", "vII")
_INCLUDED_TAXES = {"vICMS": "ICMS", "vPIS": "PIS", "vCOFINS": "COFINS"}
_CHARGES = {"vFrete": "Frete", "vSeg": "Seguro", "vOutro": "Outras despesas"}
_NO_GTIN = "SEM GTIN"

KNOWN_WITHOUT_VALUE = frozenset(
    {
        *(f"ide/{name}" for name in ("cUF", "cNF", "mod", "tpNF", "idDest", "cMunFG", "tpImp", "tpEmis", "cDV")),
        *(f"ide/{name}" for name in ("tpAmb", "indFinal", "indPres", "procEmi", "verProc", "indPag", "serie")),
        *("emit/CRT", "cMun", "cPais", "xPais", "indIEDest", "indTot", "prod/cEANTrib", "prod/uTrib", "prod/qTrib"),
        *("prod/vUnTrib", "transp/modFrete", "vBC", "vICMSDeson", "vFCP", "vBCST", "vFCPSTRet", "vIPIDevol"),
        *(
            "ICMSTot/vProd",
            "ICMSTot/vDesc",
            "vTotTrib",
            "fat/vLiq",
            "fat/vDesc",
            "fat/nFat",
            "fat/vOrig",
            "detPag/vPag",
            "dup/nDup",
        ),
    }
)
"""Codes for the tax office, and what other values repeat, by the ends of their paths."""

_HEADER: Table = {
    "type_code": text("ide/finNFe"),
    "invoice_number": text("ide/nNF"),
    "issue_date": day("ide/dhEmi", "ide/dEmi"),
    "due_date": earliest_day("cobr/dup/dVenc"),
    "purchase_order": text("compra/xPed"),
    "contract_reference": text("compra/xCont"),
    "total_amount": amount(f"{_TOTALS}/vNF"),
    "amount_due": amount("cobr/fat/vLiq"),
    "preceding_invoices": lambda nfe: rows(PrecedingInvoice, {"number": text("refNFe")}, list(nfe.each("ide/NFref"))),
}
_LINE: Table = {
    "description": every_text("prod/xProd"),
    "note": every_text("infAdProd"),
    "product_code": text("prod/cProd"),
    "quantity": amount("prod/qCom"),
    "unit": text("prod/uCom"),
    "unit_price": amount("prod/vUnCom"),
    "allowances": lambda line: rows(AllowanceCharge, {"amount": amount("prod/vDesc")}, [line]),
    "operation_codes": lambda line: line.texts("prod/xPed")[:MOST_ROWS],
    "order_line": text("prod/nItemPed"),
}
_ADDRESS: Table = {
    "street": lambda node: ", ".join(part for name in ("xLgr", "nro") if (part := node.text(name))) or None,
    "street2": text("xCpl"),
    "line3": text("xBairro"),
    "city": text("xMun"),
    "subdivision": text("UF"),
    "postcode": text("CEP"),
}


def read_nfe(root: Node) -> InvoiceData:
    """Every field of the first NF-e in the file; further ones are a finding. Raises DocumentError without one."""
    paths = ("infNFe", "NFe/infNFe")  # the root is the NF-e itself, or holds it
    nfe = only_invoice(root, [one for path in paths for one in root.each(path)], format_name="NF-e")
    header = values(nfe, _HEADER)
    total = header.get("total_amount")
    tax = total_of(nfe.amount(f"{_TOTALS}/{name}") for name in _ADDED_TAXES)
    lines = [_line(node) for node in root.at_most(list(nfe.each("det")), MOST_LINES, "lines")]
    notes = _notes(root, nfe)
    root.pass_over("protNFe", "infNFeSupl", "NFe/infNFeSupl")
    return InvoiceData(
        **header,
        document_type="credit_note" if header.get("type_code") == _RETURN else "invoice",
        currency=_REAL,
        seller=_party(nfe.first("emit"), "enderEmit"),
        buyer=_party(nfe.first("dest"), "enderDest"),
        payment=Payment(means=nfe.text("pag/detPag/tPag")),
        instalments=_instalments(nfe),
        lines_total=total_of(line.net_amount for line in lines),
        charges=_charges(nfe),
        net_amount=None if total is None else total - (tax or 0),
        tax_amount=tax,
        notes=root.cut(notes, element="infCpl") or None,
        lines=lines,
    )


def _charges(nfe: Node) -> list[DocumentAllowanceCharge]:
    found = ((name, nfe.amount(f"{_TOTALS}/{path}")) for path, name in _CHARGES.items())
    return [DocumentAllowanceCharge(amount=value, reason=name) for name, value in found if value]


def _notes(root: Node, nfe: Node) -> str:
    included = ((name, nfe.amount(f"{_TOTALS}/{path}")) for path, name in _INCLUDED_TAXES.items())
    taxes = ", ".join(f"{name} {value}" for name, value in included if value)
    key = root.text("protNFe/infProt/chNFe")
    texts = [
        *nfe.texts("ide/natOp"),
        *nfe.texts("infAdic/infCpl"),
        *nfe.texts("infAdic/infAdFisco"),
        *([f"Impostos incluídos no preço: {taxes}"] if taxes else []),
        *([f"Chave de acesso: {key}"] if key else []),
    ]
    return "\n".join(dict.fromkeys(texts))


def _party(node: Node | None, address: str) -> Party:
    if node is None:
        return Party()
    place = group(PostalAddress, _ADDRESS, node.first(address))
    at_home = (node.text(f"{address}/xPais") or "BRASIL").upper() == "BRASIL" and node.first("idEstrangeiro") is None
    land = _BRAZIL if place and at_home else None
    register = node.text("IE")
    return Party(
        name=node.text("xNome"),
        trading_name=node.text("xFant"),
        tax_id=node.text("CNPJ", "CPF", "idEstrangeiro"),
        identifiers=[Identifier(id=register, scheme="IE")] if register else [],
        address=one_address(place, country=land),
        country=land,
        postal_address=place.model_copy(update={"country": land}) if place else None,
        email=node.text("email"),
        phone=node.text(f"{address}/fone", "fone"),
    )


def _instalments(nfe: Node) -> list[Instalment]:
    """The parts of the amount due, when there is more than one."""
    parts = list(nfe.each("cobr/dup"))
    return rows(Instalment, {"due_date": day("dVenc"), "amount": amount("vDup")}, parts) if len(parts) > 1 else []


def _line(node: Node) -> Line:
    given = values(node, _LINE)
    written, gtin = node.amount("prod/vProd"), node.text("prod/cEAN")
    lists = {"NCM": node.text("prod/NCM"), "CFOP": node.text("prod/CFOP"), "CEST": node.text("prod/CEST")}
    node.pass_over("imposto", "prod/vFrete", "prod/vSeg", "prod/vOutro")
    return Line(
        **given,
        id=node.attribute("nItem"),
        net_amount=None if written is None else written - (node.amount("prod/vDesc") or Decimal(0)),
        standard_id=Identifier(id=gtin, scheme="0160") if gtin and gtin != _NO_GTIN else None,
        classifications=[Classification(id=number, scheme=name) for name, number in lists.items() if number],
    )
