"""The English sentence of every finding, written from its parameters and from nothing else.

Another language writes its own table over the same parameters; the web client does.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from shared.domain.document_kinds import DocumentKind
from shared.domain.finding_codes import (
    AMOUNTS_OF_TWO_DECIMALS,
    CATEGORY_CODES,
    FINDINGS,
    REQUIRED_TERMS,
    CategoryRule,
    FindingCode,
    Kind,
    Param,
)
from shared.domain.tax_categories import TaxCategory
from shared.domain.wording import field_name, money

_NAMED_INVOICES = 3
"""Earlier invoices a sentence names; more are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """The parameters of one finding: `given` as JSON has them, and by `[]` as a sentence shows them."""

    given: Mapping[str, Any]
    shown: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.shown[name]


Sentence = str | Callable[[Params], str]
"""A sentence with {names}, or what writes one that has variants."""


def sentence(code: FindingCode, given: Mapping[str, Any]) -> str:
    """The sentence of these parameters, which are the code's own (`FINDINGS`) in their JSON form."""
    shown = shown_params(FINDINGS[code].params, given)
    text = SENTENCES[code]
    return text.format_map(shown) if isinstance(text, str) else text(Params(given=given, shown=shown))


def shown_params(declared: Mapping[str, Param], given: Mapping[str, Any]) -> dict[str, str]:
    """The parameters in their JSON form as a sentence shows them."""
    return {name: _shown(declared[name].kind, value, given) for name, value in given.items()}


def _shown(kind: Kind, value: Any, given: Mapping[str, Any]) -> str:
    if value is None:
        return ""
    match kind:
        case Kind.AMOUNT:
            return money(Decimal(value), given.get("currency"))
        case Kind.NUMBER | Kind.PERCENT:
            return f"{Decimal(value).normalize():f}"
        case Kind.FIELD:
            return field_name(value)
        case Kind.FIELDS:
            return ", ".join(map(field_name, value))
        case Kind.TEXTS:
            return ", ".join(value)
        case Kind.INVOICES:
            return _named(value)
        case Kind.PRINTED_NUMBERS:
            return ", ".join(f"{one['number']} (page {one['page']})" for one in value)
        case Kind.PARTS:
            return ", ".join(f"{one['first']}-{one['last']}" for one in value)
        case Kind.COUNT | Kind.DATE | Kind.TEXT | Kind.CODE | Kind.CHOICE | Kind.VALUE:
            return str(value)


def _named(invoices: list[dict[str, Any]]) -> str:
    named = ", ".join(f"no. {one['invoice_id']} ({one['filename']})" for one in invoices[:_NAMED_INVOICES])
    rest = len(invoices) - _NAMED_INVOICES
    return f"{named} and {rest} more" if rest > 0 else named


_PROBLEMS = {"check_digits": "its check digits do not fit", "form": "it does not have the right form"}


def _choose(name: str, **sentences: str) -> Callable[[Params], str]:
    """The sentence of the choice that was made."""
    return lambda params: sentences[params.given[name]].format_map(params.shown)


_KINDS = {
    DocumentKind.PRO_FORMA: "a pro forma invoice",
    DocumentKind.REMINDER: "a reminder",
    DocumentKind.STATEMENT: "a statement of account",
    DocumentKind.ORDER: "an order",
    DocumentKind.ORDER_CONFIRMATION: "an order confirmation",
    DocumentKind.QUOTATION: "a quotation",
    DocumentKind.DELIVERY_NOTE: "a delivery note",
    DocumentKind.REMITTANCE_ADVICE: "a remittance advice",
    DocumentKind.CONTRACT: "a contract",
}


def _not_an_invoice(params: Params) -> str:
    kind = _KINDS.get(params.given["kind"], "another kind of document")
    return {
        "title": f"This looks like {kind} (“{params['title']}”), not an invoice to be paid.",
        "phrase": f"This looks like {kind}, not an invoice to be paid.",
        "denied": "The document says itself that it is no invoice.",
        "no_number_no_total": "No invoice number and no total amount were found: this may not be an invoice.",
        "model": "This document does not look like an invoice or a receipt.",
    }[params.given["reason"]]


def _total_wrong(params: Params) -> str:
    direction = {"too_much": "too much", "too_little": "too little"}[params.given["direction"]]
    question = f", {params['withholding']} % of the net: a withholding?" if params["withholding"] else "."
    return (
        f"Net {params['net']} plus tax {params['tax']} makes {params['sum']}, but the total is {params['total']}: "
        f"{params['difference']} {direction}{question}"
    )


