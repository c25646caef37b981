"""A confirmed invoice as EN 16931 wants it stated.

A page leaves out what its reader knows: the category of the tax, the unit of a line, the sum of the lines. What follows
by arithmetic, or is how every seller means it, is filled in; what only the seller could say is a gap, and the invoice
cannot be an e-invoice. The result is held to the rules by the same checks as any e-invoice.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from functions.api.einvoices.elements import plain_type_code, type_code
from functions.api.einvoices.units import ONE, unit_code
from shared.domain.checks import check_invoice
from shared.domain.checks.tolerance import total_of
from shared.domain.codes import COUNTRIES, ELECTRONIC_ADDRESS_SCHEMES
from shared.domain.findings import Level
from shared.domain.invoice import InvoiceData, ProcessControl
from shared.domain.invoice_amounts import (
    AllowanceCharge,
    BankAccount,
    DocumentAllowanceCharge,
    Payment,
    Surcharge,
    TaxSubtotal,
)
from shared.domain.invoice_lines import Line
from shared.domain.invoice_parties import Identifier, Party, PostalAddress
from shared.domain.invoice_values import LONGEST_SHORT_TEXT, LONGEST_TEXT, Part
from shared.domain.tax_categories import TaxCategory
from shared.errors import AppError, ErrorCode

_CENT = Decimal("0.01")
_NOTHING = Decimal(0)
_HUNDRED = Decimal(100)
_SMALLEST_PRICE = Decimal("0.00000001")

PLAIN = "urn:cen.eu:en16931:2017"
PEPPOL = f"{PLAIN}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PEPPOL_PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"

_REASONS = {
    TaxCategory.EXEMPT: "Exempt from VAT",
    TaxCategory.REVERSE_CHARGE: "Reverse charge",
    TaxCategory.INTRA_COMMUNITY: "Intra-Community supply",
    TaxCategory.EXPORT: "Export outside the European Union",
    TaxCategory.NOT_SUBJECT: "Not subject to VAT",
}
"""Why no tax is asked (BT-120), where the invoice does not say it."""

_TRANSFER, _SEPA_TRANSFER, _NOT_DEFINED = "30", "58", "1"
"""Means of payment, UNTDID 4461."""

Group = tuple[str, Decimal | None]
"""A category of tax and its rate in per cent."""


class NotExpressibleError(AppError):
    """The invoice lacks what an e-invoice must state, or its figures contradict each other. `details` say for each
    broken rule its name, the value that it is about and a sentence."""

    code = ErrorCode.NOT_EXPRESSIBLE
    status = 409
    message = "This invoice cannot be written as an e-invoice: see the details for what is missing or does not add up."


_NO_TAX_NUMBER = {
    "rule": "BR-S-02",
    "pointer": "/seller/vat_id",
    "message": "The seller asks for tax, and its VAT or tax number is missing.",
}


def standardised(data: InvoiceData) -> InvoiceData:
    """The invoice with everything that EN 16931 asks for. Raises NotExpressibleError with what is missing."""
    if gaps := list(_gaps(data)):
        raise NotExpressibleError(details=gaps)
    written = _Writer(_upright(data)).written()
    broken = [
        {"rule": str(found.code), "pointer": next(iter(found.pointers), ""), "message": found.message}
        for found in check_invoice(written)
        if found.code.startswith("BR-") and found.level is not Level.INFO
    ]
    if broken:
        raise NotExpressibleError(details=broken)
    return written


def _gaps(data: InvoiceData) -> Iterator[dict[str, str]]:
    """What only the invoice can say."""
    tax = data.tax_amount if data.tax_amount is not None else data.net_amount
    seller = data.seller
    number = seller.vat_id or seller.tax_id or seller.legal_id or (seller.identifiers or None)
    for rule, pointer, name, value in (
        ("BR-02", "/invoice_number", "The invoice's number", data.invoice_number),
        ("BR-03", "/issue_date", "The day of issue", data.issue_date),
        ("BR-05", "/currency", "The currency", data.currency),
        ("BR-06", "/seller/name", "The seller's name", data.seller.name),
        ("BR-07", "/buyer/name", "The buyer's name", data.buyer.name),
        ("BR-09", "/seller/country", "The seller's country", _country(data.seller)),
        ("BR-11", "/buyer/country", "The buyer's country", _country(data.buyer)),
        ("BR-CO-26", "/seller/vat_id", "A number of the seller", number),
        ("BR-14", "/total_amount", "The total", data.total_amount),
        ("BR-CO-14", "/tax_amount", "The tax", tax),
    ):
        if value is None:
            yield {"rule": rule, "pointer": pointer, "message": f"{name} is missing."}


def _country(party: Party) -> str | None:
    """Where the party is, by its address, else by its VAT number."""
    place = party.postal_address.country if party.postal_address else None
    prefix = (party.vat_id or "")[:2].upper().replace("EL", "GR")
    return place or party.country or (prefix if prefix in COUNTRIES else None)


def _upright(data: InvoiceData) -> InvoiceData:
    """A credit note with positive amounts: that it is one says enough, and a page may print a minus all the same."""
    if data.document_type != "credit_note" or data.total_amount is None or data.total_amount >= 0:
        return data
    amounts = (
        *("net_amount", "tax_amount", "total_amount", "paid_amount", "amount_due", "rounding_amount"),
        *("tip", "tax_amount_in_tax_currency"),
    )
    return data.model_copy(
        update={
            **{name: _negated(getattr(data, name)) for name in amounts},
            "tax_breakdown": [_turned(row, "taxable_amount", "tax_amount") for row in data.tax_breakdown],
            "surcharges": [_turned(row, "base", "amount") for row in data.surcharges],
            "lines": [_turned(line, "net_amount") for line in data.lines],
        }
    )


def _negated(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else -amount


Row = TypeVar("Row", bound=Part)
AllowanceOrCharge = TypeVar("AllowanceOrCharge", bound=AllowanceCharge)


def _turned(row: Row, *names: str) -> Row:
    return row.model_copy(update={name: _negated(getattr(row, name)) for name in names})


class _Writer:
    """One invoice without gaps, and what is worked out of it once."""

    def __init__(self, data: InvoiceData) -> None:
        self._data = data
        representative = data.tax_representative.vat_id if data.tax_representative else None
        self._pays_tax = bool(data.seller.vat_id or data.seller.tax_id or representative)
        self._untaxed = [self._untaxed_charge(amount, name) for amount, name in _beside_the_tax(data)]
        extra = total_of(charge.amount for charge in self._untaxed)
        self._total, self._tax = self._total_and_tax(extra)
        self._net = self._total - self._tax
        self._rows = _merged([*self._stated_rows(self._net - extra), *self._untaxed_rows(extra)])

    def written(self) -> InvoiceData:
        """The whole of it."""
        data = self._data
        allowances = [self._of_document(row, "Discount") for row in data.allowances]
        charges = [
            *(self._of_document(row, "Charge") for row in data.charges),
            *(self._of_document(_as_charge(row), row.name or "Charge") for row in data.surcharges if _is_taxed(row)),
            *self._untaxed,
        ]
        lines = self._lines(allowances, charges)
        paid = _cents(data.paid_amount) if data.paid_amount else None
        rounding = _cents(data.rounding_amount) if data.rounding_amount else None
        due = self._total - (paid or _NOTHING) + (rounding or _NOTHING)
        has_books = data.tax_amount_in_tax_currency is not None and data.tax_currency not in (None, data.currency)
        is_einvoice = data.process_control is not None
        seller, buyer = _party(data.seller, is_einvoice=is_einvoice), _party(data.buyer, is_einvoice=is_einvoice)
        return data.model_copy(
            update={
                "type_code": type_code(data) if is_einvoice else plain_type_code(data),
                "process_control": _process(data, seller, buyer),
                "seller": seller,
                "buyer": buyer,
                "payment": _payment(data.payment, is_einvoice=is_einvoice),
                "payment_terms": _terms(data, due),
                "notes": _notes(data),
                "invoiced_object": data.invoiced_object if is_einvoice else None,
                "preceding_invoices": [one for one in data.preceding_invoices if one.number],
                "supporting_documents": [
                    one.model_copy(update={"filename": None, "media_type": None})
                    for one in data.supporting_documents
                    if one.reference
                ],
                "tax_point_date": None if data.tax_point_code else data.tax_point_date,
                "lines": lines,
                "allowances": allowances,
                "charges": charges,
                "tax_breakdown": self._rows,
                "lines_total": total_of(line.net_amount for line in lines),
                "allowances_total": total_of(row.amount for row in allowances) if allowances else None,
                "charges_total": total_of(row.amount for row in charges) if charges else None,
                "net_amount": self._net,
                "tax_amount": self._tax,
                "total_amount": self._total,
                "paid_amount": paid,
                "rounding_amount": rounding,
                "amount_due": due,
                "tax_currency": data.tax_currency if has_books else None,
                "tax_amount_in_tax_currency": data.tax_amount_in_tax_currency if has_books else None,
                "withholdings": [],
                "surcharges": [],
                "tip": None,
            }
        )

    def _total_and_tax(self, extra: Decimal) -> tuple[Decimal, Decimal]:
        """What the net amount, the tax and what is beside them make. A page may print the total rounded: the standard
        adds the rounding to what is due (BR-CO-16)."""
        data = self._data
        total = _cents(data.total_amount or _NOTHING)
        if data.net_amount is None or data.tax_amount is None:
            tax = data.tax_amount if data.tax_amount is not None else total - extra - (data.net_amount or _NOTHING)
            return total, _cents(tax)
        tax = _cents(data.tax_amount)
        made = _cents(data.net_amount) + tax + extra
        if total not in (made, made + _cents(data.rounding_amount or _NOTHING)):
            message = f"The net amount, the tax and what is beside them make {made:f}, not {total:f}."
            raise NotExpressibleError(details=[{"rule": "BR-CO-15", "pointer": "/total_amount", "message": message}])
        return made, tax

    def _stated_rows(self, net: Decimal) -> list[TaxSubtotal]:
        """The breakdown as it is stated, if it adds up; else one row of the only rate that makes the tax."""
        rows = [self._completed(row) for row in self._data.tax_breakdown if row.taxable_amount is not None]
        adds_up = (
            total_of(row.tax_amount for row in rows) == self._tax
            and total_of(row.taxable_amount for row in rows) == net
        )
        if rows and adds_up:
            return rows
        if not net and not self._tax:
            return []
        stated = [row.rate for row in self._data.tax_breakdown] + [line.tax_rate for line in self._data.lines]
        rates = {rate for rate in stated if rate is not None} or {_share(self._tax, net)}
        fitting = [rate for rate in rates if abs(net * rate / _HUNDRED - self._tax) <= _CENT]
        if len(fitting) != 1:
            message = "The rows of the tax do not add up to the net amount and the tax, nor does one rate make it."
            raise NotExpressibleError(details=[{"rule": "BR-CO-14", "pointer": "/tax_breakdown", "message": message}])
        only = self._data.tax_breakdown[0] if len(self._data.tax_breakdown) == 1 else TaxSubtotal()
        whole = {"rate": fitting[0], "taxable_amount": net, "tax_amount": self._tax}
        return [self._completed(only.model_copy(update=whole))]

    def _completed(self, row: TaxSubtotal) -> TaxSubtotal:
        category = row.category or self._category(row.rate)
        if category != TaxCategory.NOT_SUBJECT and not self._pays_tax:
            if row.tax_amount:
                raise NotExpressibleError(details=[_NO_TAX_NUMBER])
            category = TaxCategory.NOT_SUBJECT
        rate = row.rate if category != TaxCategory.NOT_SUBJECT else None
        if rate is None and category != TaxCategory.NOT_SUBJECT:
            rate = _share(row.tax_amount or _NOTHING, row.taxable_amount or _NOTHING)
        taxable = _cents(row.taxable_amount or _NOTHING)
        tax = row.tax_amount if row.tax_amount is not None else taxable * (rate or _NOTHING) / _HUNDRED
        needs = category in _REASONS and not (row.exemption_reason or row.exemption_code)
        return row.model_copy(
            update={
                "category": category,
                "rate": rate,
                "taxable_amount": taxable,
                "tax_amount": _cents(tax),
                "exemption_reason": _REASONS[TaxCategory(category)] if needs else row.exemption_reason,
            }
        )

    def _untaxed_rows(self, extra: Decimal) -> Iterator[TaxSubtotal]:
        if self._untaxed:
            reason = ", ".join(charge.reason or "" for charge in self._untaxed)[:LONGEST_TEXT]
            yield TaxSubtotal(
                category=self._untaxed[0].tax_category,
                rate=self._untaxed[0].tax_rate,
                taxable_amount=extra,
                tax_amount=_NOTHING,
                exemption_reason=reason,
            )

    def _untaxed_charge(self, amount: Decimal, reason: str) -> DocumentAllowanceCharge:
        """What is beside the tax: exempt for who pays tax, and not subject to it for everybody else (BR-E-02)."""
        category = TaxCategory.EXEMPT if self._pays_tax else TaxCategory.NOT_SUBJECT
        return DocumentAllowanceCharge(
            amount=_cents(amount),
            reason=reason,
            tax_category=category,
            tax_rate=_NOTHING if category is TaxCategory.EXEMPT else None,
        )

    def _category(self, rate: Decimal | None) -> str:
        """Of a rate without one: no tax is zero-rated for who pays tax, and beside the tax for everybody else."""
        if rate:
            return TaxCategory.STANDARD
        return TaxCategory.ZERO_RATED if self._pays_tax else TaxCategory.NOT_SUBJECT

    def _group(self, category: str | None, rate: Decimal | None) -> Group:
        """The row of the breakdown that a line or a charge belongs to; the only one where it does not say."""
        known = [_group_of(row) for row in self._rows]
        if category is None and rate is None and known:
            return known[0]
        fitting = [one for one in known if rate is None or one[1] == rate]
        asked = [one for one in fitting if category in (None, one[0])]
        return next(iter(asked or fitting), (category or self._category(rate), rate))

    def _of_document(self, row: DocumentAllowanceCharge, reason: str) -> DocumentAllowanceCharge:
        category, rate = self._group(row.tax_category, row.tax_rate)
        return _reasoned(row, reason).model_copy(update={"tax_category": category, "tax_rate": rate})

    def _lines(
        self, allowances: Sequence[DocumentAllowanceCharge], charges: Sequence[DocumentAllowanceCharge]
    ) -> list[Line]:
        """The lines, if they make the taxable amounts; else one line for each of these, which is all that is known
        for certain: a page may print lines with the tax, or only some of them."""
        beside: dict[Group, Decimal] = {}
        for sign, rows in ((-1, allowances), (1, charges)):
            for row in rows:
                group = (row.tax_category or "", row.tax_rate)
                beside[group] = beside.get(group, _NOTHING) + sign * (row.amount or _NOTHING)
        wanted = {_group_of(row): (row.taxable_amount or _NOTHING) for row in self._rows}
        for group, amount in beside.items():
            wanted[group] = wanted.get(group, _NOTHING) - amount
        lines = [self._line(number, line) for number, line in enumerate(self._data.lines, 1)]
        made: dict[Group, Decimal] = {}
        for line in lines:
            group = (line.tax_category or "", line.tax_rate)
            made[group] = made.get(group, _NOTHING) + (line.net_amount or _NOTHING)
        if lines and {key: value for key, value in made.items() if value} == {k: v for k, v in wanted.items() if v}:
            return lines
        return [
            self._summed(number, group, amount)
            for number, (group, amount) in enumerate(wanted.items(), 1)
            if amount or len(wanted) == 1
        ]

    def _line(self, number: int, line: Line) -> Line:
        category, rate = self._group(line.tax_category, line.tax_rate)
        return _priced(line).model_copy(
            update={
                "id": line.id or str(number),
                "description": line.description or line.product_code or "Item",
                "tax_category": category,
                "tax_rate": rate,
                "unit": unit_code(line.unit, is_code=self._data.process_control is not None),
                "allowances": [_reasoned(row, "Discount") for row in line.allowances if row.amount],
                "charges": [_reasoned(row, "Charge") for row in line.charges if row.amount],
            }
        )

    def _summed(self, number: int, group: Group, amount: Decimal) -> Line:
        names = "; ".join(line.description for line in self._data.lines if line.description)
        return Line(
            id=str(number),
            description=(names or f"Invoice {self._data.invoice_number}")[:LONGEST_TEXT],
            quantity=Decimal(-1 if amount < 0 else 1),
            unit=ONE,
            unit_price=abs(amount),
            net_amount=amount,
            tax_category=group[0],
            tax_rate=group[1],
        )


def _group_of(row: TaxSubtotal) -> Group:
    return row.category or "", row.rate


def _merged(rows: Iterable[TaxSubtotal]) -> list[TaxSubtotal]:
    """One row for each category and rate."""
    found: dict[Group, TaxSubtotal] = {}
    for row in rows:
        before = found.get(_group_of(row))
        if before is not None:
            row = before.model_copy(
                update={
                    "taxable_amount": total_of((before.taxable_amount, row.taxable_amount)),
                    "tax_amount": total_of((before.tax_amount, row.tax_amount)),
                }
            )
        found[_group_of(row)] = row
    return list(found.values())


def _priced(line: Line) -> Line:
    """With an amount, a quantity and a price that is not negative (BR-27), each made of the others where it lacks."""
    quantity = line.quantity if line.quantity else Decimal(1)
    amount = line.net_amount if line.net_amount is not None else quantity * (line.unit_price or _NOTHING)
    price = line.unit_price if line.unit_price is not None and line.quantity else amount / quantity
    keeps_gross = line.gross_price is not None and line.gross_price >= 0 and line.price_discount is not None
    return line.model_copy(
        update={
            "net_amount": _cents(amount),
            "quantity": -abs(quantity) if amount < 0 else abs(quantity),
            "unit_price": abs(price).quantize(_SMALLEST_PRICE).normalize() + 0,
            "gross_price": line.gross_price if keeps_gross else None,
            "price_discount": line.price_discount if keeps_gross else None,
            "price_base_quantity": None,
            "price_base_unit": None,
        }
    )


def _reasoned(row: AllowanceOrCharge, reason: str) -> AllowanceOrCharge:
    return row.model_copy(
        update={
            "amount": _cents(row.amount or _NOTHING),
            "base": _cents(row.base) if row.base is not None and row.percent is not None else None,
            "percent": row.percent if row.base is not None else None,
            "reason": row.reason or (None if row.reason_code else reason),
        }
    )


def _is_taxed(row: Surcharge) -> bool:
    return row.tax_category is not None or row.tax_rate is not None


def _as_charge(row: Surcharge) -> DocumentAllowanceCharge:
    return DocumentAllowanceCharge(amount=row.amount, tax_category=row.tax_category, tax_rate=row.tax_rate)


def _beside_the_tax(data: InvoiceData) -> Iterator[tuple[Decimal, str]]:
    """Amounts that are in the total and not taxed, with their names."""
    for row in data.surcharges:
        if row.amount and not _is_taxed(row):
            yield row.amount, row.name or "Surcharge"
    if data.tip:
        yield data.tip, "Tip"


def _party(party: Party, *, is_einvoice: bool) -> Party:
    """With an address and a VAT number that says its country (BR-CO-09); schemes are kept where a sender wrote them."""
    country = _country(party)
    place = party.postal_address or PostalAddress(street=(party.address or "")[:LONGEST_SHORT_TEXT] or None)
    legal = party.legal_id
    if legal is not None and not is_einvoice:
        legal = legal.model_copy(update={"scheme": None})
    is_registered = legal is not None and legal.id == party.tax_id
    if legal is None and party.tax_id and not party.vat_id:
        legal = Identifier(id=party.tax_id)  # a seller is identified by more than a tax number (BR-CO-26)
    electronic = party.electronic_address
    is_known = electronic is not None and electronic.scheme in ELECTRONIC_ADDRESS_SCHEMES
    return party.model_copy(
        update={
            "country": country,
            "postal_address": place.model_copy(update={"country": country}),
            "vat_id": _with_country(party.vat_id, country),
            "tax_id": None if is_registered and party.vat_id else party.tax_id,
            "legal_id": legal,
            "identifiers": party.identifiers if is_einvoice else [],
            "electronic_address": electronic if is_known else None,
        }
    )


def _with_country(vat_id: str | None, country: str | None) -> str | None:
    if vat_id is None:
        return None
    compact = "".join(vat_id.split())
    if compact[:2].upper() in COUNTRIES | {"EL"}:
        return compact
    return f"{'EL' if country == 'GR' else country or ''}{compact}"


def _process(data: InvoiceData, seller: Party, buyer: Party) -> ProcessControl:
    """Peppol BIS Billing 3 where it has what that asks for beyond the standard, else the standard itself."""
    is_peppol = seller.electronic_address and buyer.electronic_address and (data.buyer_reference or data.purchase_order)
    if is_peppol:
        return ProcessControl(profile=PEPPOL_PROFILE, customization=PEPPOL)
    return ProcessControl(customization=PLAIN)


def _payment(payment: Payment, *, is_einvoice: bool) -> Payment:
    accounts = payment.accounts or [
        BankAccount(iban=payment.iban, account=payment.account, bic=payment.bic)
        for number in (payment.iban or payment.account,)
        if number
    ]
    accounts = [account for account in accounts if account.iban or account.account]
    if is_einvoice and payment.means:
        return payment.model_copy(update={"accounts": accounts})
    code = None
    if accounts:
        code = _SEPA_TRANSFER if accounts[0].iban else _TRANSFER
    elif payment.reference:
        code = _NOT_DEFINED
    return payment.model_copy(
        update={
            "means": code,
            "means_text": payment.means_text or payment.means if code else None,
            "accounts": accounts,
            "card": None,
            "mandate": None,
        }
    )


def _terms(data: InvoiceData, due: Decimal) -> str | None:
    """What is to be paid needs a day or terms (BR-CO-25)."""
    if data.payment_terms or data.due_date or due <= 0:
        return data.payment_terms
    return "Terms of payment are not stated on the invoice"


def _notes(data: InvoiceData) -> str | None:
    """With the taxes that the buyer withholds, for which the standard has no term."""
    withheld = [
        f"Withheld by the buyer: {row.name or 'tax'} {row.amount:f} {data.currency}"
        for row in data.withholdings
        if row.amount is not None
    ]
    return "\n".join([*([data.notes] if data.notes else []), *withheld])[:LONGEST_TEXT] or None


def _share(tax: Decimal, net: Decimal) -> Decimal:
    """The rate, in per cent, that a tax is of a net amount."""
    return (tax / net * _HUNDRED).quantize(_CENT, ROUND_HALF_UP) if net else _NOTHING


def _cents(amount: Decimal) -> Decimal:
    """Amounts have two decimals at most (BR-DEC)."""
    return amount.quantize(_CENT, ROUND_HALF_UP)
