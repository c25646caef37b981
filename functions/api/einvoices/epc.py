"""The EPC QR code of a SEPA credit transfer ("Girocode"), which banking apps read.

Its text is that of EPC069-12, "Quick Response Code: Guidelines to Enable Data Capture for the Initiation of a SEPA
Credit Transfer", version 002 (https://www.europeanpaymentscouncil.eu/document-library).
"""

import io

from shared.domain.comparison_keys import account_key
from shared.domain.invoice import InvoiceData

_LONGEST_NAME = 70
_LONGEST_REMITTANCE = 140
_LARGEST = 999_999_999
"""Euros."""


def epc_text(data: InvoiceData) -> str | None:
    """The text of the code; null for what no credit transfer in euros can pay: no IBAN, another currency, nothing
    due."""
    payment = data.payment
    account = next((one for one in payment.accounts if one.iban), None)
    iban = payment.iban or (account.iban if account else None)
    due = data.amount_due if data.amount_due is not None else data.total_amount
    payee = data.payee.name if data.payee and data.payee.name else (account.name if account else None)
    name = payee or data.seller.name
    if iban is None or name is None or data.currency != "EUR" or due is None or not 0 < due <= _LARGEST:
        return None
    remittance = payment.reference or data.invoice_number or ""
    return "\n".join(
        [
            *("BCD", "002", "1", "SCT"),
            payment.bic or "",
            _line(name, _LONGEST_NAME),
            account_key(iban) or "",
            f"EUR{due:.2f}",
            *("", ""),  # no purpose, no structured reference
            _line(remittance, _LONGEST_REMITTANCE),
        ]
    )


def _line(text: str, longest: int) -> str:
    return " ".join(text.split())[:longest]


def qr_svg(text: str) -> bytes:
    """The code as an SVG image. Error correction M, as the guidelines ask for."""
    import segno  # for this call alone

    written = io.BytesIO()
    segno.make_qr(text, error="m", encoding="utf-8").save(written, kind="svg", scale=4, border=4, xmldecl=False)
    return written.getvalue()
