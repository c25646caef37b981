"""The contents of the samples: invented companies with valid check digits, and their invoices."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from shared.domain.invoice import InvoiceData, Line, Party, Payment, TaxSubtotal

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One invoice to be printed (or written as XML): its data, its language, and how it looks."""

    name: str  # of the file, without its ending
    language: Literal["en", "en-us", "es", "es-ar", "de", "fr", "it", "pt", "nl"]
    layout: Literal["band", "letter", "boxed", "xml"]
    kind: str  # for the truth's meta
    data: InvoiceData
    colour: str = "#1f3a5f"
    preceding: str | None = None  # the invoice that a credit note corrects
    title: str | None = None  # printed instead of the language's own word for an invoice
    facts: tuple[tuple[str, str], ...] = ()  # further label and value pairs in the head
    footer: tuple[str, ...] = ()


def _round(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def _line(
    description: str,
    quantity: str,
    price: str,
    rate: str,
    *,
    unit: str | None = None,
    code: str | None = None,
    operations: tuple[str, ...] = (),
) -> Line:
    return Line(
        description=description,
        product_code=code,
        quantity=Decimal(quantity),
        unit=unit,
        unit_price=Decimal(price),
        tax_rate=Decimal(rate),
        net_amount=_round(Decimal(quantity) * Decimal(price)),
        operation_codes=list(operations),
    )


def _invoice(
    *,
    number: str,
    issued: date,
    due: date | None,
    currency: str,
    seller: Party,
    buyer: Party,
    payment: Payment,
    lines: list[Line],
    terms: str | None = None,
    purchase_order: str | None = None,
    kind: Literal["invoice", "credit_note"] = "invoice",
    notes: str | None = None,
    paid: str | None = None,
) -> InvoiceData:
    """Compute the totals from the lines: tax is rounded once per rate (EN 16931, BR-CO-17)."""
    breakdown = []
    for rate in sorted({line.tax_rate for line in lines if line.tax_rate is not None}, reverse=True):
        base = sum((line.net_amount or Decimal(0) for line in lines if line.tax_rate == rate), Decimal(0))
        breakdown.append(
            TaxSubtotal(
                category="S" if rate else "Z", rate=rate, taxable_amount=base, tax_amount=_round(base * rate / 100)
            )
        )
    net = sum((row.taxable_amount or Decimal(0) for row in breakdown), Decimal(0))
    tax = sum((row.tax_amount or Decimal(0) for row in breakdown), Decimal(0))
    paid_amount = Decimal(paid) if paid else None
    return InvoiceData(
        document_type=kind,
        invoice_number=number,
        issue_date=issued,
        due_date=due,
        currency=currency,
        purchase_order=purchase_order,
        payment_terms=terms,
        seller=seller,
        buyer=buyer,
        payment=payment,
        net_amount=net,
        tax_amount=tax,
        total_amount=net + tax,
        paid_amount=paid_amount,
        amount_due=net + tax - (paid_amount or Decimal(0)),
        tax_breakdown=breakdown,
        lines=lines,
        notes=notes,
    )


HARBOUR = Party(
    name="Harbour & Finch Design Ltd",
    vat_id="GB287415629",
    address="14 Chandlers Row, Bristol, BS1 6TQ",
    country="GB",
    email="accounts@harbourfinch.example",
    phone="+44 117 496 0142",
    website="www.harbourfinch.example",
)
MERIDIAN = Party(
    name="Meridian Outdoor Ltd",
    vat_id="GB314902229",
    address="Unit 7, Ashgrove Business Park, Leeds, LS11 5QP",
    country="GB",
)
HARBOUR_BANK = Payment(iban="GB95NWBK56002384731926", bic="NWBKGB2L", reference="HF-2026-0417")


def _design() -> Sample:
    return Sample(
        name="design-studio-en",
        language="en",
        layout="band",
        kind="digital PDF",
        colour="#0f5257",
        data=_invoice(
            number="HF-2026-0417",
            issued=date(2026, 10, 14),
            due=date(2026, 11, 13),
            currency="GBP",
            purchase_order="MO-88213",
            seller=HARBOUR,
            buyer=MERIDIAN,
            payment=HARBOUR_BANK,
            terms="30 days net",
            lines=[
                _line("Brand guidelines, second edition", "1", "2400.00", "20"),
                _line("Packaging artwork, tent range", "6", "385.00", "20", unit="pcs"),
                _line("Art direction, photo shoot Snowdonia", "2.5", "640.00", "20", unit="days"),
                _line("Travel and location fees", "1", "318.40", "20"),
            ],
        ),
        footer=("Registered in England and Wales no. 09418273", "Thank you for your business."),
    )


def _credit_note() -> Sample:
    return Sample(
        name="credit-note-en",
        language="en",
        layout="band",
        kind="digital credit note",
        colour="#0f5257",
        preceding="HF-2026-0417",
        data=_invoice(
            kind="credit_note",
            number="HF-CN-2026-0031",
            issued=date(2026, 10, 28),
            due=None,
            currency="GBP",
            purchase_order="MO-88213",
            seller=HARBOUR,
            buyer=MERIDIAN,
            payment=Payment(),
            lines=[_line("Packaging artwork, tent range: two designs not used", "2", "385.00", "20", unit="pcs")],
        ),
        footer=("Registered in England and Wales no. 09418273",),
    )


_CATERING = (
    ("CK-1040", "Chef's knife, forged, 25 cm", "6", "48.90", "23"),
    ("CK-1052", "Bread knife, serrated, 30 cm", "4", "36.50", "23"),
    ("CB-2210", "Chopping board, polyethylene, red, 60 x 40 cm", "8", "21.75", "23"),
    ("CB-2211", "Chopping board, polyethylene, green, 60 x 40 cm", "8", "21.75", "23"),
    ("PN-3004", "Sauté pan, stainless steel, 28 cm", "5", "64.20", "23"),
    ("PN-3018", "Stock pot with lid, 24 l", "2", "118.00", "23"),
    ("PN-3025", "Frying pan, carbon steel, 32 cm", "6", "42.30", "23"),
    ("GN-4101", "Gastronorm container 1/1, 100 mm", "20", "17.85", "23"),
    ("GN-4102", "Gastronorm container 1/2, 65 mm", "30", "9.40", "23"),
    ("GN-4190", "Gastronorm lid 1/1 with handle", "20", "11.95", "23"),
    ("TW-5001", "Dinner plate, white, 27 cm", "96", "5.35", "23"),
    ("TW-5002", "Soup plate, white, 22 cm", "96", "4.80", "23"),
    ("TW-5010", "Espresso cup with saucer", "72", "4.15", "23"),
    ("GL-6003", "Wine glass, 35 cl", "120", "2.95", "23"),
    ("GL-6007", "Tumbler, stackable, 27 cl", "144", "1.45", "23"),
    ("LN-7100", "Table linen, damask, 140 x 140 cm (hire, per week)", "24", "6.20", "13.5"),
    ("LN-7105", "Napkins, damask, pack of 50 (hire, per week)", "10", "18.50", "13.5"),
    ("LN-7120", "Chef's jackets, laundering", "36", "3.90", "13.5"),
    ("SV-8001", "Knife sharpening on site", "18", "4.50", "13.5"),
    ("SV-8010", "Installation of shelving, labour", "7.5", "52.00", "13.5"),
    ("ST-9003", "Wire shelving unit, chrome, 4 tiers", "3", "189.00", "23"),
    ("ST-9010", "Ingredient bin on castors, 70 l", "4", "96.40", "23"),
    ("CL-9501", "Degreaser concentrate, 5 l", "12", "14.25", "23"),
    ("CL-9512", "Blue roll, 2-ply, 6 x 150 m", "15", "16.90", "23"),
    ("CL-9530", "Nitrile gloves, box of 100, size L", "40", "7.35", "23"),
    ("TH-1201", "Probe thermometer, waterproof", "5", "38.60", "23"),
    ("TH-1207", "Fridge thermometer, dial", "10", "6.75", "23"),
    ("DL-0001", "Delivery and unloading, Cork", "1", "85.00", "23"),
)


def _catering() -> Sample:
    return Sample(
        name="catering-two-pages-en",
        language="en",
        layout="letter",
        kind="digital PDF of two pages",
        colour="#7a1f1f",
        data=_invoice(
            number="INV20918",
            issued=date(2026, 11, 3),
            due=date(2026, 12, 3),
            currency="EUR",
            purchase_order="4500017326",
            seller=Party(
                name="Ballymore Catering Supplies Ltd",
                vat_id="IE6417382S",
                address="Unit 22, Kilbarry Industrial Estate, Cork, T23 XN88",
                country="IE",
                email="sales@ballymore-catering.example",
                phone="+353 21 555 0148",
            ),
            buyer=Party(
                name="The Old Mill Hotel Group",
                vat_id="IE9538264O",
                address="Quay Street, Kinsale, Co. Cork, P17 AH24",
                country="IE",
            ),
            payment=Payment(iban="IE83AIBK93384127364918", bic="AIBKIE2D", reference="INV20918"),
            terms="Payment within 30 days of the invoice date",
            lines=[_line(text, quantity, price, rate, code=code) for code, text, quantity, price, rate in _CATERING],
        ),
        footer=("Registered in Ireland no. 512846", "Goods remain our property until paid in full."),
    )


def _garage() -> Sample:
    return Sample(
        name="taller-scan-es",
        language="es",
        layout="letter",
        kind="scan at 300 dpi, skewed and noisy",
        colour="#333333",
        data=_invoice(
            number="F-2026/1183",
            issued=date(2026, 10, 21),
            due=date(2026, 11, 20),
            currency="EUR",
            seller=Party(
                name="Talleres Mecánicos Arriaga, S.L.",
                vat_id="B48731624",
                address="Polígono Industrial Ugaldeguren, Nave 12, 48170 Zamudio (Vizcaya)",
                country="ES",
                email="administracion@talleresarriaga.example",
                phone="944 555 017",
            ),
            buyer=Party(
                name="Distribuciones Ibaizabal, S.A.",
                vat_id="A48029151",
                address="C/ Autonomía 45, 48012 Bilbao",
                country="ES",
            ),
            payment=Payment(iban="ES2401824062930201847362"),
            terms="Transferencia a 30 días",
            lines=[
                _line("Cambio de pastillas y discos de freno", "1", "286.40", "21"),
                _line("Aceite motor 5W-30 (litros)", "7.5", "11.80", "21"),
                _line("Filtro de aceite y filtro de habitáculo", "2", "23.65", "21"),
                _line("Mano de obra", "4.25", "46.00", "21", unit="h"),
            ],
        ),
        facts=(("Matrícula", "4827 LKV"), ("Kilómetros", "148.260")),
        footer=("Inscrita en el Registro Mercantil de Vizcaya, tomo 4.712, folio 88, hoja BI-41.208",),
    )


def _restaurant() -> Sample:
    return Sample(
        name="osteria-photo-it",
        language="it",
        layout="band",
        kind="photo by telephone, turned by EXIF",
        colour="#8a4b08",
        data=_invoice(
            number="312/2026",
            issued=date(2026, 11, 12),
            due=date(2026, 12, 12),
            currency="EUR",
            seller=Party(
                name="Osteria del Molo S.r.l.",
                vat_id="IT03189470275",
                address="Fondamenta Nuove 4872, 30121 Venezia",
                country="IT",
                phone="+39 041 555 0173",
            ),
            buyer=Party(
                name="Studio Legale Morandi & Associati",
                vat_id="IT02665180341",
                address="Via Farini 61, 43121 Parma",
                country="IT",
            ),
            payment=Payment(iban="IT36Z0306909606100000184726", bic="BCITITMM"),
            terms="Bonifico bancario a 30 giorni",
            lines=[
                _line("Cena aziendale, menu degustazione", "14", "62.00", "10"),
                _line("Vini in abbinamento", "14", "24.50", "10"),
                _line("Sala riservata", "1", "180.00", "22"),
            ],
        ),
    )


def _printer() -> Sample:
    return Sample(
        name="imprimerie-facturx-fr",
        language="fr",
        layout="band",
        kind="PDF with embedded invoice XML (Factur-X)",
        colour="#2d3e73",
        data=_invoice(
            number="FA-2026-00871",
            issued=date(2026, 10, 30),
            due=date(2026, 11, 29),
            currency="EUR",
            purchase_order="BC-2026-5540",
            seller=Party(
                name="Imprimerie Vauban SARL",
                vat_id="FR90442918710",
                tax_id="442918710",
                address="18 rue des Tanneurs, 59000 Lille",
                country="FR",
                email="compta@imprimerie-vauban.example",
                phone="+33 3 20 55 01 64",
            ),
            buyer=Party(
                name="Éditions du Phare SAS",
                vat_id="FR57513026419",
                address="7 quai Malaquais, 75006 Paris",
                country="FR",
            ),
            payment=Payment(iban="FR7630004031890001028473677", bic="BNPAFRPP", reference="FA-2026-00871", means="30"),
            terms="Paiement à 30 jours, date de facture",
            lines=[
                _line("Brochure 32 pages, papier couché 135 g", "2500", "0.84", "20", unit="C62", code="BR-32-135"),
                _line("Affiche 60 x 80 cm, quadrichromie", "400", "1.95", "20", unit="C62", code="AF-6080"),
                _line("Livre « Les gardiens de phare », 288 pages", "600", "4.12", "5.5", unit="C62", code="LV-288"),
                _line("Livraison sur palette", "3", "48.00", "20", unit="C62", code="LIV-P"),
            ],
        ),
        footer=("SARL au capital de 40 000 € – RCS Lille 442 918 710 – TVA intracommunautaire FR90442918710",),
    )


def _bicycles() -> Sample:
    return Sample(
        name="fietsen-ubl-nl",
        language="nl",
        layout="xml",
        kind="bare invoice XML (UBL)",
        data=_invoice(
            number="2026-10447",
            issued=date(2026, 11, 9),
            due=date(2026, 11, 23),
            currency="EUR",
            purchase_order="PO-3391",
            seller=Party(
                name="Van Dijk Bedrijfsfietsen B.V.",
                vat_id="NL803927460B01",
                tax_id="58213947",
                address="Havenweg 31, 3812 PM Amersfoort",
                country="NL",
                email="facturen@vandijkfietsen.example",
                phone="+31 33 555 0126",
            ),
            buyer=Party(
                name="Waterschap Laagland", vat_id="NL819372651B01", address="Dijkstraat 2, 8011 Zwolle", country="NL"
            ),
            payment=Payment(iban="NL47INGB0003847261", bic="INGBNL2A", reference="2026-10447", means="30"),
            terms="Betaling binnen 14 dagen",
            lines=[
                _line("Elektrische bedrijfsfiets, model Koerier", "12", "2149.00", "21", unit="C62", code="EBK-26"),
                _line("Onderhoudscontract, per kwartaal", "12", "48.75", "21", unit="C62", code="OHC-K"),
                _line("Fietshelm", "24", "39.95", "21", unit="C62", code="HLM-2"),
            ],
        ),
    )


def _agency() -> Sample:
    return Sample(
        name="agencia-publicidad-es",
        language="es-ar",
        layout="boxed",
        kind="digital PDF of an advertising agency",
        title="FACTURA",
        data=_invoice(
            number="0004-00018327",
            issued=date(2026, 10, 26),
            due=date(2026, 11, 25),
            currency="ARS",
            seller=Party(
                name="Austral Sur Publicidad S.A.",
                tax_id="30-71384526-0",
                address="Av. Corrientes 2835 piso 6, C1193AAC Buenos Aires",
                country="AR",
                email="facturacion@australsur.example",
                phone="+54 11 5555-0187",
            ),
            buyer=Party(
                name="Bodegas Valle Alto S.A.",
                tax_id="30-70912843-0",
                address="Ruta 40 km 3287, M5509 Luján de Cuyo, Mendoza",
                country="AR",
            ),
            payment=Payment(reference="0004-00018327"),
            terms="30 días fecha de factura",
            lines=[
                _line(
                    "OP 512207 - Pauta TV abierta, 24 segundos, octubre",
                    "18",
                    "412500.00",
                    "21",
                    operations=("512207",),
                ),
                _line("OP 512208 - Pauta radio FM, 30 segundos", "60", "38750.00", "21", operations=("512208",)),
                _line(
                    "Vía pública, 12 carapantallas CABA - O.P. Nº 512311",
                    "12",
                    "146900.00",
                    "21",
                    operations=("512311",),
                ),
                _line(
                    "OP 512340 - Banner sitio de noticias, mes completo", "1", "985000.00", "21", operations=("512340",)
                ),
                _line("Honorarios de agencia", "1", "1250000.00", "21"),
            ],
        ),
        facts=(
            ("Ingresos Brutos", "901-384526-0"),
            ("Inicio de actividades", "01/03/2012"),
            ("Condición frente al IVA", "IVA Responsable Inscripto"),
        ),
        footer=("CAE N°: 76438201957364", "Fecha de Vto. de CAE: 05/11/2026"),
    )


def _machines() -> Sample:
    return Sample(
        name="maschinenbau-de",
        language="de",
        layout="letter",
        kind="digital PDF",
        colour="#123c69",
        data=_invoice(
            number="RE-2026-04518",
            issued=date(2026, 11, 5),
            due=date(2026, 12, 5),
            currency="EUR",
            purchase_order="BE-77120",
            seller=Party(
                name="Brückner Förderanlagen GmbH",
                vat_id="DE281937451",
                tax_id="143/218/40917",
                address="Gewerbering 8, 85748 Garching",
                country="DE",
                email="rechnung@brueckner-foerder.example",
                phone="+49 89 5550 1190",
            ),
            buyer=Party(
                name="Lindenhof Molkerei eG", vat_id="DE316407280", address="Talstraße 112, 87435 Kempten", country="DE"
            ),
            payment=Payment(iban="DE50701500000084719263", bic="SSKMDEMM", reference="RE-2026-04518"),
            terms="Zahlbar innerhalb von 30 Tagen ohne Abzug",
            lines=[
                _line("Gurtförderer GF 400, Länge 6 m", "2", "4870.00", "19", unit="Stk", code="GF-400-6"),
                _line("Antriebseinheit mit Frequenzumrichter 1,5 kW", "2", "1236.50", "19", unit="Stk", code="AE-15"),
                _line("Lichtschranke, IP 67", "8", "89.90", "19", unit="Stk", code="LS-67"),
                _line("Montage und Inbetriebnahme", "16.5", "94.00", "19", unit="Std", code="M-001"),
                _line("Anfahrt und Spesen", "1", "215.75", "19", unit="psch", code="M-090"),
            ],
        ),
        facts=(("Kundennummer", "20417"), ("Lieferdatum", "28.10.2026")),
        footer=("Amtsgericht München HRB 184 726", "Geschäftsführer: Dr. Anna Brückner"),
    )


def _hotel() -> Sample:
    return Sample(
        name="hotel-pt",
        language="pt",
        layout="letter",
        kind="digital PDF",
        colour="#0b6e4f",
        data=_invoice(
            number="FT 2026A/2291",
            issued=date(2026, 11, 16),
            due=date(2026, 11, 16),
            currency="EUR",
            seller=Party(
                name="Pousada da Ribeira, Lda.",
                vat_id="PT509384714",
                address="Rua do Infante D. Henrique 53, 4050-297 Porto",
                country="PT",
                email="reservas@pousadaribeira.example",
                phone="+351 22 555 0139",
            ),
            buyer=Party(
                name="Consultores Atlântico, S.A.",
                vat_id="PT514620935",
                address="Avenida da Liberdade 180, 1250-146 Lisboa",
                country="PT",
            ),
            payment=Payment(iban="PT50003300004583920174657"),
            terms="Pronto pagamento",
            lines=[
                _line("Alojamento, quarto duplo, 3 noites", "3", "96.00", "6"),
                _line("Pequeno-almoço", "6", "9.50", "13"),
                _line("Estacionamento", "3", "14.00", "23"),
            ],
        ),
        footer=("Processado por programa certificado n.º 0000/AT (exemplo)",),
    )


def _plumber() -> Sample:
    return Sample(
        name="plombier-fax-fr",
        language="fr",
        layout="letter",
        kind="black and white TIFF, as from a fax",
        colour="#000000",
        data=_invoice(
            number="2026-118",
            issued=date(2026, 9, 29),
            due=date(2026, 10, 29),
            currency="EUR",
            seller=Party(
                name="Plomberie Castelnau",
                vat_id="FR73821773512",
                tax_id="821773512",
                address="26 avenue de Lodève, 34070 Montpellier",
                country="FR",
                phone="04 67 55 01 82",
            ),
            buyer=Party(
                name="Résidence Les Micocouliers", address="3 impasse du Verger, 34000 Montpellier", country="FR"
            ),
            payment=Payment(),
            terms="Règlement à 30 jours par chèque ou virement",
            paid="300.00",
            lines=[
                _line("Remplacement du chauffe-eau 200 litres", "1", "742.00", "10"),
                _line("Groupe de sécurité et raccords", "1", "86.50", "10"),
                _line("Main-d'œuvre", "5", "48.00", "10", unit="h"),
                _line("Évacuation de l'ancien appareil", "1", "35.00", "20"),
            ],
        ),
        footer=("SIRET 821 773 512 00016 – RM 34",),
    )


def _broadcaster() -> Sample:
    return Sample(
        name="radio-station-us",
        language="en-us",
        layout="boxed",
        kind="digital advertising invoice",
        title="INVOICE",
        data=_invoice(
            number="448213-2",
            issued=date(2026, 10, 25),
            due=date(2026, 11, 24),
            currency="USD",
            seller=Party(
                name="KPQL-FM Cascade Radio Partners LLC",
                address="1420 Harrison Avenue, Suite 300, Tacoma, WA 98402",
                country="US",
                phone="(253) 555-0114",
                email="billing@kpql.example",
            ),
            buyer=Party(
                name="Northgate Furniture Co.",
                address="8801 Evergreen Way, Everett, WA 98208",
                country="US",
            ),
            payment=Payment(reference="448213-2"),
            terms="Net 30",
            lines=[
                _line("Order 5583107 - M-F 6a-10a :30 spot", "22", "145.00", "0", operations=("5583107",)),
                _line("Order 5583107 - M-F 3p-7p :30 spot", "18", "120.00", "0", operations=("5583107",)),
                _line("Order 5583964 - Sat-Sun 10a-3p :60 spot", "8", "95.50", "0", operations=("5583964",)),
            ],
        ),
        facts=(("Billing period", "09/28/2026 - 10/25/2026"), ("Advertiser", "Northgate Furniture Co.")),
        footer=("We warrant that the announcements above were broadcast as shown.",),
    )


def all_samples() -> tuple[Sample, ...]:
    """Every invoice of the samples."""
    return (
        _design(),
        _credit_note(),
        _catering(),
        _garage(),
        _restaurant(),
        _printer(),
        _bicycles(),
        _agency(),
        _machines(),
        _hotel(),
        _plumber(),
        _broadcaster(),
    )
