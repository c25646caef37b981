"""Which invoices are held to the letter of EN 16931.

Its rules ask for equality, because an e-invoice states its rounding (BT-114) and its VAT categories. A printed page
rounds, leaves out and sums up as its author likes, so there the same rules are held with a tolerance.
"""

from shared.domain.invoice import InvoiceData


def claims_en16931(data: InvoiceData) -> bool:
    """Whether it says so itself (BT-24). Factur-X MINIMUM and BASIC WL do not: they have no lines."""
    control = data.process_control
    return control is not None and "en16931" in (control.customization or "").casefold()


def is_structured(data: InvoiceData) -> bool:
    """Whether it came in a syntax of EN 16931, whose figures nobody had to read from a picture."""
    return data.process_control is not None
