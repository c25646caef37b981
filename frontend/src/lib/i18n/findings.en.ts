/** The findings in English. */
import type { FindingParams } from "@/lib/api/types";
import { categorySentences, type CategoryWording } from "./category-sentences";
import { namedInvoices, type FindingFormats, type FindingSentences } from "./finding-sentences";
import { termSentences, type TermWording } from "./term-sentences";

const party = { seller: "seller", buyer: "buyer" };
const problem = { check_digits: "its check digits do not fit", form: "it does not have the right form" };
const rowsOf = { lines: "lines", tax_breakdown: "tax rows" };

const lines = (n: number, number: (value: number) => string) =>
  n === 1 ? "The 1 line adds up" : `The ${number(n)} lines add up`;
const days = (n: number, number: (value: number) => string) => (n === 1 ? "1 day" : `${number(n)} days`);
const earlier = (invoices: Parameters<typeof namedInvoices>[0]) =>
  namedInvoices(
    invoices,
    (id, filename) => `no. ${id} (${filename})`,
    (n) => ` and ${n} more`,
  );
const partyName = (name: string | null, number: string | null) =>
  name === null ? `the holder of ${number ?? ""}` : number === null ? name : `${name} (${number})`;
const withoutModel = ({ reason }: { reason: string }) => `${reason} These values were read without it.`;
const quoted = (names: readonly string[]) => names.map((name) => `“${name}”`).join(", ");

/** The allowances and charges that are given. */
const offAndOn = (
  params: { allowances: string | null; charges: string | null; currency: string | null },
  amount: FindingFormats["amount"],
) =>
  (params.allowances === null ? "" : ` less ${amount(params.allowances, params.currency)} of allowances`) +
  (params.charges === null ? "" : ` plus ${amount(params.charges, params.currency)} of charges`);

const terms: TermWording = {
  required: (field) => `EN 16931 requires “${field}”, which is not given.`,
  twoDecimals: (field, amount) => `EN 16931 allows two decimals, but “${field}” is ${amount}.`,
};

/** What is not subject to VAT stands alone. */
const besideNotSubject =
  (row: string) =>
  ({ category: code }: { category: string }) =>
    `Beside VAT category O, not subject to VAT, no other may stand, but ${row} has category ${code}.`;

const category: CategoryWording = {
  parties: (owner, code, demand) =>
    `With ${{ line: "a line", allowance: "an allowance", charge: "a charge" }[owner]} of VAT category ${code} ` +
    {
      seller: "the seller must give a tax number.",
      seller_vat: "the seller must give its VAT number.",
      both: "the seller must give a tax number, and the buyer a VAT or a register number.",
      both_vat: "seller and buyer must give their VAT numbers.",
      none: "neither seller nor buyer gives a VAT number, but one of them does.",
    }[demand],
  rate: (owner, row, code, rule, rate) =>
    `${{ line: "Line", allowance: "Allowance", charge: "Charge" }[owner]} ${row} of VAT category ${code} ` +
    `${{ above_zero: "must have a rate above 0", zero: "must have the rate 0", none: "must have no rate" }[rule]}, ` +
    `but has ${rate ?? "none"}.`,
  taxable: (code, rate, sum, taxable) =>
    `The lines and charges less allowances of VAT category ${code}${rate === null ? "" : ` at ${rate}`} ` +
    `make ${sum}, but the taxable amount is ${taxable}.`,
  tax: (code, tax) => `VAT category ${code} has no tax, but the VAT breakdown gives ${tax} for it.`,
  reasonMissing: (code) =>
    `VAT category ${code} needs a reason for the exemption, but the VAT breakdown gives none.`,
  reasonGiven: (code) =>
    `VAT category ${code} has no exemption, but the VAT breakdown gives a reason for one.`,
};

const KINDS: Record<NonNullable<FindingParams["not-an-invoice"]["kind"]>, string> = {
  pro_forma: "a pro forma invoice",
  reminder: "a reminder",
  statement: "a statement of account",
  order: "an order",
  order_confirmation: "an order confirmation",
  quotation: "a quotation",
  delivery_note: "a delivery note",
  remittance_advice: "a remittance advice",
  contract: "a contract",
  other: "another kind of document",
};

