"""Why an invoice is left out of a file for another system: its format cannot express it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from shared.domain.finding_codes import Kind, Param
from shared.domain.finding_sentences import shown_params


class LeftOutCode(StrEnum):
    """Why a format cannot express an invoice. The values are stored."""

    VALUE_MISSING = "value-missing"
    DAY_OUT_OF_RANGE = "day-out-of-range"
    FISCAL_YEAR_OUT_OF_RANGE = "fiscal-year-out-of-range"
    OTHER_CURRENCY = "other-currency"
    TOTAL_TOO_LARGE = "total-too-large"
    # DATEV
    LINES_INCOMPLETE = "lines-incomplete"
    LINES_NOT_TOTAL = "lines-not-total"
    ACCOUNT_MISSING = "account-missing"
    ACCOUNT_INVALID = "account-invalid"
    TAX_KEY_INVALID = "tax-key-invalid"
    # Libro IVA Digital
    LETTER_UNKNOWN = "letter-unknown"
    NUMBER_INVALID = "number-invalid"
    CUIT_INVALID = "cuit-invalid"
    TAX_BASE_MISSING = "tax-base-missing"
    TAX_RATE_UNKNOWN = "tax-rate-unknown"
    PARTS_NOT_TOTAL = "parts-not-total"

    OTHER = "other"  # stored by a version that had no codes, or has others


_FIELD, _TEXT, _CURRENCY = Param(kind=Kind.FIELD), Param(kind=Kind.TEXT), Param(kind=Kind.CODE)
_YEARS = {"first": Param(kind=Kind.COUNT), "last": Param(kind=Kind.COUNT)}
_AMOUNT = Param(kind=Kind.AMOUNT)

LEFT_OUT: Mapping[LeftOutCode, Mapping[str, Param]] = {
    LeftOutCode.VALUE_MISSING: {"field": _FIELD},
    LeftOutCode.DAY_OUT_OF_RANGE: {"field": _FIELD, "day": Param(kind=Kind.DATE), **_YEARS},
    LeftOutCode.FISCAL_YEAR_OUT_OF_RANGE: {"day": Param(kind=Kind.DATE), **_YEARS},
    LeftOutCode.OTHER_CURRENCY: {"needed": _CURRENCY},
    LeftOutCode.TOTAL_TOO_LARGE: {},
    LeftOutCode.LINES_INCOMPLETE: {},
    LeftOutCode.LINES_NOT_TOTAL: {},
    LeftOutCode.ACCOUNT_MISSING: {},
    LeftOutCode.ACCOUNT_INVALID: {"account": _TEXT, "digits": Param(kind=Kind.COUNT)},
    LeftOutCode.TAX_KEY_INVALID: {"tax_key": _TEXT},
    LeftOutCode.LETTER_UNKNOWN: {},
    LeftOutCode.NUMBER_INVALID: {},
    LeftOutCode.CUIT_INVALID: {},
    LeftOutCode.TAX_BASE_MISSING: {},
    LeftOutCode.TAX_RATE_UNKNOWN: {},
    LeftOutCode.PARTS_NOT_TOTAL: {"parts": _AMOUNT, "total": _AMOUNT, "currency": _CURRENCY},
    LeftOutCode.OTHER: {},
}
"""The parameters of each code's sentence."""

SENTENCES: Mapping[LeftOutCode, str] = {
    LeftOutCode.VALUE_MISSING: "A value is missing: {field}.",
    LeftOutCode.DAY_OUT_OF_RANGE: "The {field}, {day}, is not within {first} to {last}: is its year right?",
    LeftOutCode.FISCAL_YEAR_OUT_OF_RANGE: "Its fiscal year begins on {day}, which is not within {first} to {last}.",
    LeftOutCode.OTHER_CURRENCY: (
        "Amounts in another currency than {needed} need its rate, which an invoice does not state."
    ),
    LeftOutCode.TOTAL_TOO_LARGE: "The total has more digits than the format has.",
    LeftOutCode.LINES_INCOMPLETE: (
        "Its lines are booked differently, and one of them has no amount or no rate of tax."
    ),
    LeftOutCode.LINES_NOT_TOTAL: "Its lines do not make its total, and the invoice itself has no account for the rest.",
    LeftOutCode.ACCOUNT_MISSING: "It is booked to no account.",
    LeftOutCode.ACCOUNT_INVALID: '"{account}" is no account of {digits} digits.',
    LeftOutCode.TAX_KEY_INVALID: '"{tax_key}" is no BU-Schlüssel: it has up to four digits.',
    LeftOutCode.LETTER_UNKNOWN: "Its class (A, B, C, M) is not known: say which letter these invoices have.",
    LeftOutCode.NUMBER_INVALID: "The number is not one of point of sale and voucher, such as 0003-00012345.",
    LeftOutCode.CUIT_INVALID: "The seller's CUIT is missing, or its check digit is wrong.",
    LeftOutCode.TAX_BASE_MISSING: "A row of its taxes has no net amount.",
    LeftOutCode.TAX_RATE_UNKNOWN: "A rate of its taxes is none that ARCA has a code for.",
    LeftOutCode.PARTS_NOT_TOTAL: "Net amounts, IVA and what is beside them make {parts}, not {total}.",
    LeftOutCode.OTHER: "An earlier or later version saw a reason that this one does not know.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutReason:
    """A reason with the parameters of its sentence, in their JSON form."""

    code: LeftOutCode
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The reason as an English sentence."""
        return SENTENCES[self.code].format_map(shown_params(LEFT_OUT[self.code], self.params))


def stored_form(invoice_id: int, reason: LeftOutReason) -> dict[str, Any]:
    """An invoice that was left out, as it is stored and shown."""
    return {
        "invoice_id": invoice_id,
        "code": reason.code.value,
        "reason": reason.sentence,
        "params": dict(reason.params),
    }


def shown_form(stored: Mapping[str, Any]) -> dict[str, Any]:
    """What was stored by any version: of a reason that this one does not know there is the sentence."""
    if stored.get("code") in LEFT_OUT:
        return dict(stored)
    return {**stored, "code": LeftOutCode.OTHER, "params": {}}