def _due_wrong(params: Params) -> str:
    others = [
        template.format_map(params.shown)
        for name, template in (
            ("paid", " less {paid} already paid"),
            ("withheld", " less {withheld} withheld"),
            ("rounding", " plus rounding {rounding}"),
            ("balance", " plus {balance} owed from before"),
        )
        if params.given[name] is not None
    ]
    if not others:
        return (
            f"The amount due {params['due']} is not the total {params['total']}, and no payment already made is given: "
            f"{params['difference']} {params['direction']}."
        )
    return (
        f"Total {params['total']}{','.join(others)} leaves {params['left']}, but the amount due is {params['due']}: "
        f"{params['difference']} {params['direction']}."
    )


def _hidden_text(params: Params) -> str:
    words = "1 word" if params.given["count"] == 1 else f"{params['count']} words"
    quoted = ", ".join(f"“{text}”" for text in params.given["texts"])
    return f"Page {params['page']} of this file holds {words} that nobody can see; they are left out: {quoted}."


def _not_compared(params: Params) -> str:
    missing = " and ".join(f"no {field_name(pointer)}" for pointer in params.given["fields"])
    return f"Not checked: {missing}, so net + tax = total was not compared."


def _line_sum(params: Params) -> str:
    one = params.given["lines"] == 1
    lines = "The line amounts" if one else f"The {params['lines']} lines add up"
    compared = {"lines_total": "the stated sum of the lines", "net_amount": "the net amount"}[params.given["compared"]]
    ending = {
        "too_little": "are missing (an unread line or a charge?).",
        "too_much": "too much (a discount, or a line read twice?).",
    }[params.given["direction"]]
    return f"{lines} to {params['sum']}, but {compared} is {params['expected']}: {params['difference']} {ending}"


def _off_and_on(params: Params) -> str:
    """ " less 10.00 EUR plus 5.00 EUR", of what is given."""
    less = f" less {params['allowances']} of allowances" if params["allowances"] else ""
    return less + (f" plus {params['charges']} of charges" if params["charges"] else "")


def _net_wrong(params: Params) -> str:
    return (
        f"The sum of the lines {params['lines_total']}{_off_and_on(params)} makes {params['sum']}, "
        f"but the net amount is {params['net']}: {params['difference']} apart."
    )


def _line_wrong(params: Params) -> str:
    return (
        f"Line {params['line']}: {params['quantity']} × {params['price']}{_off_and_on(params)} makes "
        f"{params['product']}, but its amount is {params['amount']}."
    )


def _added_up(rows: str) -> Callable[[Params], str]:
    def write(params: Params) -> str:
        if params.given["stated"] is None:
            return f"The {rows} add up to {params['sum']}, but no sum of the {rows} is given."
        return f"The {rows} add up to {params['sum']}, but their sum is given as {params['stated']}."

    return write


def _category_rate(category: TaxCategory, owner: str) -> Callable[[Params], str]:
    rule = {
        TaxCategory.STANDARD: "must have a rate above 0",
        TaxCategory.NOT_SUBJECT: "must have no rate",
    }.get(category, "must have the rate 0")

    def write(params: Params) -> str:
        printed = f"{params['rate']} %" if params["rate"] else "none"
        return f"{owner} {params['row']} of VAT category {params['category']} {rule}, but has {printed}."

    return write


def _category_taxable(params: Params) -> str:
    rate = f" at {params['rate']} %" if params["rate"] else ""
    return (
        f"The lines and charges less allowances of VAT category {params['category']}{rate} make {params['sum']}, "
        f"but the taxable amount is {params['taxable']}."
    )


def _category_reason(category: TaxCategory) -> str:
    if category.needs_exemption_reason:
        return "VAT category {category} needs a reason for the exemption, but the VAT breakdown gives none."
    return "VAT category {category} has no exemption, but the VAT breakdown gives a reason for one."


def _category_parties(category: TaxCategory, owner: str) -> str:
    of_category = f"{owner} of VAT category {{category}}"
    match category:
        case TaxCategory.NOT_SUBJECT:
            return f"With {of_category} neither seller nor buyer gives a VAT number, but one of them does."
        case TaxCategory.INTRA_COMMUNITY:
            return f"With {of_category} seller and buyer must give their VAT numbers."
        case TaxCategory.REVERSE_CHARGE:
            return f"With {of_category} the seller must give a tax number, and the buyer a VAT or a register number."
        case TaxCategory.EXPORT:
            return f"With {of_category} the seller must give its VAT number."
        case _:
            return f"With {of_category} the seller must give a tax number."


