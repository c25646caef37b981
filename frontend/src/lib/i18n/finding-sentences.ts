/** What a language gives for findings: one sentence for each code, written from the parameters of that code. */
import type { FindingCode, FindingParams } from "@/lib/api/types";

/** Writes a parameter in the reader's language and number format. */
export interface FindingFormats {
  /** Money: a decimal string with the currency of the invoice, if it is known. */
  amount: (value: string, currency: string | null) => string;
  number: (value: string | number) => string;
  /** A decimal string: "21" is 21 %. */
  percent: (value: string) => string;
  date: (iso: string) => string;
  /** An account's number, an IBAN in groups of four. */
  account: (number: string) => string;
  /** The label of the field at a JSON pointer. */
  field: (pointer: string) => string;
  /** A value of that field, in the form of its kind. */
  value: (pointer: string, value: string) => string;
}

/** A code without parameters has one sentence; every other a function of its parameters. */
type Sentence<Params> = string extends keyof Params
  ? string
  : (params: Params, formats: FindingFormats) => string;

/** `other` is a stored finding whose code this version does not know: only its stored sentence says what it is. */
type KnownCode = Exclude<FindingCode, "other">;

export type FindingSentences = { [Code in KnownCode]: Sentence<FindingParams[Code]> };

/** A few words for each finding: what to look at, in a row of a list. */
export type FindingReasons = {
  [Code in KnownCode]: string | ((params: FindingParams[Code], formats: FindingFormats) => string);
};

/** Invoices that a sentence names; more are counted. */
const MOST_NAMED = 3;

interface NamedInvoice {
  invoice_id: number;
  filename: string;
}

/** "no. 3 (a.pdf), no. 5 (b.pdf) and 2 more", in the words of a language. */
export function namedInvoices(
  invoices: readonly NamedInvoice[],
  one: (id: number, filename: string) => string,
  more: (n: number) => string,
): string {
  const named = invoices.slice(0, MOST_NAMED).map(({ invoice_id, filename }) => one(invoice_id, filename));
  const rest = invoices.length - named.length;
  return named.join(", ") + (rest > 0 ? more(rest) : "");
}
