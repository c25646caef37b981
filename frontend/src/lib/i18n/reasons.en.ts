/** What to look at first in an invoice, in a few English words: the last column of the inbox. */
import { categoryReasons } from "./category-sentences";
import type { FindingReasons } from "./finding-sentences";

const party = { seller: "Seller", buyer: "Buyer" };
const apart = { too_much: "too much", too_little: "too little" };
const withoutModel = "Read without the language model";

export const reasons: FindingReasons = {
  "BR-02": "Number is missing",
  "BR-03": "Date is missing",
  "BR-05": "Currency is missing",
  "BR-06": "Seller is missing",
  "BR-07": "Buyer is missing",
  "BR-09": "Seller's country is missing",
  "BR-11": "Buyer's country is missing",
  "BR-14": "Total is missing",
  "BR-CO-25": "No due date or terms",
  "total-below-net": "Total is less than net",
  "total-not-compared": ({ fields }, { field }) => `Missing: ${fields.map(field).join(", ")}`,
  "total-rounded": "Total is rounded",
  "BR-CO-15": ({ difference, direction, currency }, { amount }) =>
    `${amount(difference, currency)} ${apart[direction]}`,
  "BR-CO-14": "Tax rows do not add up",
  "taxable-sum": "Taxable amounts do not add up",
  "BR-CO-17": ({ rate }, { percent }) => `Tax is not ${percent(rate)}`,
  "BR-CO-16": ({ difference, direction, currency }, { amount }) =>
    `${amount(difference, currency)} ${{ more: "more", less: "less" }[direction]} to pay than is left`,
  "BR-CO-11": "Allowances do not add up",
  "BR-CO-12": "Charges do not add up",
  "zero-total": "Total is 0",
  "negative-total": "Total is negative: a credit note?",
  "BR-CO-10": ({ difference, direction, currency }, { amount }) =>
    direction === "too_much"
      ? `Lines add up to ${amount(difference, currency)} too much`
      : `${amount(difference, currency)} missing in the lines`,
  "BR-CO-13": ({ difference, currency }, { amount }) =>
    `Lines and net differ by ${amount(difference, currency)}`,
  "BR-CO-18": "Tax breakdown is missing",
  "line-amount": ({ line }, { number }) => `Line ${number(line)}: quantity × price differs`,
  "more-line-amounts": ({ lines }, { number }) => `${number(lines)} more lines: quantity × price differs`,
  ...categoryReasons({
    "05": "Rate does not fit the VAT category",
    "06": "Rate does not fit the VAT category",
    "07": "Rate does not fit the VAT category",
    "08": "VAT category does not add up",
    "09": "Tax in a VAT category without tax",
    "10": "Reason of the tax exemption",
  }),
  "vat-id-invalid": (params) => `${party[params.party]}'s VAT number is wrong`,
  "vat-id-country": (params) => `${party[params.party]}'s VAT number is of another country`,
  "BR-CO-09": (params) => `${party[params.party]}'s VAT number has no country`,
  "tax-id-invalid": (params) => `${party[params.party]}'s tax number is wrong`,
  "iban-invalid": "IBAN is wrong",
  "iban-country": "Account is in another country",
  "bic-invalid": "BIC is wrong",
  "due-before-issue": "Due before its date",
  "due-date-far": ({ days }, { number }) => `Due only after ${number(days)} days`,
  "issue-date-future": "Date is in the future",
  "issue-date-old": ({ years }, { number }) =>
    years === 1 ? "Older than a year" : `Older than ${number(years)} years`,
  "currency-unknown": ({ currency }) => `${currency} is not a currency`,
  "country-unknown": (params) => `${party[params.party]}'s country is unknown`,
  "duplicate-number": ({ invoices }) => `Duplicate of no. ${invoices[0]?.invoice_id ?? "?"}`,
  "duplicate-amount-and-date": ({ invoices }) => `Like no. ${invoices[0]?.invoice_id ?? "?"}: a duplicate?`,
  "unusual-total": ({ direction }) => ({ high: "Higher than usual", low: "Lower than usual" })[direction],
  "account-first-time": "Account is new",
  "account-changed": "Bank account changed",
  "not-our-invoice": "Not addressed to us",
  "own-company-sells": "Our own company is the seller",
  "not-in-document": ({ fields }, { field }) => `Not in the document: ${fields.map(field).join(", ")}`,
  "low-confidence": ({ fields }, { field }) => `Not sure: ${fields.map(field).join(", ")}`,
  "text-not-extracted": "Too large to be read: type it in",
  "file-damaged": "File is damaged",
  "hidden-text": "Hidden text",
  "xfa-form": "Form that only Adobe Reader shows",
  "not-an-invoice": "Perhaps not an invoice",
  "several-invoices": ({ count }, { number }) => `${number(count)} invoices in one file`,
  "einvoice-unreadable": "E-invoice cannot be read",
  "xml-differs-from-page": ({ term }) =>
    `${{ invoice_number: "Number", total: "Total", iban: "IBAN" }[term]}: XML and page differ`,
  "unreadable-value": ({ element }) => `${element} cannot be read`,
  "value-cut": ({ element }) => `${element} was shortened`,
  "rows-cut": "Rows were left out",
  "not-kept": "XML has more values",
  "code-differs": ({ field: pointer }, { field }) => `${field(pointer)}: code and print differ`,
  "extractors-disagree": ({ field: pointer }, { field }) => `${field(pointer)}: two readings`,
  "extracted-rows-disagree": ({ rows }) =>
    `${{ lines: "Lines", tax_breakdown: "Tax rows" }[rows]}: two readings`,
  "model-values-dropped": "Values of the model left out",
  "model-setup": withoutModel,
  "model-refused-key": withoutModel,
  "model-not-found": withoutModel,
  "model-quota": withoutModel,
  "model-answer": withoutModel,
  "model-refusal": withoutModel,
  "model-answer-truncated": withoutModel,
  unavailable: withoutModel,
};