_MISSING = "EN 16931 requires the {field}, which is not given."
_TOO_MANY_DECIMALS = "EN 16931 allows two decimals, but the {field} is {amount}."
_BESIDE_NOT_SUBJECT = "Beside VAT category O, not subject to VAT, no other may stand, but {rows} category {{category}}."


def _category_sentence(category: TaxCategory, rule: CategoryRule) -> Sentence:
    match rule:
        case CategoryRule.LINE_PARTIES:
            return _category_parties(category, "a line")
        case CategoryRule.ALLOWANCE_PARTIES:
            return _category_parties(category, "an allowance")
        case CategoryRule.CHARGE_PARTIES:
            return _category_parties(category, "a charge")
        case CategoryRule.LINE_RATE:
            return _category_rate(category, "Line")
        case CategoryRule.ALLOWANCE_RATE:
            return _category_rate(category, "Allowance")
        case CategoryRule.CHARGE_RATE:
            return _category_rate(category, "Charge")
        case CategoryRule.TAXABLE_AMOUNT:
            return _category_taxable
        case CategoryRule.TAX_AMOUNT:
            return "VAT category {category} has no tax, but the VAT breakdown gives {tax} for it."
        case CategoryRule.EXEMPTION_REASON:
            return _category_reason(category)


def _without_prefix(params: Params) -> str:
    problem = params.given["problem"]
    ending = (
        f", and as a number of {params['country']} it cannot be right: {_PROBLEMS[problem]}."
        if problem
        else f" ({params['country']})."
    )
    return (
        f"The {params['party']}'s VAT number {params['number']} does not begin with the letters of its country{ending}"
    )


def _duplicate_number(params: Params) -> str:
    seller = params["seller"] or "this seller"
    return f"Invoice number {params['number']} of {seller} already exists: {params['invoices']}."


def _duplicate_amount(params: Params) -> str:
    seller = params["seller"] or "This seller"
    return (
        f"{seller} has another invoice for {params['total']}, of {params['issued']} or within a week of it: "
        f"{params['invoices']}."
    )


def _unusual_total(params: Params) -> str:
    direction = {"high": "above", "low": "below"}[params.given["direction"]]
    return (
        f"The total {params['total']} is far {direction} what {params['seller'] or 'this seller'} usually charges: "
        f"the median of {params['invoices']} earlier invoices is {params['usual']}."
    )


def _account_first_time(params: Params) -> str:
    seller = params["seller"] or "this seller"
    return f"No confirmed invoice of {seller} has named the account {params['account']} before."


def _account_changed(params: Params) -> str:
    known = f"{params['known']} and {params['more']} more" if params.given["more"] else params["known"]
    return (
        f"The account {params['account']} is not one that confirmed invoices of {params['seller'] or 'this seller'} "
        f"named ({known}). Before paying, ask the seller through a contact that you already know."
    )


def _party(params: Params, name: str) -> str:
    """A party by what is known of it: "Acme S.A. (B12345674)"."""
    if params[name] and params["number"]:
        return f"{params[name]} ({params['number']})"
    return params[name] or f"the holder of {params['number']}"


def _not_in_document(params: Params) -> str:
    return f"{_subject(params.given['fields'])} not found anywhere in the document."


def _low_confidence(params: Params) -> str:
    reasons = {"hard_to_read": "hard to read", "concluded": "inferred, not printed as such"}
    reason = reasons[params.given["reason"]]
    return f"{_subject(params.given['fields'])} {reason} ({params['confidence']}% sure)."


def _subject(pointers: list[str]) -> str:
    """The fields of one row, or the only one, with their verb."""
    if len(pointers) == 1:
        return f"The {field_name(pointers[0])} was"
    names = [field_name(pointer).split(" of ")[0] for pointer in pointers]
    row = re.match(r"/\w+/\d+", pointers[0])
    owner = f" of {field_name(row.group())}" if row else ""
    return f"The {', '.join(names[:-1])} and {names[-1]}{owner} were"


def _unreadable_value(params: Params) -> str:
    expected = {"number": "a number", "date": "a date", "code": f"a code of {params['length']} letters"}
    return (
        f"The XML gives “{params['written']}” for {params['element']}, which is not "
        f"{expected[params.given['expected']]}."
    )


def _rows_cut(params: Params) -> str:
    rows = field_name(f"/{params['rows']}")
    return f"The XML has {params['count']} {rows}; only the first {params['kept']} are kept."


def _rows_disagree(params: Params) -> str:
    rows = field_name(f"/{params['rows']}")
    return (
        f"The model reads {params['model']} {rows} and the built-in extractor {params['local']}; "
        f"{params['same']} are the same."
    )


