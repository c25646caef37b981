/** Why an export left an invoice out, in English. */
import type { LeftOutSentences } from "./left-out-text";

export const leftOut: LeftOutSentences = {
  "value-missing": ({ field }, formats) => `A value is missing: ${formats.field(field)}.`,
  "day-out-of-range": ({ field, day, first, last }, formats) =>
    `${formats.field(field)}: ${formats.date(day)} is not within ${first} to ${last}. Is its year right?`,
  "fiscal-year-out-of-range": ({ day, first, last }, formats) =>
    `Its fiscal year begins on ${formats.date(day)}, which is not within ${first} to ${last}.`,
  "other-currency": ({ needed }) =>
    `Amounts in another currency than ${needed} need its rate, which an invoice does not state.`,
  "total-too-large": "The total has more digits than the format has.",
  "lines-incomplete": "Its lines are booked differently, and one of them has no amount or no rate of tax.",
  "lines-not-total": "Its lines do not make its total, and the invoice itself has no account for the rest.",
  "account-missing": "It is booked to no account.",
  "account-invalid": ({ account, digits }) => `“${account}” is no account of ${digits} digits.`,
  "tax-key-invalid": ({ tax_key }) => `“${tax_key}” is no tax key of DATEV: it has up to four digits.`,
  "letter-unknown": "Its class (A, B, C, M) is not known: say which letter these invoices have.",
  "number-invalid": "The number is not one of point of sale and voucher, such as 0003-00012345.",
  "cuit-invalid": "The seller’s CUIT is missing, or its check digit is wrong.",
  "tax-base-missing": "A row of its taxes has no net amount.",
  "tax-rate-unknown": "A rate of its taxes is none that ARCA has a code for.",
  "parts-not-total": ({ parts, total, currency }, { amount }) =>
    `Net amounts, VAT and what is beside them make ${amount(parts, currency)}, not ${amount(total, currency)}.`,
};
