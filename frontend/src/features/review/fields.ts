/** The fields of an invoice: their order on the screen, their kinds, and what makes a value invalid. */
import type { InvoiceData } from "@/lib/api/types";
import { leaves } from "@/lib/json-pointer";

export type Kind = "text" | "long" | "date" | "number" | "currency" | "country" | "type" | "codes";

export interface Field {
  pointer: string;
  /** The last step of the pointer: the name of its label. */
  name: string;
  kind: Kind;
  /** Shown only when it has a value, or when somebody asks for more. */
  rare: boolean;
}

export type GroupName = "invoice" | "seller" | "buyer" | "amounts" | "payment" | "more";

interface Group {
  name: GroupName;
  fields: readonly Field[];
}

const KINDS: Record<string, Kind> = {
  document_type: "type",
  issue_date: "date",
  due_date: "date",
  currency: "currency",
  country: "country",
  payment_terms: "long",
  address: "long",
  notes: "long",
  summary: "long",
  description: "long",
  operation_codes: "codes",
  net_amount: "number",
  tax_amount: "number",
  total_amount: "number",
  paid_amount: "number",
  amount_due: "number",
  taxable_amount: "number",
  rate: "number",
  quantity: "number",
  unit_price: "number",
  tax_rate: "number",
};

export function kindOf(pointer: string): Kind {
  // An element of a list of codes is named by its number: its kind is the list's.
  return KINDS[nameOf(pointer)] ?? "text";
}

export function nameOf(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf("/") + 1);
}

function field(pointer: string): Field {
  const rare = pointer.endsWith("?");
  const clean = rare ? pointer.slice(0, -1) : pointer;
  return { pointer: clean, name: nameOf(clean), kind: kindOf(clean), rare };
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
  group("more", "/notes", "/summary"),
];

/** Why a value would be refused. */
export type Problem =
  | { why: "notNumber" }
  | { why: "notDate" }
  | { why: "tooLong"; limit: number }
  | { why: "notCode"; letters: number };

const SHORT = 200;
const LONG = 5000;
const CODE = 100;

/** The same limits as the server's model, so that most mistakes are seen while typing; the server has the last word. */
export function problemOf(pointer: string, value: unknown): Problem | null {
  if (typeof value !== "string" || value.trim() === "") return null;
  const text = value.trim();
  const kind = /\/operation_codes\/\d+$/.test(pointer) ? "codes" : kindOf(pointer);
  switch (kind) {
    case "number":
      return /^-?\d{1,12}(\.\d{1,8})?$/.test(text) ? null : { why: "notNumber" };
    case "date":
      return isDate(text) ? null : { why: "notDate" };
    case "currency":
      return /^[A-Za-z]{3}$/.test(text) ? null : { why: "notCode", letters: 3 };
    case "country":
      return /^[A-Za-z]{2}$/.test(text) ? null : { why: "notCode", letters: 2 };
    case "codes":
      return longerThan(text, CODE);
    case "long":
      return longerThan(text, LONG);
    case "text":
      return longerThan(text, SHORT);
    case "type":
      return null;
  }
}

function longerThan(text: string, limit: number): Problem | null {
  return text.length > limit ? { why: "tooLong", limit } : null;
}

export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Every value that would be refused, by pointer. */
export function problemsIn(data: InvoiceData): Map<string, Problem> {
  const problems = new Map<string, Problem>();
  for (const [pointer, value] of leaves(data)) {
    const problem = problemOf(pointer, value);
    if (problem) problems.set(pointer, problem);
  }
  return problems;
}
