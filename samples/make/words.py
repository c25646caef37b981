"""The labels, date formats and number formats of each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The labels of one language."""

    invoice: str
    credit_note: str
    number: str
    issued: str
    due: str
    order: str
    buyer: str
    tax_id: str
    vat_id: str
    description: str
    code: str
    quantity: str
    unit: str
    price: str
    rate: str
    amount: str
    net: str
    tax: str
    total: str
    paid: str
    amount_due: str
    terms: str
    bank: str
    reference: str
    page: str
    corrects: str = ""
    thousands: str = "."
    decimal: str = ","
    date_format: str = "%d/%m/%Y"


WORDS: Mapping[str, Words] = {
    "en": Words(
        invoice="Invoice", credit_note="Credit note", number="Invoice no.", issued="Date", due="Due date",
        order="Your order", buyer="Bill to", tax_id="Company no.", vat_id="VAT no.", description="Description",
        code="Item", quantity="Qty", unit="Unit", price="Unit price", rate="VAT", amount="Amount", net="Subtotal",
        tax="VAT {rate} % on {base}", total="Total", paid="Paid", amount_due="Amount due", terms="Terms",
        bank="Please pay to", reference="Reference", page="Page {page} of {pages}", corrects="Corrects invoice",
        thousands=",", decimal=".", date_format="%-d %B %Y",
    ),
    "en-us": Words(
        invoice="Invoice", credit_note="Credit memo", number="Invoice #", issued="Invoice date", due="Due date",
        order="PO #", buyer="Bill to", tax_id="EIN", vat_id="EIN", description="Description", code="Item",
        quantity="Spots", unit="Unit", price="Rate", rate="Tax", amount="Amount", net="Gross amount",
        tax="Tax {rate} %", total="Total", paid="Payments", amount_due="Net amount due", terms="Terms",
        bank="Remit to", reference="Reference", page="Page {page} of {pages}", thousands=",", decimal=".",
        date_format="%m/%d/%Y",
    ),
    "es": Words(
        invoice="Factura", credit_note="Factura rectificativa", number="Factura nº", issued="Fecha",
        due="Vencimiento", order="Su pedido", buyer="Cliente", tax_id="NIF", vat_id="NIF", description="Concepto",
        code="Ref.", quantity="Cantidad", unit="Ud.", price="Precio", rate="IVA", amount="Importe",
        net="Base imponible", tax="IVA {rate} % s/ {base}", total="Total factura", paid="A cuenta",
        amount_due="Total a pagar", terms="Forma de pago", bank="Cuenta bancaria", reference="Concepto de pago",
        page="Página {page} de {pages}",
    ),
    "es-ar": Words(
        invoice="Factura", credit_note="Nota de crédito", number="Comp. Nº", issued="Fecha de emisión",
        due="Fecha de Vto. para el pago", order="Orden de compra", buyer="Señor(es)", tax_id="CUIT", vat_id="CUIT",
        description="Descripción", code="Código", quantity="Cantidad", unit="U. medida", price="Precio unit.",
        rate="IVA", amount="Subtotal", net="Importe neto gravado", tax="IVA {rate} %", total="Importe total",
        paid="Anticipos", amount_due="Saldo", terms="Condición de venta", bank="Datos bancarios",
        reference="Referencia", page="Pág. {page} de {pages}",
    ),
    "de": Words(
        invoice="Rechnung", credit_note="Gutschrift", number="Rechnungsnr.", issued="Datum", due="Fällig am",
        order="Ihre Bestellung", buyer="Kunde", tax_id="Steuernummer", vat_id="USt-IdNr.", description="Bezeichnung",
        code="Artikel", quantity="Menge", unit="Einh.", price="Einzelpreis", rate="USt.", amount="Betrag",
        net="Nettobetrag", tax="zzgl. {rate} % USt. auf {base}", total="Gesamtbetrag", paid="Anzahlung",
        amount_due="Zahlbetrag", terms="Zahlungsbedingungen", bank="Bankverbindung", reference="Verwendungszweck",
        page="Seite {page} von {pages}", date_format="%d.%m.%Y",
    ),
    "fr": Words(
        invoice="Facture", credit_note="Avoir", number="Facture n°", issued="Date", due="Échéance",
        order="Votre commande", buyer="Client", tax_id="SIREN", vat_id="N° TVA", description="Désignation",
        code="Réf.", quantity="Qté", unit="Unité", price="P.U. HT", rate="TVA", amount="Montant HT", net="Total HT",
        tax="TVA {rate} % sur {base}", total="Total TTC", paid="Acompte versé", amount_due="Net à payer",
        terms="Conditions de règlement", bank="Coordonnées bancaires", reference="Référence",
        page="Page {page} sur {pages}", thousands=" ",
    ),
    "it": Words(
        invoice="Fattura", credit_note="Nota di credito", number="Fattura n.", issued="Data", due="Scadenza",
        order="Vs. ordine", buyer="Spett.le", tax_id="C.F.", vat_id="P. IVA", description="Descrizione", code="Cod.",
        quantity="Q.tà", unit="U.M.", price="Prezzo", rate="IVA", amount="Importo", net="Imponibile",
        tax="IVA {rate} % su {base}", total="Totale fattura", paid="Acconto", amount_due="Totale da pagare",
        terms="Pagamento", bank="Banca", reference="Causale", page="Pagina {page} di {pages}",
    ),
    "pt": Words(
        invoice="Fatura", credit_note="Nota de crédito", number="Fatura n.º", issued="Data", due="Vencimento",
        order="V/ encomenda", buyer="Exmo.(s) Sr.(s)", tax_id="NIPC", vat_id="NIF", description="Descrição",
        code="Ref.", quantity="Qtd.", unit="Un.", price="Preço", rate="IVA", amount="Valor", net="Total ilíquido",
        tax="IVA {rate} % s/ {base}", total="Total", paid="Pago", amount_due="Total a pagar",
        terms="Condições de pagamento", bank="Dados bancários", reference="Referência",
        page="Página {page} de {pages}", thousands=" ", date_format="%d-%m-%Y",
    ),
}  # fmt: skip


def amount(value: Decimal, words: Words) -> str:
    """With two decimals and the language's separators: 1234.5 as 1.234,50."""
    return _separated(format(value.quantize(Decimal("0.01")), ",f"), words)


def number(value: Decimal, words: Words) -> str:
    """A quantity or a rate without trailing zeros: 2.50 as 2,5."""
    plain = value.normalize()
    return _separated(format(plain, ",f"), words)


def day(value: date, words: Words) -> str:
    return value.strftime(words.date_format)


def _separated(text: str, words: Words) -> str:
    return text.replace(",", " ").replace(".", words.decimal).replace(" ", words.thousands)
