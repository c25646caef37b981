"""What each finding says: the sentence that is written about it, where that has one form; else what its forms have in
common."""

from collections.abc import Mapping

from shared.domain.finding_codes import CATEGORY_CODES, FINDINGS, CategoryRule, FindingCode
from shared.domain.finding_sentences import SENTENCES

_DEMANDS: Mapping[CategoryRule, str] = {
    CategoryRule.LINE_RATE: "The rate of a line fits VAT category {category}: above 0 for S, none for O, else 0.",
    CategoryRule.ALLOWANCE_RATE: (
        "The rate of an allowance fits VAT category {category}: above 0 for S, none for O, else 0."
    ),
    CategoryRule.CHARGE_RATE: "The rate of a charge fits VAT category {category}: above 0 for S, none for O, else 0.",
    CategoryRule.TAXABLE_AMOUNT: (
        "The taxable amount of VAT category {category} is its lines and charges less its allowances."
    ),
    CategoryRule.TAX_AMOUNT: "VAT category {category} has no tax.",
    CategoryRule.EXEMPTION_REASON: "VAT category {category} gives a reason for the exemption, if it is one.",
}
"""What each rule of EN 16931 for a VAT category demands, where its sentence has several forms."""

_WITH_VARIANTS: Mapping[FindingCode, str] = {
    FindingCode.TOTAL_NOT_COMPARED: (
        "The net amount or the tax amount is missing, so that net + tax = total was not compared."
    ),
    FindingCode.BR_CO_10: "The lines do not add up to their stated sum, or to the net amount.",
    FindingCode.BR_CO_11: "The allowances of the document do not add up to their sum.",
    FindingCode.BR_CO_12: "The charges of the document do not add up to their sum.",
    FindingCode.BR_CO_13: "The net amount is not the sum of the lines less allowances plus charges.",
    FindingCode.BR_CO_15: "The total is not the net amount plus the tax.",
    FindingCode.BR_CO_16: (
        "The amount due is not the total less what was paid and withheld, plus rounding and balance."
    ),
    FindingCode.BR_CO_09: "A VAT number does not begin with the letters of its country.",
    FindingCode.LINE_AMOUNT: "Quantity × price, less allowances plus charges, is not the amount of a line.",
    FindingCode.VAT_ID_INVALID: "The check digits or the form of a VAT number are wrong: a digit may be misread.",
    FindingCode.IBAN_INVALID: (
        "The check digits or the form of an IBAN are wrong: a digit may be misread. Do not pay to it."
    ),
    FindingCode.DUPLICATE_NUMBER: "The seller has another invoice of this number.",
    FindingCode.DUPLICATE_AMOUNT_AND_DATE: "The seller has another invoice for the same total, within a week.",
    FindingCode.UNUSUAL_TOTAL: "The total is far from what the seller usually charges.",
    FindingCode.ACCOUNT_FIRST_TIME: (
        "No confirmed invoice of the seller has named an account before: compare it with what you know."
    ),
    FindingCode.ACCOUNT_CHANGED: (
        "The account is none that confirmed invoices of the seller named. Ask the seller, through a contact "
        "that you already know, before you pay."
    ),
    FindingCode.NOT_OUR_INVOICE: "The buyer is none of the own companies, or only its name or its number is one's.",
    FindingCode.OWN_COMPANY_SELLS: "The seller is one of the own companies.",
    FindingCode.NOT_IN_DOCUMENT: "A value was not found anywhere in the document.",
    FindingCode.LOW_CONFIDENCE: "A value is hard to read, or was inferred and is not printed as such.",
    FindingCode.HIDDEN_TEXT: "A page holds words that nobody can see; they are never used.",
    FindingCode.NOT_AN_INVOICE: "The document is of another kind, or does not look like an invoice.",
    FindingCode.SEVERAL_INVOICES: "The file holds several invoices: its parts are proposed, and a person splits it.",
    FindingCode.XML_DIFFERS_FROM_PAGE: "The XML of the e-invoice and its page give different values.",
    FindingCode.UNREADABLE_VALUE: "The XML has something else where a number, a date or a code belongs.",
    FindingCode.ROWS_CUT: "The XML has more rows than are kept.",
    FindingCode.EXTRACTED_ROWS_DISAGREE: "The model and the built-in extractor read different rows.",
}
"""Findings whose sentence has several forms."""


_CATEGORY_RULES: Mapping[FindingCode, str] = {
    code: _DEMANDS[rule].format(category=category.value)
    for (category, rule), code in CATEGORY_CODES.items()
    if rule in _DEMANDS
}


def _sentence(code: FindingCode) -> str:
    """The sentence that is written about the finding, with {names} for its parameters, if it has one form."""
    sentence = SENTENCES[code]
    return sentence if isinstance(sentence, str) else _WITH_VARIANTS[code]


FINDINGS_EXPLAINED: Mapping[FindingCode, str] = {
    code: _CATEGORY_RULES.get(code) or _sentence(code) for code in FINDINGS
}
"""Code of a finding -> what was found."""
