"""An invoice with values in every group of EN 16931 and correct sums."""

from datetime import date
from decimal import Decimal

from shared.domain.invoice import (
    InvoiceData,
    Line,
    Party,
    Payment,
    PrecedingInvoice,
    ProcessControl,
    SupportingDocument,
    TaxSubtotal,
)
from shared.domain.invoice_amounts import (
    AllowanceCharge,
    BankAccount,
    CashDiscount,
    DocumentAllowanceCharge,
    Mandate,
    PaymentCard,
)
from shared.domain.invoice_lines import Attribute, Period
from shared.domain.invoice_parties import (
    Classification,
    Contact,
    Delivery,
    Identifier,
    Payee,
    PostalAddress,
    TaxRepresentative,
)

ATTACHED = {"sheet.pdf": b"ABC"}
"""The bytes of its attached files."""


def whole_invoice() -> InvoiceData:
    """Two rates of tax, allowances and charges of document and line, a payee, something prepaid, a rounded total."""
    main = BankAccount(iban="DE02120300000000202051", name="Factor AG", bic="BYLADEM1001")
    return InvoiceData(
        document_type="invoice",
        type_code="380",
        invoice_number="ND-2026-0417",
        issue_date=date(2026, 11, 2),
        due_date=date(2026, 11, 16),
        tax_point_code="35",
        currency="EUR",
        tax_currency="SEK",
        process_control=ProcessControl(profile="urn:a:profile", customization="urn:cen.eu:en16931:2017"),
        notes="Thank you",
        note_subjects=["AAI"],
        accounting_reference="4711:08",
        buyer_reference="04011000-12345-03",
        project_reference="P-7",
        contract_reference="C-9",
        purchase_order="PO-1",
        sales_order="SO-2",
        receiving_advice="RA-3",
        despatch_advice="DA-4",
        tender_reference="LOT-5",
        invoiced_object=Identifier(id="+49 431 555", scheme="TN"),
        preceding_invoices=[PrecedingInvoice(number="ND-2026-0001", date=date(2026, 1, 5))],
        supporting_documents=[
            SupportingDocument(
                reference="Sheet 1",
                description="Time sheet",
                url="https://papers.example/1",
                filename="sheet.pdf",
                media_type="application/pdf",
            )
        ],
        period=Period(start=date(2026, 10, 1), end=date(2026, 10, 31)),
        payment_terms="14 days\n#SKONTO#TAGE=7#PROZENT=2.00#",
        cash_discounts=[CashDiscount(days=7, percent=Decimal("2.00"))],
        seller=_seller(),
        buyer=_buyer(),
        payee=Payee(
            name="Factor AG",
            id=Identifier(id="4399901234567", scheme="0088"),
            legal_id=Identifier(id="HRB 77", scheme="0204"),
        ),
        tax_representative=TaxRepresentative(
            name="Rep AB",
            vat_id="SE556677889901",
            address="Storgatan 1, 111 22, Stockholm, SE",
            postal_address=PostalAddress(street="Storgatan 1", postcode="111 22", city="Stockholm", country="SE"),
        ),
        delivery=Delivery(
            name="Lindenhof, kitchen",
            location=Identifier(id="4399909876543", scheme="0088"),
            date=date(2026, 10, 30),
            address="Am Markt 2, Gate 3, 24103, Kiel, DE",
            postal_address=PostalAddress(
                street="Am Markt 2", street2="Gate 3", postcode="24103", city="Kiel", country="DE"
            ),
        ),
        payment=Payment(
            iban=main.iban,
            bic=main.bic,
            reference="ND-2026-0417",
            means="59",
            means_text="Direct debit",
            accounts=[main, BankAccount(account="4711-0", name="Factor AG, old")],
            card=PaymentCard(number="1234", holder="A. Linden"),
            mandate=Mandate(
                reference="M-1", creditor_id="DE98ZZZ09999999999", debited_account="DE21860000000086001055"
            ),
        ),
        lines=[_first_line(), _second_line()],
        allowances=[
            DocumentAllowanceCharge(
                amount=Decimal("100.00"),
                base=Decimal("1000.00"),
                percent=Decimal("10.00"),
                reason="Loyalty",
                reason_code="95",
                tax_category="S",
                tax_rate=Decimal(19),
            )
        ],
        charges=[
            DocumentAllowanceCharge(
                amount=Decimal("15.00"), reason="Freight", reason_code="FC", tax_category="S", tax_rate=Decimal(19)
            )
        ],
        tax_breakdown=[
            TaxSubtotal(category="S", rate=Decimal(19), taxable_amount=Decimal("915.00"), tax_amount=Decimal("173.85")),
            TaxSubtotal(
                category="E",
                rate=Decimal(0),
                taxable_amount=Decimal("50.00"),
                tax_amount=Decimal("0.00"),
                exemption_reason="Education",
                exemption_code="VATEX-EU-132",
            ),
        ],
        lines_total=Decimal("1050.00"),
        allowances_total=Decimal("100.00"),
        charges_total=Decimal("15.00"),
        net_amount=Decimal("965.00"),
        tax_amount=Decimal("173.85"),
        tax_amount_in_tax_currency=Decimal("1912.35"),
        total_amount=Decimal("1138.85"),
        paid_amount=Decimal("100.00"),
        rounding_amount=Decimal("0.15"),
        amount_due=Decimal("1039.00"),
    )


