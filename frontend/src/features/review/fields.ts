/** The fields of an invoice in the review: their order on the screen, and what makes a value invalid. */
import type { InvoiceData } from "@/lib/api/types";
import { isWireNumber } from "@/lib/decimal";
import { kindOf, type Kind } from "@/lib/invoices/fields";
import { changedLeaves, leaves } from "@/lib/json-pointer";
import { notationOf, readNumber, type NumberReason } from "@/lib/typed-number";
import { isDate, readDate, type DateReason } from "@/lib/typed-date";
import { LINE_COLUMNS } from "./table/headings";

export interface Field {
  pointer: string;
  kind: Kind;
  /** Shown only when it has a value, or when somebody asks for more. */
  rare: boolean;
}

export type GroupName = "invoice" | "seller" | "buyer" | "amounts" | "payment" | "booking" | "more";

interface Group {
  name: GroupName;
  fields: readonly Field[];
}

function field(pointer: string): Field {
  const rare = pointer.endsWith("?");
  const clean = rare ? pointer.slice(0, -1) : pointer;
  return { pointer: clean, kind: kindOf(clean), rare };
}

function group(name: GroupName, ...pointers: string[]): Group {
  return { name, fields: pointers.map(field) };
}

const party = (name: "seller" | "buyer") =>
  group(
    name,
    ...["name", "vat_id", "tax_id", "address", "country?", "email?", "phone?", "website?"].map(
      (rest) => `/${name}/${rest}`,
    ),
  );

export const GROUPS: readonly Group[] = [
  group(
    "invoice",
    "/document_type",
    "/invoice_number",
    "/issue_date",
    "/due_date",
    "/currency",
    "/purchase_order",
    "/operation_codes",
  ),
  party("seller"),
  party("buyer"),
  group("amounts", "/net_amount", "/tax_amount", "/total_amount", "/paid_amount?", "/amount_due"),
  group(
    "payment",
    "/payment/iban",
    "/payment/bic?",
    "/payment/account?",
    "/payment/reference",
    "/payment/means?",
    "/payment_terms",
  ),
  group("booking", "/booking/account?", "/booking/cost_center?", "/booking/tax_code?", "/booking/category?"),
  group("more", "/notes", "/summary"),
];

const FORM: readonly string[] = GROUPS.flatMap(({ fields }) => fields.map(({ pointer }) => pointer));
const TAX_COLUMNS: readonly string[] = ["category", "rate", "taxable_amount", "tax_amount"];
const ACCOUNTS = "/payment/accounts/";
const ACCOUNT_COLUMNS: readonly string[] = ["iban", "account", "bic", "name"];

/** The tables stand below the amounts: taxes, then lines. */
const TABLES_BEHIND = FORM.indexOf("/amount_due");

/**
 * The field that a pointer of a finding or of evidence leads to: itself, the list that a code is in, or the amount of the row
 * that it is part of. Null where the screen has no field for it.
 */
export function fieldFor(pointer: string): string | null {
  const [, first = "", row, name = "", ...more] = pointer.split("/");
  if (first === "lines" || first === "tax_breakdown") {
    if (row === undefined) return null;
    if (first === "lines" && LINE_COLUMNS.includes([name, ...more].join("/"))) return pointer;
    const known = first === "lines" ? LINE_COLUMNS.includes(name) : TAX_COLUMNS.includes(name);
    const code = more.length === 0 || kindOf(`/${name}`) === "codes";
    const column = known && code ? name : first === "lines" ? "net_amount" : "taxable_amount";
    return `/${first}/${row}/${column}`;
  }
  if (pointer.startsWith(ACCOUNTS)) {
    const [at = "", column = ""] = pointer.slice(ACCOUNTS.length).split("/");
    // The first one is that of the form, which has no name of its holder.
    if (at === "0") return FORM.includes(`/payment/${column}`) ? `/payment/${column}` : "/payment/iban";
    return `${ACCOUNTS}${at}/${ACCOUNT_COLUMNS.includes(column) ? column : "iban"}`;
  }
  if (FORM.includes(pointer)) return pointer;
  const list = pointer.replace(/\/\d+$/, "");
  return kindOf(list) === "codes" && FORM.includes(list) ? list : null;
}