export const findings: FindingSentences = {
  "BR-02": "No invoice number was found.",
  "BR-03": "No invoice date was found.",
  "BR-05": "No currency was found.",
  "BR-06": "The seller's name was not found.",
  "BR-07": "The buyer's name was not found.",
  "BR-09": "The seller's address has no country, which an e-invoice requires.",
  "BR-11": "The buyer's address has no country, which an e-invoice requires.",
  "BR-14": "No total was found.",
  "BR-CO-25": "An amount is to be paid, but neither a due date nor payment terms were found.",
  "total-below-net": ({ total, net, currency }, { amount }) =>
    `The total ${amount(total, currency)} is less than the net amount ${amount(net, currency)}.`,
  "total-not-compared": ({ fields }, { field }) =>
    `Not checked: no ${fields.map((pointer) => `“${field(pointer)}”`).join(" and no ")}, so net + tax = total was not compared.`,
  "total-rounded": ({ total, sum, step, currency }, { amount }) =>
    `The total ${amount(total, currency)} is net plus tax ${amount(sum, currency)} ` +
    `rounded to ${amount(step, currency)}.`,
  "BR-CO-15": ({ net, tax, sum, total, difference, direction, withholding, currency }, { amount, percent }) =>
    `Net ${amount(net, currency)} plus tax ${amount(tax, currency)} makes ${amount(sum, currency)}, ` +
    `but the total is ${amount(total, currency)}: ${amount(difference, currency)} ` +
    { too_much: "too much", too_little: "too little" }[direction] +
    (withholding === null ? "." : `, ${percent(withholding)} of the net: a withholding?`),
  "BR-CO-14": ({ sum, tax, currency }, { amount }) =>
    `The tax rows add up to ${amount(sum, currency)}, but the tax amount is ${amount(tax, currency)}.`,
  "taxable-sum": ({ sum, net, currency }, { amount }) =>
    `The taxable amounts add up to ${amount(sum, currency)}, but the net amount is ${amount(net, currency)}.`,
  "BR-CO-17": ({ rate, taxable, expected, tax, currency }, { amount, percent }) =>
    `${percent(rate)} of ${amount(taxable, currency)} is ${amount(expected, currency)}, ` +
    `but this tax row says ${amount(tax, currency)}.`,
  "BR-CO-16": (params, { amount }) => {
    const { paid, withheld, rounding, balance, currency } = params;
    const others = [
      paid !== null && ` less ${amount(paid, currency)} already paid`,
      withheld !== null && ` less ${amount(withheld, currency)} withheld`,
      rounding !== null && ` plus rounding ${amount(rounding, currency)}`,
      balance !== null && ` plus ${amount(balance, currency)} owed from before`,
    ].filter((one) => one !== false);
    const ending = `${amount(params.difference, currency)} ${{ more: "more", less: "less" }[params.direction]}.`;
    return others.length === 0
      ? `The amount due ${amount(params.due, currency)} is not the total ${amount(params.total, currency)}, ` +
          `and no payment already made is given: ${ending}`
      : `Total ${amount(params.total, currency)}${others.join(",")} leaves ${amount(params.left, currency)}, ` +
          `but the amount due is ${amount(params.due, currency)}: ${ending}`;
  },
  "BR-CO-11": ({ sum, stated, currency }, { amount }) =>
    `The allowances add up to ${amount(sum, currency)}, but ` +
    (stated === null ? "no sum of them is given." : `their sum is given as ${amount(stated, currency)}.`),
  "BR-CO-12": ({ sum, stated, currency }, { amount }) =>
    `The charges add up to ${amount(sum, currency)}, but ` +
    (stated === null ? "no sum of them is given." : `their sum is given as ${amount(stated, currency)}.`),
  "zero-total": "The total of this invoice is 0.",
  "negative-total": ({ total, currency }, { amount }) =>
    `The total is negative (${amount(total, currency)}): this may be a credit note.`,
  "BR-CO-10": (params, { amount, number }) =>
    `${lines(params.lines, number)} to ${amount(params.sum, params.currency)}, but ` +
    `${{ lines_total: "the stated sum of the lines", net_amount: "the net amount" }[params.compared]} is ` +
    `${amount(params.expected, params.currency)}: ${amount(params.difference, params.currency)} ` +
    {
      too_little: "are missing (an unread line or a charge?).",
      too_much: "too much (a discount, or a line read twice?).",
    }[params.direction],
  "BR-CO-18": "This e-invoice has no VAT breakdown.",
  "BR-CO-13": (params, { amount }) =>
    `The sum of the lines ${amount(params.lines_total, params.currency)}${offAndOn(params, amount)} makes ` +
    `${amount(params.sum, params.currency)}, but the net amount is ${amount(params.net, params.currency)}: ` +
    `${amount(params.difference, params.currency)} apart.`,
  "line-amount": (params, { amount, number }) =>
    `Line ${number(params.line)}: ${number(params.quantity)} × ${amount(params.price, params.currency)}` +
    `${offAndOn(params, amount)} makes ${amount(params.product, params.currency)}, ` +
    `but its amount is ${amount(params.amount, params.currency)}.`,
  "more-line-amounts": ({ lines: n }, { number }) =>
    `Quantity × price differs from the amount on ${n === 1 ? "1 more line" : `${number(n)} more lines`}.`,
  ...termSentences(terms),
  "BR-27": ({ line, price, currency }, { amount, number }) =>
    `The net price of line ${number(line)} is below zero: ${amount(price, currency)}.`,
  "BR-28": ({ line, price, currency }, { amount, number }) =>
    `The gross price of line ${number(line)} is below zero: ${amount(price, currency)}.`,
  "BR-29": ({ start, end }, { date }) =>
    `The invoiced period ends on ${date(end)}, before it begins on ${date(start)}.`,
  "BR-30": ({ line, start, end }, { date, number }) =>
    `The period of line ${number(line)} ends on ${date(end)}, before it begins on ${date(start)}.`,
  "BR-CO-03": "Of the day on which the tax falls due and the code for it, only one may be given.",
  "BR-O-11": besideNotSubject("a tax row"),
  "BR-O-12": besideNotSubject("a line"),
  "BR-O-13": besideNotSubject("an allowance"),
  "BR-O-14": besideNotSubject("a charge"),
  ...categorySentences(category),
  "vat-id-invalid": (params) =>
    `The ${party[params.party]}'s VAT number ${params.number} cannot be right: ${problem[params.problem]}.`,
  "vat-id-country": (params) =>
    `The ${party[params.party]} is in ${params.country}, ` +
    `but the VAT number ${params.number} is from ${params.number_country}.`,
  "BR-CO-09": (params) =>
    `The ${party[params.party]}'s VAT number ${params.number} does not begin with the letters of its country` +
    (params.problem === null
      ? ` (${params.country}).`
      : `, and as a number of ${params.country} it cannot be right: ${problem[params.problem]}.`),
  "tax-id-invalid": (params) =>
    `The check digits of the ${party[params.party]}'s tax number ${params.number} are wrong: a digit may be misread.`,
  "iban-invalid": (params, { account }) =>
    `The IBAN ${account(params.iban)} cannot be right: ${problem[params.problem]}. Do not pay to it.`,
  "iban-country": ({ country, iban, iban_country }, { account }) =>
    `The seller is in ${country}, but the account (${account(iban)}) is in ${iban_country}.`,
  "bic-invalid": ({ bic }) =>
    `The BIC ${bic} does not have the form of a BIC (8 or 11 characters, including a country code).`,
  "due-before-issue": ({ due, issued }, { date }) =>
    `The due date ${date(due)} is before the invoice date ${date(issued)}.`,
  "due-date-far": ({ due, issued, days: n }, { date, number }) =>
    `The due date ${date(due)} is ${days(n, number)} after the invoice date ${date(issued)}.`,
  "issue-date-future": ({ issued, days: n }, { date, number }) =>
    `The invoice date ${date(issued)} is ${days(n, number)} in the future.`,
  "issue-date-old": ({ issued, years }, { date, number }) =>
    `The invoice date ${date(issued)} is more than ${years === 1 ? "1 year" : `${number(years)} years`} ago.`,
  "currency-unknown": ({ currency }) => `${currency} is not a currency of ISO 4217.`,
  "country-unknown": (params) =>
    `The ${party[params.party]}'s country ${params.country} is not a country of ISO 3166-1.`,
  "duplicate-number": ({ number, seller, invoices }) =>
    `Invoice number ${number} of ${seller ?? "this seller"} already exists: ${earlier(invoices)}.`,
  "duplicate-amount-and-date": ({ seller, issued, total, currency, invoices }, { amount, date }) =>
    `${seller ?? "This seller"} has another invoice for ${amount(total, currency)}, ` +
    `of ${date(issued)} or within a week of it: ` +
    `${earlier(invoices)}.`,
  "unusual-total": ({ total, usual, invoices, seller, direction, currency }, { amount, number }) =>
    `The total ${amount(total, currency)} is ${{ high: "higher", low: "lower" }[direction]} than ` +
    `${seller ?? "this seller"} usually charges: the median of ${number(invoices)} earlier invoices ` +
    `is ${amount(usual, currency)}.`,
  "account-first-time": ({ account, seller }, formats) =>
    `No confirmed invoice of ${seller ?? "this seller"} has named the account ${formats.account(account)} before.`,
  "account-changed": ({ account, seller, known, more }, formats) =>
    `The account ${formats.account(account)} is not one that confirmed invoices of ${seller ?? "this seller"} named ` +
    `(${known.map(formats.account).join(", ")}${more > 0 ? ` and ${more} more` : ""}). ` +
    "Before paying, ask the seller through a contact that you already know.",
  "not-our-invoice": ({ buyer, number }) =>
    `This invoice is for ${partyName(buyer, number)}, which is not one of your own companies.`,
  "own-company-sells": ({ seller, number }) =>
    `The seller is ${partyName(seller, number)}, one of your own companies: ` +
    "seller and buyer may be mixed up.",
  "not-in-document": ({ fields }, { field }) =>
    `Not found anywhere in the document: ${quoted(fields.map(field))}.`,
  "low-confidence": ({ fields, reason, confidence }, { field, percent }) =>
    `${{ hard_to_read: "Hard to read", concluded: "Inferred, not printed as such" }[reason]} ` +
    `(${percent(confidence)} sure): ${quoted(fields.map(field))}.`,
  "text-not-extracted":
    "The text of this document is too large or too dense to be read automatically. Please enter the data by hand, or upload the pages of the invoice alone.",
  "file-damaged": "Parts of this file are damaged: some data may be missing. Compare with the original.",
  "hidden-text": ({ page, count, texts }, { number }) =>
    `Page ${number(page)} of this file holds ${count === 1 ? "1 word" : `${number(count)} words`} that nobody can see; ` +
    `they are left out: ${texts.map((text) => `“${text}”`).join(", ")}.`,
  "xfa-form":
    "This PDF is a form (XFA) whose contents only Adobe Reader shows; its pages do not have them. " +
    "Open it there, print it to a PDF and upload that.",
  "not-an-invoice": ({ reason, kind, title }) =>
    ({
      title: `This looks like ${KINDS[kind ?? "other"]} (“${title ?? ""}”), not an invoice to be paid.`,
      phrase: `This looks like ${KINDS[kind ?? "other"]}, not an invoice to be paid.`,
      denied: "The document says itself that it is no invoice.",
      no_number_no_total: "No invoice number and no total amount were found: this may not be an invoice.",
      model: "This document does not look like an invoice or a receipt.",
    })[reason],
  "several-invoices": ({ reason, count, numbers }, { number }) =>
    ({
      numbers:
        `This file seems to contain ${number(count)} invoices: ` +
        `${numbers.map((one) => `${one.number} (page ${one.page})`).join(", ")}. Please split it.`,
      model: `This file seems to contain ${number(count)} invoices; only one set of data can be kept.`,
      xml: `The file contains ${number(count)} invoices; only the first one was read.`,
    })[reason],
  "einvoice-unreadable": ({ reason }) => reason,
  "xml-differs-from-page": ({ term, xml, printed }, { number, account }) =>
    ({
      invoice_number: `The XML gives the invoice number ${xml}, the page does not.`,
      total: `The XML gives a total of ${number(xml)}, which the page does not show.`,
      iban: `The XML asks for payment to ${account(xml)}, the page to ${printed.map(account).join(", ")}.`,
    })[term],
  "unreadable-value": ({ element, written, expected, length }, { number }) =>
    `The XML gives “${written}” for ${element}, which is not ` +
    `${{ number: "a number", date: "a date", code: `a code of ${number(length ?? 0)} letters` }[expected]}.`,
  "value-cut": ({ element, length, kept }, { number }) =>
    `“${element}” has ${number(length)} characters; only the first ${number(kept)} are kept.`,
  "rows-cut": ({ rows, count, kept }, { number }) =>
    `The XML has ${number(count)} ${rowsOf[rows]}; only the first ${number(kept)} are kept.`,
  "not-kept": ({ elements, count }, { number }) =>
    `The XML contains ${number(count)} more values than are kept, in ${elements.join(", ")}. The original file has them.`,
  "code-differs": ({ field: pointer, code, printed }, { field, value }) =>
    `${field(pointer)}: “${value(pointer, code)}” in the code on the page, “${value(pointer, printed)}” in print.`,
  "extractors-disagree": ({ field: pointer, model, local, kept }, { field, value }) =>
    `${field(pointer)}: “${value(pointer, model)}” for the model and “${value(pointer, local)}” for the ` +
    `built-in extractor; “${value(pointer, kept)}” is kept.`,
  "extracted-rows-disagree": ({ rows, model, local, same }, { number }) =>
    `The model reads ${number(model)} ${rowsOf[rows]} and the built-in extractor ${number(local)}; ` +
    `${number(same)} are the same.`,
  "model-values-dropped": ({ count, fields }, { field, number }) =>
    `The model gave ${count === 1 ? "1 value" : `${number(count)} values`} that cannot be used, left out: ` +
    `${quoted(fields.map(field))}.`,
  "model-setup": withoutModel,
  "model-refused-key": withoutModel,
  "model-not-found": withoutModel,
  "model-quota": withoutModel,
  "model-answer": withoutModel,
  "model-refusal": withoutModel,
  "model-answer-truncated": withoutModel,
  unavailable: withoutModel,
};