def _seller() -> Party:
    return Party(
        name="Norddruck Wehrmann GmbH",
        trading_name="Norddruck",
        vat_id="DE811569869",
        tax_id="20/123/45678",
        legal_id=Identifier(id="HRB 12345", scheme="0204"),
        legal_info="Kiel, capital 25000 EUR",
        identifiers=[Identifier(id="S-99"), Identifier(id="4399901111111", scheme="0088")],
        electronic_address=Identifier(id="bills@norddruck.example", scheme="EM"),
        contact=Contact(name="Ida Wehrmann", phone="+49 431 1", email="ida@norddruck.example"),
        phone="+49 431 1",
        email="ida@norddruck.example",
        address="Hafenstraße 12, Hof 2, Aufgang B, 24103, Kiel, DE",
        country="DE",
        postal_address=PostalAddress(
            street="Hafenstraße 12",
            street2="Hof 2",
            line3="Aufgang B",
            postcode="24103",
            city="Kiel",
            subdivision="Schleswig-Holstein",
            country="DE",
        ),
    )


def _buyer() -> Party:
    return Party(
        name="Café Lindenhof KG",
        trading_name="Lindenhof",
        vat_id="DE136695976",
        tax_id="HRA 9",
        legal_id=Identifier(id="HRA 9", scheme="0204"),
        identifiers=[Identifier(id="B-1")],
        electronic_address=Identifier(id="0204:991-1", scheme="0204"),
        contact=Contact(name="Books", phone="+49 431 2", email="books@lindenhof.example"),
        phone="+49 431 2",
        email="books@lindenhof.example",
        address="Am Markt 1, 24103, Kiel, DE",
        country="DE",
        postal_address=PostalAddress(street="Am Markt 1", postcode="24103", city="Kiel", country="DE"),
    )


def _first_line() -> Line:
    """200 pieces at 510.00 a hundred, less 10.00 a hundred, then 40.00 off and 40.00 on."""
    return Line(
        id="10",
        note="On heavy paper",
        invoiced_object=Identifier(id="OBJ-1", scheme="AVE"),
        description="Menus\nA4, laminated",
        product_code="M-A4",
        buyer_product_code="K-1",
        standard_id=Identifier(id="4012345678901", scheme="0160"),
        classifications=[Classification(id="22100000", scheme="STI", version="1")],
        origin_country="DE",
        attributes=[Attribute(name="Colour", value="black")],
        quantity=Decimal(200),
        unit="H87",
        gross_price=Decimal("5.10"),
        price_discount=Decimal("0.10"),
        unit_price=Decimal("5.00"),
        price_base_quantity=Decimal(100),
        price_base_unit="H87",
        order_line="3",
        accounting_reference="KST 1",
        period=Period(start=date(2026, 10, 1), end=date(2026, 10, 15)),
        allowances=[
            AllowanceCharge(
                amount=Decimal("40.00"),
                base=Decimal("1000.00"),
                percent=Decimal("4.00"),
                reason="Damaged",
                reason_code="60",
            )
        ],
        charges=[AllowanceCharge(amount=Decimal("40.00"), reason="Night shift", reason_code="ABK")],
        tax_category="S",
        tax_rate=Decimal(19),
        net_amount=Decimal("1000.00"),
    )


def _second_line() -> Line:
    return Line(
        id="20",
        description="Course",
        product_code="C-1",
        quantity=Decimal(1),
        unit="HUR",
        unit_price=Decimal("50.00"),
        tax_category="E",
        tax_rate=Decimal(0),
        net_amount=Decimal("50.00"),
    )
