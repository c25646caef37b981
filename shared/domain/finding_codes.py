"""All findings: code, scope, and the parameters of the sentence.

To add a finding: a member of `FindingCode`, its line in `FINDINGS`, its sentence in `finding_sentences`. The OpenAPI
document, and with it the types of the web client, are made from this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from shared.domain.document_kinds import NO_INVOICES
from shared.domain.tax_categories import TaxCategory


class FindingCode(StrEnum):
    """A rule of EN 16931 (BR-CO-15), or a kebab-case name of this system."""

    # What an invoice must say
    BR_02 = "BR-02"
    BR_03 = "BR-03"
    BR_05 = "BR-05"
    BR_06 = "BR-06"
    BR_07 = "BR-07"
    BR_09 = "BR-09"
    BR_11 = "BR-11"
    BR_14 = "BR-14"
    BR_CO_25 = "BR-CO-25"
    # Amounts
    TOTAL_BELOW_NET = "total-below-net"
    TOTAL_ROUNDED = "total-rounded"
    TOTAL_NOT_COMPARED = "total-not-compared"
    BR_CO_15 = "BR-CO-15"
    BR_CO_14 = "BR-CO-14"
    TAXABLE_SUM = "taxable-sum"
    BR_CO_17 = "BR-CO-17"
    BR_CO_16 = "BR-CO-16"
    BR_CO_11 = "BR-CO-11"
    BR_CO_12 = "BR-CO-12"
    BR_CO_18 = "BR-CO-18"
    ZERO_TOTAL = "zero-total"
    NEGATIVE_TOTAL = "negative-total"
    # Lines
    BR_CO_10 = "BR-CO-10"
    BR_CO_13 = "BR-CO-13"
    LINE_AMOUNT = "line-amount"
    MORE_LINE_AMOUNTS = "more-line-amounts"
    # Terms that an e-invoice must give (`REQUIRED_TERMS`), and what they may be
    BR_04 = "BR-04"
    BR_08 = "BR-08"
    BR_10 = "BR-10"
    BR_12 = "BR-12"
    BR_13 = "BR-13"
    BR_15 = "BR-15"
    BR_16 = "BR-16"
    BR_17 = "BR-17"
    BR_18 = "BR-18"
    BR_19 = "BR-19"
    BR_20 = "BR-20"
    BR_21 = "BR-21"
    BR_22 = "BR-22"
    BR_23 = "BR-23"
    BR_24 = "BR-24"
    BR_25 = "BR-25"
    BR_26 = "BR-26"
    BR_27 = "BR-27"
    BR_28 = "BR-28"
    BR_29 = "BR-29"
    BR_30 = "BR-30"
    BR_31 = "BR-31"
    BR_32 = "BR-32"
    BR_33 = "BR-33"
    BR_36 = "BR-36"
    BR_37 = "BR-37"
    BR_38 = "BR-38"
    BR_41 = "BR-41"
    BR_42 = "BR-42"
    BR_43 = "BR-43"
    BR_44 = "BR-44"
    BR_45 = "BR-45"
    BR_46 = "BR-46"
    BR_47 = "BR-47"
    BR_48 = "BR-48"
    BR_52 = "BR-52"
    BR_53 = "BR-53"
    BR_54 = "BR-54"
    BR_55 = "BR-55"
    BR_56 = "BR-56"
    BR_57 = "BR-57"
    BR_62 = "BR-62"
    BR_63 = "BR-63"
    BR_64 = "BR-64"
    BR_65 = "BR-65"
    BR_CO_03 = "BR-CO-03"
    BR_CO_04 = "BR-CO-04"
    BR_CO_26 = "BR-CO-26"
    # Amounts with more than two decimals (`AMOUNTS_OF_TWO_DECIMALS`)
    BR_DEC_01 = "BR-DEC-01"
    BR_DEC_02 = "BR-DEC-02"
    BR_DEC_05 = "BR-DEC-05"
    BR_DEC_06 = "BR-DEC-06"
    BR_DEC_09 = "BR-DEC-09"
    BR_DEC_10 = "BR-DEC-10"
    BR_DEC_11 = "BR-DEC-11"
    BR_DEC_12 = "BR-DEC-12"
    BR_DEC_14 = "BR-DEC-14"
    BR_DEC_16 = "BR-DEC-16"
    BR_DEC_17 = "BR-DEC-17"
    BR_DEC_18 = "BR-DEC-18"
    BR_DEC_19 = "BR-DEC-19"
    BR_DEC_20 = "BR-DEC-20"
    BR_DEC_23 = "BR-DEC-23"
    BR_DEC_24 = "BR-DEC-24"
    BR_DEC_25 = "BR-DEC-25"
    BR_DEC_27 = "BR-DEC-27"
    BR_DEC_28 = "BR-DEC-28"
    # VAT categories: one rule of each kind for each category (`CATEGORY_CODES`)
    BR_S_02 = "BR-S-02"
    BR_S_03 = "BR-S-03"
    BR_S_04 = "BR-S-04"
    BR_S_05 = "BR-S-05"
    BR_S_06 = "BR-S-06"
    BR_S_07 = "BR-S-07"
    BR_S_08 = "BR-S-08"
    BR_S_10 = "BR-S-10"
    BR_Z_02 = "BR-Z-02"
    BR_Z_03 = "BR-Z-03"
    BR_Z_04 = "BR-Z-04"
    BR_Z_05 = "BR-Z-05"
    BR_Z_06 = "BR-Z-06"
    BR_Z_07 = "BR-Z-07"
    BR_Z_08 = "BR-Z-08"
    BR_Z_09 = "BR-Z-09"
    BR_Z_10 = "BR-Z-10"
    BR_E_02 = "BR-E-02"
    BR_E_03 = "BR-E-03"
    BR_E_04 = "BR-E-04"
    BR_E_05 = "BR-E-05"
    BR_E_06 = "BR-E-06"
    BR_E_07 = "BR-E-07"
    BR_E_08 = "BR-E-08"
    BR_E_09 = "BR-E-09"
    BR_E_10 = "BR-E-10"
    BR_AE_02 = "BR-AE-02"
    BR_AE_03 = "BR-AE-03"
    BR_AE_04 = "BR-AE-04"
    BR_AE_05 = "BR-AE-05"
    BR_AE_06 = "BR-AE-06"
    BR_AE_07 = "BR-AE-07"
    BR_AE_08 = "BR-AE-08"
    BR_AE_09 = "BR-AE-09"
    BR_AE_10 = "BR-AE-10"
    BR_IC_02 = "BR-IC-02"
    BR_IC_03 = "BR-IC-03"
    BR_IC_04 = "BR-IC-04"
    BR_IC_05 = "BR-IC-05"
    BR_IC_06 = "BR-IC-06"
    BR_IC_07 = "BR-IC-07"
    BR_IC_08 = "BR-IC-08"
    BR_IC_09 = "BR-IC-09"
    BR_IC_10 = "BR-IC-10"
    BR_IC_11 = "BR-IC-11"
    BR_IC_12 = "BR-IC-12"
    BR_G_02 = "BR-G-02"
    BR_G_03 = "BR-G-03"
    BR_G_04 = "BR-G-04"
    BR_G_05 = "BR-G-05"
    BR_G_06 = "BR-G-06"
    BR_G_07 = "BR-G-07"
    BR_G_08 = "BR-G-08"
    BR_G_09 = "BR-G-09"
    BR_G_10 = "BR-G-10"
    BR_O_02 = "BR-O-02"
    BR_O_03 = "BR-O-03"
    BR_O_04 = "BR-O-04"
    BR_O_05 = "BR-O-05"
    BR_O_06 = "BR-O-06"
    BR_O_07 = "BR-O-07"
    BR_O_08 = "BR-O-08"
    BR_O_09 = "BR-O-09"
    BR_O_10 = "BR-O-10"
    BR_O_11 = "BR-O-11"
    BR_O_12 = "BR-O-12"
    BR_O_13 = "BR-O-13"
    BR_O_14 = "BR-O-14"
    # Identifiers
    VAT_ID_INVALID = "vat-id-invalid"
    VAT_ID_COUNTRY = "vat-id-country"
    BR_CO_09 = "BR-CO-09"
    TAX_ID_INVALID = "tax-id-invalid"
    IBAN_INVALID = "iban-invalid"
    IBAN_COUNTRY = "iban-country"
    BIC_INVALID = "bic-invalid"
    # Dates and codes
    DUE_BEFORE_ISSUE = "due-before-issue"
    DUE_DATE_FAR = "due-date-far"
    ISSUE_DATE_FUTURE = "issue-date-future"
    ISSUE_DATE_OLD = "issue-date-old"
    CURRENCY_UNKNOWN = "currency-unknown"
    COUNTRY_UNKNOWN = "country-unknown"
    # The seller's earlier invoices
    DUPLICATE_NUMBER = "duplicate-number"
    DUPLICATE_AMOUNT_AND_DATE = "duplicate-amount-and-date"
    UNUSUAL_TOTAL = "unusual-total"
    ACCOUNT_FIRST_TIME = "account-first-time"
    ACCOUNT_CHANGED = "account-changed"
    # Our own companies
    NOT_OUR_INVOICE = "not-our-invoice"
    OWN_COMPANY_SELLS = "own-company-sells"
    # Evidence
    NOT_IN_DOCUMENT = "not-in-document"
    LOW_CONFIDENCE = "low-confidence"
    # The document and how it was read
    FILE_DAMAGED = "file-damaged"
    TEXT_NOT_EXTRACTED = "text-not-extracted"
    HIDDEN_TEXT = "hidden-text"
    XFA_FORM = "xfa-form"
    NOT_AN_INVOICE = "not-an-invoice"
    SEVERAL_INVOICES = "several-invoices"
    EINVOICE_UNREADABLE = "einvoice-unreadable"
    XML_DIFFERS_FROM_PAGE = "xml-differs-from-page"
    UNREADABLE_VALUE = "unreadable-value"
    VALUE_CUT = "value-cut"
    ROWS_CUT = "rows-cut"
    NOT_KEPT = "not-kept"
    CODE_DIFFERS = "code-differs"
    EXTRACTORS_DISAGREE = "extractors-disagree"
    EXTRACTED_ROWS_DISAGREE = "extracted-rows-disagree"
    MODEL_VALUES_DROPPED = "model-values-dropped"
    # The model could not be used: the code of the error
    MODEL_SETUP = "model-setup"
    MODEL_REFUSED_KEY = "model-refused-key"
    MODEL_NOT_FOUND = "model-not-found"
    MODEL_QUOTA = "model-quota"
    MODEL_ANSWER = "model-answer"
    MODEL_REFUSAL = "model-refusal"
    MODEL_ANSWER_TRUNCATED = "model-answer-truncated"
    MODEL_UNAVAILABLE = "unavailable"
    # A stored finding whose code this version does not know
    OTHER = "other"


class CategoryRule(StrEnum):
    """The rules that EN 16931 has for every VAT category, by their numbers. Not among them is rule 01 (what lines use
    is in the breakdown): the sums of rule 08 find the same, and the official forms for UBL and CII disagree about it.
    """

    LINE_PARTIES = "02"  # the tax numbers of seller and buyer, where a line is of the category
    ALLOWANCE_PARTIES = "03"
    CHARGE_PARTIES = "04"
    LINE_RATE = "05"
    ALLOWANCE_RATE = "06"
    CHARGE_RATE = "07"
    TAXABLE_AMOUNT = "08"  # the sum of lines and charges less allowances
    TAX_AMOUNT = "09"  # 0; the standard rate's is BR-CO-17
    EXEMPTION_REASON = "10"  # given, or not given


CATEGORY_CODES: Mapping[tuple[TaxCategory, CategoryRule], FindingCode] = {
    (category, rule): FindingCode(f"BR-{category.rule_prefix}-{rule}")
    for category in TaxCategory
    for rule in CategoryRule
    if (category, rule) != (TaxCategory.STANDARD, CategoryRule.TAX_AMOUNT)
}
"""The code of each rule of each category."""

REQUIRED_TERMS: Mapping[FindingCode, str] = {
    FindingCode.BR_04: "/type_code",
    FindingCode.BR_08: "/seller/postal_address",
    FindingCode.BR_10: "/buyer/postal_address",
    FindingCode.BR_12: "/lines_total",
    FindingCode.BR_13: "/net_amount",
    FindingCode.BR_15: "/amount_due",
    FindingCode.BR_16: "/lines",
    FindingCode.BR_17: "/payee/name",
    FindingCode.BR_18: "/tax_representative/name",
    FindingCode.BR_19: "/tax_representative/postal_address",
    FindingCode.BR_20: "/tax_representative/postal_address/country",
    FindingCode.BR_21: "/lines/*/id",
    FindingCode.BR_22: "/lines/*/quantity",
    FindingCode.BR_23: "/lines/*/unit",
    FindingCode.BR_24: "/lines/*/net_amount",
    FindingCode.BR_25: "/lines/*/description",
    FindingCode.BR_26: "/lines/*/unit_price",
    FindingCode.BR_31: "/allowances/*/amount",
    FindingCode.BR_32: "/allowances/*/tax_category",
    FindingCode.BR_33: "/allowances/*/reason|reason_code",
    FindingCode.BR_36: "/charges/*/amount",
    FindingCode.BR_37: "/charges/*/tax_category",
    FindingCode.BR_38: "/charges/*/reason|reason_code",
    FindingCode.BR_41: "/lines/*/allowances/*/amount",
    FindingCode.BR_42: "/lines/*/allowances/*/reason|reason_code",
    FindingCode.BR_43: "/lines/*/charges/*/amount",
    FindingCode.BR_44: "/lines/*/charges/*/reason|reason_code",
    FindingCode.BR_45: "/tax_breakdown/*/taxable_amount",
    FindingCode.BR_46: "/tax_breakdown/*/tax_amount",
    FindingCode.BR_47: "/tax_breakdown/*/category",
    FindingCode.BR_52: "/supporting_documents/*/reference",
    FindingCode.BR_54: "/lines/*/attributes/*/value",
    FindingCode.BR_55: "/preceding_invoices/*/number",
    FindingCode.BR_56: "/tax_representative/vat_id",
    FindingCode.BR_57: "/delivery/postal_address/country",
    FindingCode.BR_62: "/seller/electronic_address/scheme",
    FindingCode.BR_63: "/buyer/electronic_address/scheme",
    FindingCode.BR_64: "/lines/*/standard_id/scheme",
    FindingCode.BR_65: "/lines/*/classifications/*/scheme",
    FindingCode.BR_CO_04: "/lines/*/tax_category",
    FindingCode.BR_CO_26: "/seller/vat_id|identifiers|legal_id",
}
"""What an invoice that claims EN 16931 must give, wherever the group is that it belongs to: `*` is every row, and of
names with `|` between them one suffices."""

AMOUNTS_OF_TWO_DECIMALS: Mapping[FindingCode, str] = {
    FindingCode.BR_DEC_01: "/allowances/*/amount",
    FindingCode.BR_DEC_02: "/allowances/*/base",
    FindingCode.BR_DEC_05: "/charges/*/amount",
    FindingCode.BR_DEC_06: "/charges/*/base",
    FindingCode.BR_DEC_09: "/lines_total",
    FindingCode.BR_DEC_10: "/allowances_total",
    FindingCode.BR_DEC_11: "/charges_total",
    FindingCode.BR_DEC_12: "/net_amount",
    FindingCode.BR_DEC_14: "/total_amount",
    FindingCode.BR_DEC_16: "/paid_amount",
    FindingCode.BR_DEC_17: "/rounding_amount",
    FindingCode.BR_DEC_18: "/amount_due",
    FindingCode.BR_DEC_19: "/tax_breakdown/*/taxable_amount",
    FindingCode.BR_DEC_20: "/tax_breakdown/*/tax_amount",
    FindingCode.BR_DEC_23: "/lines/*/net_amount",
    FindingCode.BR_DEC_24: "/lines/*/allowances/*/amount",
    FindingCode.BR_DEC_25: "/lines/*/allowances/*/base",
    FindingCode.BR_DEC_27: "/lines/*/charges/*/amount",
    FindingCode.BR_DEC_28: "/lines/*/charges/*/base",
}
"""The amounts of EN 16931 that have two decimals at most; prices may have more."""


class Scope(StrEnum):
    """`document`: about the file or how it was read, so it stays when a person corrects values; `values`: about the
    values, so it is computed again after every correction."""

    DOCUMENT = "document"
    VALUES = "values"


class Kind(StrEnum):
    """The kind of a parameter, which decides how it is written in JSON and shown to a person."""

    AMOUNT = "amount"  # money, a decimal string; its currency is the parameter `currency`
    NUMBER = "number"  # a decimal string
    PERCENT = "percent"  # a decimal string: "21" is 21 %
    DATE = "date"  # ISO 8601
    COUNT = "count"  # a whole number
    TEXT = "text"  # as printed or as stored, of any language
    CODE = "code"  # a currency of ISO 4217 or a country of ISO 3166-1
    CHOICE = "choice"  # one of the parameter's `choices`
    FIELD = "field"  # a JSON pointer into InvoiceData
    VALUE = "value"  # a value of the field that the parameter `field` names, as text
    FIELDS = "fields"  # a list of JSON pointers
    TEXTS = "texts"  # a list of texts
    INVOICES = "invoices"  # a list of {invoice_id, filename}
    PRINTED_NUMBERS = "printed_numbers"  # a list of {number, page}: invoice numbers and where they are printed first
    PARTS = "parts"  # a list of {first, last, number, confidence}: pages that are probably one invoice, and its number


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """One parameter of a sentence; `optional`: it may be null. Every declared parameter is always present."""

    kind: Kind
    optional: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRule:
    """The rule of one code. `until_corrected`: although its scope is the document, it is about the values at its
    pointers, and is removed once a person has corrected all of them."""

    scope: Scope
    params: Mapping[str, Param] = field(default_factory=dict)
    until_corrected: bool = False


def _about_values(**params: Param) -> FindingRule:
    return FindingRule(scope=Scope.VALUES, params=params)


def _about_document(*, until_corrected: bool = False, **params: Param) -> FindingRule:
    return FindingRule(scope=Scope.DOCUMENT, params=params, until_corrected=until_corrected)


def _choice(*choices: str, optional: bool = False) -> Param:
    return Param(kind=Kind.CHOICE, choices=choices, optional=optional)


_AMOUNT = Param(kind=Kind.AMOUNT)
_NUMBER = Param(kind=Kind.NUMBER)
_PERCENT = Param(kind=Kind.PERCENT)
_DATE = Param(kind=Kind.DATE)
_COUNT = Param(kind=Kind.COUNT)
_TEXT = Param(kind=Kind.TEXT)
_CODE = Param(kind=Kind.CODE)
_FIELD = Param(kind=Kind.FIELD)
_FIELDS = Param(kind=Kind.FIELDS)
_TEXTS = Param(kind=Kind.TEXTS)
_VALUE = Param(kind=Kind.VALUE)
_CURRENCY = Param(kind=Kind.CODE, optional=True)
_SELLER = Param(kind=Kind.TEXT, optional=True)
_INVOICES = Param(kind=Kind.INVOICES)
_PARTY = _choice("seller", "buyer")
_PROBLEM = _choice("check_digits", "form")
_OPTIONAL_PERCENT = Param(kind=Kind.PERCENT, optional=True)
_OPTIONAL_AMOUNT = Param(kind=Kind.AMOUNT, optional=True)
_ADDED_UP = _about_values(sum=_AMOUNT, stated=_OPTIONAL_AMOUNT, currency=_CURRENCY)
_WITHOUT_MODEL = _about_document(reason=_TEXT)

_MISSING = _about_values(field=_FIELD)
_NEGATIVE_PRICE = _about_values(line=_COUNT, price=_AMOUNT, currency=_CURRENCY)
_PERIOD = _about_values(start=_DATE, end=_DATE)
_BESIDE_NOT_SUBJECT = _about_values(category=_TEXT)

_CATEGORY_RULES: Mapping[CategoryRule, FindingRule] = {
    CategoryRule.LINE_PARTIES: _about_values(category=_TEXT),
    CategoryRule.ALLOWANCE_PARTIES: _about_values(category=_TEXT),
    CategoryRule.CHARGE_PARTIES: _about_values(category=_TEXT),
    CategoryRule.LINE_RATE: _about_values(category=_TEXT, row=_COUNT, rate=_OPTIONAL_PERCENT),
    CategoryRule.ALLOWANCE_RATE: _about_values(category=_TEXT, row=_COUNT, rate=_OPTIONAL_PERCENT),
    CategoryRule.CHARGE_RATE: _about_values(category=_TEXT, row=_COUNT, rate=_OPTIONAL_PERCENT),
    CategoryRule.TAXABLE_AMOUNT: _about_values(
        category=_TEXT, rate=_OPTIONAL_PERCENT, sum=_AMOUNT, taxable=_AMOUNT, currency=_CURRENCY
    ),
    CategoryRule.TAX_AMOUNT: _about_values(category=_TEXT, tax=_AMOUNT, currency=_CURRENCY),
    CategoryRule.EXEMPTION_REASON: _about_values(category=_TEXT),
}

FINDINGS: Mapping[FindingCode, FindingRule] = {
    FindingCode.BR_02: _about_values(),
    FindingCode.BR_03: _about_values(),
    FindingCode.BR_05: _about_values(),
    FindingCode.BR_06: _about_values(),
    FindingCode.BR_07: _about_values(),
    FindingCode.BR_09: _about_values(),
    FindingCode.BR_11: _about_values(),
    FindingCode.BR_14: _about_values(),
    FindingCode.BR_CO_25: _about_values(),
    FindingCode.TOTAL_BELOW_NET: _about_values(total=_AMOUNT, net=_AMOUNT, currency=_CURRENCY),
    FindingCode.TOTAL_NOT_COMPARED: _about_values(fields=_FIELDS),  # the amounts that are missing
    FindingCode.TOTAL_ROUNDED: _about_values(total=_AMOUNT, sum=_AMOUNT, step=_AMOUNT, currency=_CURRENCY),
    FindingCode.BR_CO_15: _about_values(
        net=_AMOUNT,
        tax=_AMOUNT,
        sum=_AMOUNT,
        total=_AMOUNT,
        difference=_AMOUNT,
        direction=_choice("too_much", "too_little"),
        withholding=Param(kind=Kind.PERCENT, optional=True),  # where the difference is such a share of the net amount
        currency=_CURRENCY,
    ),
    FindingCode.BR_CO_14: _about_values(sum=_AMOUNT, tax=_AMOUNT, currency=_CURRENCY),
    FindingCode.TAXABLE_SUM: _about_values(sum=_AMOUNT, net=_AMOUNT, currency=_CURRENCY),
    FindingCode.BR_CO_17: _about_values(
        rate=_PERCENT, taxable=_AMOUNT, expected=_AMOUNT, tax=_AMOUNT, currency=_CURRENCY
    ),
    FindingCode.BR_CO_16: _about_values(
        total=_AMOUNT,
        paid=_OPTIONAL_AMOUNT,
        withheld=_OPTIONAL_AMOUNT,
        rounding=_OPTIONAL_AMOUNT,
        balance=_OPTIONAL_AMOUNT,  # owed from before
        left=_AMOUNT,  # what all of these leave of the total
        due=_AMOUNT,
        difference=_AMOUNT,
        direction=_choice("more", "less"),  # the amount due, compared with what is left
        currency=_CURRENCY,
    ),
    FindingCode.ZERO_TOTAL: _about_values(),
    FindingCode.NEGATIVE_TOTAL: _about_values(total=_AMOUNT, currency=_CURRENCY),
    FindingCode.BR_CO_11: _ADDED_UP,
    FindingCode.BR_CO_12: _ADDED_UP,
    FindingCode.BR_CO_18: _about_values(),
    FindingCode.BR_CO_10: _about_values(
        lines=_COUNT,
        sum=_AMOUNT,
        compared=_choice("lines_total", "net_amount"),  # what the lines should make
        expected=_AMOUNT,
        difference=_AMOUNT,
        direction=_choice("too_much", "too_little"),
        currency=_CURRENCY,
    ),
    FindingCode.BR_CO_13: _about_values(
        lines_total=_AMOUNT,
        allowances=_OPTIONAL_AMOUNT,
        charges=_OPTIONAL_AMOUNT,
        sum=_AMOUNT,
        net=_AMOUNT,
        difference=_AMOUNT,
        currency=_CURRENCY,
    ),
    FindingCode.LINE_AMOUNT: _about_values(
        line=_COUNT,
        quantity=_NUMBER,
        price=_AMOUNT,
        allowances=_OPTIONAL_AMOUNT,
        charges=_OPTIONAL_AMOUNT,
        product=_AMOUNT,  # with what is taken off and added
        amount=_AMOUNT,
        currency=_CURRENCY,
    ),
    FindingCode.MORE_LINE_AMOUNTS: _about_values(lines=_COUNT),
    **dict.fromkeys(REQUIRED_TERMS, _MISSING),
    FindingCode.BR_27: _NEGATIVE_PRICE,
    FindingCode.BR_28: _NEGATIVE_PRICE,
    FindingCode.BR_29: _PERIOD,
    FindingCode.BR_30: _about_values(line=_COUNT, start=_DATE, end=_DATE),
    FindingCode.BR_48: _MISSING,
    FindingCode.BR_53: _MISSING,
    FindingCode.BR_CO_03: _about_values(),
    **dict.fromkeys(AMOUNTS_OF_TWO_DECIMALS, _about_values(field=_FIELD, amount=_NUMBER)),
    **{code: _CATEGORY_RULES[rule] for (_, rule), code in CATEGORY_CODES.items()},
    FindingCode.BR_IC_11: _MISSING,
    FindingCode.BR_IC_12: _MISSING,
    FindingCode.BR_O_11: _BESIDE_NOT_SUBJECT,
    FindingCode.BR_O_12: _BESIDE_NOT_SUBJECT,
    FindingCode.BR_O_13: _BESIDE_NOT_SUBJECT,
    FindingCode.BR_O_14: _BESIDE_NOT_SUBJECT,
    FindingCode.VAT_ID_INVALID: _about_values(party=_PARTY, number=_TEXT, problem=_PROBLEM),
    FindingCode.VAT_ID_COUNTRY: _about_values(party=_PARTY, country=_CODE, number=_TEXT, number_country=_CODE),
    FindingCode.BR_CO_09: _about_values(
        party=_PARTY, number=_TEXT, country=_CODE, problem=_choice("check_digits", "form", optional=True)
    ),
    FindingCode.TAX_ID_INVALID: _about_values(party=_PARTY, number=_TEXT),
    FindingCode.IBAN_INVALID: _about_values(iban=_TEXT, problem=_PROBLEM),
    FindingCode.IBAN_COUNTRY: _about_values(country=_CODE, iban=_TEXT, iban_country=_CODE),
    FindingCode.BIC_INVALID: _about_values(bic=_TEXT),
    FindingCode.DUE_BEFORE_ISSUE: _about_values(due=_DATE, issued=_DATE),
    FindingCode.DUE_DATE_FAR: _about_values(due=_DATE, issued=_DATE, days=_COUNT),
    FindingCode.ISSUE_DATE_FUTURE: _about_values(issued=_DATE, days=_COUNT),
    FindingCode.ISSUE_DATE_OLD: _about_values(issued=_DATE, years=_COUNT),
    FindingCode.CURRENCY_UNKNOWN: _about_values(currency=_CODE),
    FindingCode.COUNTRY_UNKNOWN: _about_values(party=_PARTY, country=_CODE),
    FindingCode.DUPLICATE_NUMBER: _about_values(number=_TEXT, seller=_SELLER, invoices=_INVOICES),
    FindingCode.DUPLICATE_AMOUNT_AND_DATE: _about_values(
        seller=_SELLER, issued=_DATE, total=_AMOUNT, currency=_CURRENCY, invoices=_INVOICES
    ),
    FindingCode.UNUSUAL_TOTAL: _about_values(
        total=_AMOUNT,
        usual=_AMOUNT,  # the median of the earlier totals
        invoices=_COUNT,
        seller=_SELLER,
        direction=_choice("high", "low"),
        currency=_CURRENCY,
    ),
    FindingCode.ACCOUNT_FIRST_TIME: _about_values(account=_TEXT, seller=_SELLER),
    FindingCode.ACCOUNT_CHANGED: _about_values(
        account=_TEXT,
        seller=_SELLER,
        known=Param(kind=Kind.TEXTS),  # some of the confirmed accounts
        more=_COUNT,  # confirmed accounts beside these
    ),
    FindingCode.NOT_OUR_INVOICE: _about_values(
        buyer=Param(kind=Kind.TEXT, optional=True), number=Param(kind=Kind.TEXT, optional=True)
    ),
    FindingCode.OWN_COMPANY_SELLS: _about_values(seller=_SELLER, number=Param(kind=Kind.TEXT, optional=True)),
    FindingCode.NOT_IN_DOCUMENT: _about_values(fields=_FIELDS),
    FindingCode.LOW_CONFIDENCE: _about_values(
        fields=_FIELDS, reason=_choice("hard_to_read", "concluded"), confidence=_PERCENT
    ),
    FindingCode.FILE_DAMAGED: _about_document(),
    FindingCode.TEXT_NOT_EXTRACTED: _about_document(),
    FindingCode.HIDDEN_TEXT: _about_document(page=_COUNT, count=_COUNT, texts=_TEXTS),  # some of the text
    FindingCode.XFA_FORM: _about_document(),
    FindingCode.NOT_AN_INVOICE: _about_document(
        reason=_choice("title", "phrase", "denied", "no_number_no_total", "model"),
        kind=_choice(*NO_INVOICES, optional=True),
        title=Param(kind=Kind.TEXT, optional=True),
    ),
    FindingCode.SEVERAL_INVOICES: _about_document(
        reason=_choice("numbers", "model", "xml"),
        count=_COUNT,
        numbers=Param(kind=Kind.PRINTED_NUMBERS),
        parts=Param(kind=Kind.PARTS, optional=True),  # where the file may be split; findings of before have none
    ),
    FindingCode.EINVOICE_UNREADABLE: _about_document(reason=_TEXT),
    FindingCode.XML_DIFFERS_FROM_PAGE: _about_document(
        term=_choice("invoice_number", "total", "iban"), xml=_TEXT, printed=Param(kind=Kind.TEXTS)
    ),
    FindingCode.UNREADABLE_VALUE: _about_document(
        element=_TEXT,
        written=_TEXT,
        expected=_choice("number", "date", "code"),
        length=Param(kind=Kind.COUNT, optional=True),  # letters of the code
    ),
    FindingCode.VALUE_CUT: _about_document(element=_TEXT, length=_COUNT, kept=_COUNT),
    FindingCode.ROWS_CUT: _about_document(rows=_choice("lines", "tax_breakdown"), count=_COUNT, kept=_COUNT),
    FindingCode.NOT_KEPT: _about_document(elements=_TEXTS, count=_COUNT),  # the first ones, and how many there are
    FindingCode.CODE_DIFFERS: _about_document(field=_FIELD, code=_VALUE, printed=_VALUE, until_corrected=True),
    FindingCode.EXTRACTORS_DISAGREE: _about_document(
        until_corrected=True, field=_FIELD, model=_VALUE, local=_VALUE, kept=_VALUE
    ),
    FindingCode.EXTRACTED_ROWS_DISAGREE: _about_document(
        until_corrected=True, rows=_choice("lines", "tax_breakdown"), model=_COUNT, local=_COUNT, same=_COUNT
    ),
    FindingCode.MODEL_VALUES_DROPPED: _about_document(count=_COUNT, fields=_FIELDS),
    FindingCode.MODEL_SETUP: _WITHOUT_MODEL,
    FindingCode.MODEL_REFUSED_KEY: _WITHOUT_MODEL,
    FindingCode.MODEL_NOT_FOUND: _WITHOUT_MODEL,
    FindingCode.MODEL_QUOTA: _WITHOUT_MODEL,
    FindingCode.MODEL_ANSWER: _WITHOUT_MODEL,
    FindingCode.MODEL_REFUSAL: _WITHOUT_MODEL,
    FindingCode.MODEL_ANSWER_TRUNCATED: _WITHOUT_MODEL,
    FindingCode.MODEL_UNAVAILABLE: _WITHOUT_MODEL,
    FindingCode.OTHER: _about_document(),
}