/** Where the field stands on the screen: compares two fields, the first one first. */
export function byPlace(a: string, b: string): number {
  const [left, right] = [placeOf(a), placeOf(b)];
  const at = left.findIndex((step, index) => step !== right[index]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

/** The place of the field's group, its row, and its column. */
function placeOf(field: string): readonly number[] {
  const [, first = "", row, ...way] = field.split("/");
  const column = way.join("/");
  if (first === "lines") return [TABLES_BEHIND + 0.7, Number(row), LINE_COLUMNS.indexOf(column)];
  if (first === "tax_breakdown") return [TABLES_BEHIND + 0.3, Number(row), TAX_COLUMNS.indexOf(column)];
  if (field.startsWith(ACCOUNTS)) {
    return [FORM.indexOf("/payment_terms") + 0.5, Number(way[0]), ACCOUNT_COLUMNS.indexOf(way[1] ?? "")];
  }
  return [FORM.indexOf(field), 0, 0];
}

/** Why a value would be refused. */
export type Problem =
  | { why: "notNumber"; reason: NumberReason }
  | { why: "notDate"; reason: DateReason }
  | { why: "tooLong"; limit: number }
  | { why: "notCode"; letters: number };

const SHORT = 200;
const LONG = 5000;
const CODE = 100;

/** Whether the value is a per cent rate: a percent sign may be typed behind it. */
export function isRate(pointer: string): boolean {
  return /\/(tax_)?rate$/.test(pointer);
}

/**
 * The same limits as the server's model, so that most mistakes are seen while typing; the server has the last word.
 * What was typed for a number or date and is none is in the data as it was typed: `locale` is whose reader typed it.
 */
export function problemOf(pointer: string, value: unknown, locale: string): Problem | null {
  if (typeof value !== "string" || value.trim() === "") return null;
  const text = value.trim();
  const kind = /\/operation_codes\/\d+$/.test(pointer) ? "codes" : kindOf(pointer);
  switch (kind) {
    case "number":
      return isWireNumber(value) ? null : { why: "notNumber", reason: whyNoNumber(pointer, value, locale) };
    case "date":
      return isDate(value) ? null : { why: "notDate", reason: whyNoDate(value, locale) };
    case "currency":
      return /^[A-Za-z]{3}$/.test(text) ? null : { why: "notCode", letters: 3 };
    case "country":
      return /^[A-Za-z]{2}$/.test(text) ? null : { why: "notCode", letters: 2 };
    case "codes":
      return longerThan(text, CODE);
    case "long":
      return longerThan(text, LONG);
    case "text":
    case "iban":
      return longerThan(text, SHORT);
    case "type":
      return null;
  }
}

function whyNoNumber(pointer: string, text: string, locale: string): NumberReason {
  const reading = readNumber(text, notationOf(locale), { percent: isRate(pointer) });
  // Typed by a reader of another language, who meant something else by it.
  return "reason" in reading ? reading.reason : "not-a-number";
}

function whyNoDate(text: string, locale: string): DateReason {
  const reading = readDate(text, locale);
  return "reason" in reading ? reading.reason : "not-a-date";
}

function longerThan(text: string, limit: number): Problem | null {
  return text.length > limit ? { why: "tooLong", limit } : null;
}

/** Every value that would be refused, by pointer. */
export function problemsIn(data: InvoiceData, locale: string): ReadonlyMap<string, Problem> {
  const problems = new Map<string, Problem>();
  for (const [pointer, value] of leaves(data)) {
    const problem = problemOf(pointer, value, locale);
    if (problem) problems.set(pointer, problem);
  }
  return problems;
}

/** The problems of `after`, from those of `before`: only the values that differ are looked at. */
export function problemsAfter(
  problems: ReadonlyMap<string, Problem>,
  before: InvoiceData,
  after: InvoiceData,
  locale: string,
): ReadonlyMap<string, Problem> {
  const next = new Map(problems);
  let same = true;
  for (const { pointer, after: value } of changedLeaves(before, after)) {
    const problem = problemOf(pointer, value, locale);
    if (!problem && !next.has(pointer)) continue;
    same = false;
    if (problem) next.set(pointer, problem);
    else next.delete(pointer);
  }
  return same ? problems : next;
}
