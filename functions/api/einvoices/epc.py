"""The EPC QR code of a SEPA credit transfer ("Girocode"), which banking apps read.

Its text is that of EPC069-12, "Quick Response Code: Guidelines to Enable Data Capture for the Initiation of a SEPA
Credit Transfer", version 002 (https://www.europeanpaymentscouncil.eu/document-library).
"""

import io

from shared.domain.comparison_keys import account_key
from shared.domain.invoice import InvoiceData
from shared.domain.sepa import LONGEST_NAME, LONGEST_REMITTANCE, asked_by

_LARGEST = 999_999_999
"""Euros."""


def epc_text(data: InvoiceData) -> str | None:
    """The text of the code; null for what no credit transfer in euros can pay: no IBAN, another currency, nothing
    due."""
    asked = asked_by(data)
    if asked.iban is None or asked.payee is None or data.currency != "EUR":
        return None
    if asked.due is None or not 0 < asked.due <= _LARGEST:
        return None
    remittance = data.payment.reference or data.invoice_number or ""
    return "\n".join(
        [
            *("BCD", "002", "1", "SCT"),
            data.payment.bic or "",
            _line(asked.payee, LONGEST_NAME),
            account_key(asked.iban) or "",
            f"EUR{asked.due:.2f}",
            *("", ""),  # no purpose, no structured reference
            _line(remittance, LONGEST_REMITTANCE),
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
