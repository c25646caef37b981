/** Why an invoice was not confirmed automatically, in English. */
import type { BlockerSentences, BlockerWords } from "./blocker-text";

export const blockers: BlockerSentences = {
  "chosen-for-review": "It is one of those that go to a person all the same.",
  "read-again": "A person had it read again.",
  "seller-switched-off": "Invoices of this seller are not confirmed automatically.",
  "company-switched-off": "Invoices to this company are not confirmed automatically.",
  "seller-unknown": "The seller is not known from confirmed invoices.",
  "seller-known-by-name": "The seller is known by its name alone, not by a number or an account.",
  "company-unknown": "The buyer is none of the own companies.",
  "too-few-confirmed": ({ confirmed, needed }, { number }) =>
    `${number(confirmed)} of ${number(needed)} invoices in a row were confirmed by a person unchanged.`,
  "value-missing": ({ field }, formats) => `A value is missing: ${formats.field(field)}.`,
  "value-unsure": ({ field, confidence, least }, formats) =>
    `${formats.field(field)} is ${formats.percent(confidence)} sure, less than ${formats.percent(least)}.`,
  "finding-open": ({ finding }, formats) => `A check found something: ${formats.finding(finding)}`,
  "possible-duplicate": "It may be a duplicate.",
  "account-unknown": ({ account }, formats) =>
    `No person has confirmed the account ${formats.account(account)} for this seller.`,
  "account-missing": "It names no account; other invoices of this seller do.",
  "amount-unusual": ({ total, least, most, currency }, { amount }) =>
    `The total of ${amount(total, currency)} is not between ${amount(least, currency)} and ${amount(most, currency)}, as confirmed ones suggest.`,
  "amount-not-compared": ({ invoices, needed }, { number }) =>
    `The total can be compared with ${number(invoices)} of ${number(needed)} confirmed ones.`,
};

export const blockerWords: BlockerWords = {
  "chosen-for-review": "Chosen for a person",
  "read-again": "Read again",
  "seller-switched-off": "Seller switched off",
  "company-switched-off": "Company switched off",
  "seller-unknown": "Seller unknown",
  "seller-known-by-name": "Seller known by name alone",
  "company-unknown": "Buyer is no own company",
  "too-few-confirmed": "Too few confirmed before",
  "value-missing": "Value missing",
  "value-unsure": "Value not sure enough",
  "finding-open": "Finding of a check",
  "possible-duplicate": "Possible duplicate",
  "account-unknown": "Account unknown",
  "account-missing": "Account missing",
  "amount-unusual": "Unusual total",
  "amount-not-compared": "Total cannot be compared",
};
