/** The columns of the data table, by the names that files have for them: their contents, and which ones are shown. */
import type { ConfirmedInvoice, InvoiceColumn, Line, LineColumn } from "@/lib/api/types";
import { namedCode } from "@/lib/i18n/code-names";
import type { Messages } from "@/lib/i18n/en";
import type { Formats } from "@/lib/i18n/formats";
import { stored, store } from "@/lib/preferences";
import type { View } from "./search";

export type ColumnName = InvoiceColumn | LineColumn;

/** What a row is about: an invoice, or one of its lines; the numbers of lines count from 1. */
export interface Row {
  invoice: ConfirmedInvoice;
  line?: Line;
  number?: number;
}

interface Column {
  kind: "text" | "amount" | "money" | "count" | "date" | "moment";
  value: (row: Row, t: Messages) => string | number | null | undefined;
}

type OfInvoice = (invoice: ConfirmedInvoice, t: Messages) => string | number | null | undefined;
type OfLine = (line: Line) => string | null | undefined;

const ofInvoice =
  (kind: Column["kind"]) =>
  (value: OfInvoice): Column => ({ kind, value: ({ invoice }, t) => value(invoice, t) });
const ofLine =
  (kind: Column["kind"]) =>
  (value: OfLine): Column => ({ kind, value: ({ line }) => line && value(line) });

const text = ofInvoice("text");
const amount = ofInvoice("amount");
const date = ofInvoice("date");
const lineText = ofLine("text");
const lineAmount = ofLine("amount");

const INVOICE: Record<InvoiceColumn, Column> = {
  invoice_id: text((one) => one.invoice_id),
  filename: text((one) => one.filename),
  confirmed_at: ofInvoice("moment")((one) => one.confirmed_at),
  document_type: text((one, t) => t.review.documentType[one.document_type ?? "none"]),
  invoice_number: text((one) => one.invoice_number),
  issue_date: date((one) => one.issue_date),
  due_date: date((one) => one.due_date),
  currency: text((one) => one.currency),
  seller_name: text((one) => one.seller.name),
  seller_vat_id: text((one) => one.seller.vat_id),
  seller_tax_id: text((one) => one.seller.tax_id),
  seller_address: text((one) => one.seller.address),
  seller_country: text((one) => one.seller.country),
  buyer_name: text((one) => one.buyer.name),
  buyer_vat_id: text((one) => one.buyer.vat_id),
  buyer_tax_id: text((one) => one.buyer.tax_id),
  buyer_address: text((one) => one.buyer.address),
  buyer_country: text((one) => one.buyer.country),
  purchase_order: text((one) => one.purchase_order),
  operation_codes: text((one) => operationCodes(one).join(", ")),
  net_amount: amount((one) => one.net_amount),
  tax_amount: amount((one) => one.tax_amount),
  total_amount: ofInvoice("money")((one) => one.total_amount),
  paid_amount: amount((one) => one.paid_amount),
  amount_due: amount((one) => one.amount_due),
  iban: text((one) => one.payment.iban),
  payment_reference: text((one) => one.payment.reference),
  payment_terms: text((one) => one.payment_terms),
  line_count: ofInvoice("count")((one) => one.lines.length),
  summary: text((one) => one.summary),
  booking_account: text((one) => one.booking?.account),
  booking_cost_center: text((one) => one.booking?.cost_center),
  booking_tax_code: text((one) => one.booking?.tax_code),
  booking_category: text((one) => one.booking?.category),
  exported_at: ofInvoice("moment")((one, t) => one.exported_at ?? t.data.notExported),
  exported_reference: text((one) => one.exported_reference),
  reference: text((one) => one.reference),
  tags: text((one) => one.tags.join(", ")),
  company: ofInvoice("count")((one) => one.company),
  source: text((one, t) => t.data.sources[one.source.kind]),
};

const LINE: Record<LineColumn, Column> = {
  line_number: { kind: "count", value: ({ number }) => number },
  line_description: lineText((line) => line.description),
  line_product_code: lineText((line) => line.product_code),
  line_quantity: ofLine("count")((line) => line.quantity),
  line_unit: { kind: "text", value: ({ line }, t) => line?.unit && namedCode(t.units, line.unit) },
  line_unit_price: lineAmount((line) => line.unit_price),
  line_tax_rate: ofLine("count")((line) => line.tax_rate),
  line_net_amount: lineAmount((line) => line.net_amount),
  line_operation_codes: lineText((line) => line.operation_codes.join(", ")),
  line_order_line: lineText((line) => line.order_line),
  line_accounting_reference: lineText((line) => line.accounting_reference),
  line_booking_account: lineText((line) => line.booking?.account),
  line_booking_cost_center: lineText((line) => line.booking?.cost_center),
  line_booking_tax_code: lineText((line) => line.booking?.tax_code),
  line_booking_category: lineText((line) => line.booking?.category),
};

const COLUMNS: Record<ColumnName, Column> = { ...INVOICE, ...LINE };
const INVOICE_NAMES = Object.keys(INVOICE) as InvoiceColumn[];
const LINE_NAMES = Object.keys(LINE) as LineColumn[];

/** The columns that a view can show, in their order. */
export const columnsOf = (view: View): readonly ColumnName[] =>
  view === "lines" ? [...INVOICE_NAMES, ...LINE_NAMES] : INVOICE_NAMES;

const AT_FIRST: Record<View, readonly ColumnName[]> = {
  invoices: [
    "invoice_number",
    "seller_name",
    "issue_date",
    "operation_codes",
    "net_amount",
    "tax_amount",
    "total_amount",
    "exported_at",
  ],
  lines: [
    "invoice_number",
    "seller_name",
    "line_description",
    "line_quantity",
    "line_unit_price",
    "line_tax_rate",
    "line_net_amount",
  ],
};

const keptAs = (view: View) => (view === "lines" ? "data-line-columns" : "data-columns");

export function shownColumns(view: View): readonly ColumnName[] {
  const names: readonly string[] = stored(keptAs(view))?.split(",") ?? [];
  const chosen = columnsOf(view).filter((name) => names.includes(name));
  return chosen.length > 0 ? chosen : AT_FIRST[view];
}

export function keepColumns(view: View, columns: readonly ColumnName[]): void {
  store(keptAs(view), columns.join(","));
}

export const isNumeric = (name: ColumnName): boolean =>
  ["amount", "money", "count"].includes(COLUMNS[name].kind);

export function cellText(row: Row, name: ColumnName, t: Messages, f: Formats): string {
  const { kind, value } = COLUMNS[name];
  const found = value(row, t) ?? "";
  switch (kind) {
    case "text":
      return String(found);
    case "date":
      return f.date(String(found));
    case "moment":
      return f.dateTime(String(found));
    case "count":
      return f.number(found);
    case "amount":
      return f.number(found, 2);
    case "money":
      return f.money(String(found), row.invoice.currency);
  }
}

/** The codes of the invoice and of its lines, each once. */
function operationCodes({ operation_codes, lines }: ConfirmedInvoice): string[] {
  return [...new Set([...operation_codes, ...lines.flatMap((line) => line.operation_codes)])];
}