def _with_problem(text: str) -> Callable[[Params], str]:
    return lambda params: text.format_map({**params.shown, "problem": _PROBLEMS[params.given["problem"]]})


_WITHOUT_MODEL = "{reason} These values were read without it."

SENTENCES: Mapping[FindingCode, Sentence] = {
    FindingCode.BR_02: "No invoice number was found.",
    FindingCode.BR_03: "No invoice date was found.",
    FindingCode.BR_05: "No currency was found.",
    FindingCode.BR_06: "The seller's name was not found.",
    FindingCode.BR_07: "The buyer's name was not found.",
    FindingCode.BR_09: "The seller's address has no country, which an e-invoice requires.",
    FindingCode.BR_11: "The buyer's address has no country, which an e-invoice requires.",
    FindingCode.BR_14: "No total was found.",
    FindingCode.BR_CO_25: "An amount is to be paid, but neither a due date nor payment terms were found.",
    FindingCode.TOTAL_BELOW_NET: "The total {total} is less than the net amount {net}.",
    FindingCode.TOTAL_NOT_COMPARED: _not_compared,
    FindingCode.TOTAL_ROUNDED: "The total {total} is net plus tax {sum} rounded to {step}.",
    FindingCode.BR_CO_15: _total_wrong,
    FindingCode.BR_CO_14: "The tax rows add up to {sum}, but the tax amount is {tax}.",
    FindingCode.TAXABLE_SUM: "The taxable amounts add up to {sum}, but the net amount is {net}.",
    FindingCode.BR_CO_17: "{rate} % of {taxable} is {expected}, but this tax row says {tax}.",
    FindingCode.BR_CO_16: _due_wrong,
    FindingCode.ZERO_TOTAL: "The total of this invoice is 0.",
    FindingCode.NEGATIVE_TOTAL: "The total is negative ({total}): this may be a credit note.",
    FindingCode.BR_CO_10: _line_sum,
    FindingCode.BR_CO_11: _added_up("allowances"),
    FindingCode.BR_CO_12: _added_up("charges"),
    FindingCode.BR_CO_18: "This e-invoice has no VAT breakdown.",
    FindingCode.BR_CO_13: _net_wrong,
    FindingCode.LINE_AMOUNT: _line_wrong,
    FindingCode.MORE_LINE_AMOUNTS: "Quantity × price differs from the amount on {lines} more lines.",
    **dict.fromkeys(REQUIRED_TERMS, _MISSING),
    FindingCode.BR_27: "The net price of line {line} is below zero: {price}.",
    FindingCode.BR_28: "The gross price of line {line} is below zero: {price}.",
    FindingCode.BR_29: "The invoiced period ends on {end}, before it begins on {start}.",
    FindingCode.BR_30: "The period of line {line} ends on {end}, before it begins on {start}.",
    FindingCode.BR_48: _MISSING,
    FindingCode.BR_53: _MISSING,
    FindingCode.BR_CO_03: "Of the day on which the tax falls due and the code for it, only one may be given.",
    **dict.fromkeys(AMOUNTS_OF_TWO_DECIMALS, _TOO_MANY_DECIMALS),
    FindingCode.BR_IC_11: _MISSING,
    FindingCode.BR_IC_12: _MISSING,
    FindingCode.BR_O_11: _BESIDE_NOT_SUBJECT.format(rows="a tax row has"),
    FindingCode.BR_O_12: _BESIDE_NOT_SUBJECT.format(rows="a line has"),
    FindingCode.BR_O_13: _BESIDE_NOT_SUBJECT.format(rows="an allowance has"),
    FindingCode.BR_O_14: _BESIDE_NOT_SUBJECT.format(rows="a charge has"),
    **{code: _category_sentence(category, rule) for (category, rule), code in CATEGORY_CODES.items()},
    FindingCode.VAT_ID_INVALID: _with_problem("The {party}'s VAT number {number} cannot be right: {problem}."),
    FindingCode.VAT_ID_COUNTRY: "The {party} is in {country}, but the VAT number {number} is from {number_country}.",
    FindingCode.BR_CO_09: _without_prefix,
    FindingCode.TAX_ID_INVALID: (
        "The check digits of the {party}'s tax number {number} are wrong: a digit may be misread."
    ),
    FindingCode.IBAN_INVALID: _with_problem("The IBAN {iban} cannot be right: {problem}. Do not pay to it."),
    FindingCode.IBAN_COUNTRY: "The seller is in {country}, but the account ({iban}) is in {iban_country}.",
    FindingCode.BIC_INVALID: (
        "The BIC {bic} does not have the form of a BIC (8 or 11 characters, including a country code)."
    ),
    FindingCode.DUE_BEFORE_ISSUE: "The due date {due} is before the invoice date {issued}.",
    FindingCode.DUE_DATE_FAR: "The due date {due} is {days} days after the invoice date {issued}.",
    FindingCode.ISSUE_DATE_FUTURE: "The invoice date {issued} is {days} days in the future.",
    FindingCode.ISSUE_DATE_OLD: "The invoice date {issued} is more than {years} years ago.",
    FindingCode.CURRENCY_UNKNOWN: "{currency} is not a currency of ISO 4217.",
    FindingCode.COUNTRY_UNKNOWN: "The {party}'s country {country} is not a country of ISO 3166-1.",
    FindingCode.DUPLICATE_NUMBER: _duplicate_number,
    FindingCode.DUPLICATE_AMOUNT_AND_DATE: _duplicate_amount,
    FindingCode.UNUSUAL_TOTAL: _unusual_total,
    FindingCode.ACCOUNT_FIRST_TIME: _account_first_time,
    FindingCode.ACCOUNT_CHANGED: _account_changed,
    FindingCode.NOT_OUR_INVOICE: lambda params: (
        f"This invoice is for {_party(params, 'buyer')}, which is not one of your own companies."
    ),
    FindingCode.OWN_COMPANY_SELLS: lambda params: (
        f"The seller is {_party(params, 'seller')}, one of your own companies: seller and buyer may be mixed up."
    ),
    FindingCode.NOT_IN_DOCUMENT: _not_in_document,
    FindingCode.LOW_CONFIDENCE: _low_confidence,
    FindingCode.TEXT_NOT_EXTRACTED: (
        "The text of this document is too large or too dense to be read automatically. Please enter the data by hand, "
        "or upload the pages of the invoice alone."
    ),
    FindingCode.FILE_DAMAGED: ("Parts of this file are damaged: some data may be missing. Compare with the original."),
    FindingCode.HIDDEN_TEXT: _hidden_text,
    FindingCode.XFA_FORM: (
        "This PDF is a form (XFA) whose contents only Adobe Reader shows; its pages do not have them. "
        "Open it there, print it to a PDF and upload that."
    ),
    FindingCode.NOT_AN_INVOICE: _not_an_invoice,
    FindingCode.SEVERAL_INVOICES: _choose(
        "reason",
        numbers="This file seems to contain several invoices: {numbers}. Please split it.",
        model="This file seems to contain {count} invoices; only one set of data can be kept.",
        xml="The file contains {count} invoices; only the first one was read.",
    ),
    FindingCode.EINVOICE_UNREADABLE: "{reason}",
    FindingCode.XML_DIFFERS_FROM_PAGE: _choose(
        "term",
        invoice_number="The XML gives the invoice number {xml}, the page does not.",
        total="The XML gives a total of {xml}, which the page does not show.",
        iban="The XML asks for payment to {xml}, the page to {printed}.",
    ),
    FindingCode.UNREADABLE_VALUE: _unreadable_value,
    FindingCode.VALUE_CUT: "“{element}” has {length} characters; only the first {kept} are kept.",
    FindingCode.ROWS_CUT: _rows_cut,
    FindingCode.NOT_KEPT: (
        "The XML contains {count} more values than are kept, in {elements}. The original file has them."
    ),
    FindingCode.CODE_DIFFERS: "The code on the page gives “{code}” as the {field}, the print “{printed}”.",
    FindingCode.EXTRACTORS_DISAGREE: (
        "The {field} is “{model}” for the model and “{local}” for the built-in extractor; “{kept}” is kept."
    ),
    FindingCode.EXTRACTED_ROWS_DISAGREE: _rows_disagree,
    FindingCode.MODEL_VALUES_DROPPED: (
        "The model gave {count} values that cannot be used; they are left out ({fields})."
    ),
    FindingCode.MODEL_SETUP: _WITHOUT_MODEL,
    FindingCode.MODEL_REFUSED_KEY: _WITHOUT_MODEL,
    FindingCode.MODEL_NOT_FOUND: _WITHOUT_MODEL,
    FindingCode.MODEL_QUOTA: _WITHOUT_MODEL,
    FindingCode.MODEL_ANSWER: _WITHOUT_MODEL,
    FindingCode.MODEL_REFUSAL: _WITHOUT_MODEL,
    FindingCode.MODEL_ANSWER_TRUNCATED: _WITHOUT_MODEL,
    FindingCode.MODEL_UNAVAILABLE: _WITHOUT_MODEL,
    FindingCode.OTHER: "An earlier version of this system found something that this version does not check.",
}
