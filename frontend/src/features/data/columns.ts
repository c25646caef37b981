/** The columns of the data table: which exist, which are shown, and their contents. */
import type { ConfirmedInvoice } from "@/lib/api/types";
import type { Messages } from "@/lib/i18n/en";
import type { Formats } from "@/lib/i18n/formats";
import { stored, store } from "@/lib/preferences";

export const COLUMNS = [
  "invoice_number",
  "seller",
  "seller_vat_id",
  "buyer",
  "issue_date",
  "due_date",
  "document_type",
  "purchase_order",
  "operation_codes",
  "net_amount",
  "tax_amount",
  "total_amount",
  "amount_due",
  "currency",
  "iban",
  "lines",
  "filename",
  "confirmed_at",
  "summary",
] as const;
export type ColumnName = (typeof COLUMNS)[number];

const AT_FIRST: readonly ColumnName[] = [
  "invoice_number",
  "seller",
  "issue_date",
  "operation_codes",
  "net_amount",
  "tax_amount",
  "total_amount",
  "confirmed_at",
];

export const NUMERIC: ReadonlySet<ColumnName> = new Set([
  "net_amount",
  "tax_amount",
  "total_amount",
  "amount_due",
  "lines",
]);

export function shownColumns(): ColumnName[] {
  const names = stored("data-columns")?.split(",") ?? [];
  const chosen = COLUMNS.filter((name) => names.includes(name));
  return chosen.length > 0 ? chosen : [...AT_FIRST];
}

export function keepColumns(columns: readonly ColumnName[]): void {
  store("data-columns", columns.join(","));
}

export function cellText(invoice: ConfirmedInvoice, column: ColumnName, t: Messages, f: Formats): string {
  switch (column) {
    case "seller":
      return invoice.seller.name ?? "";
    case "seller_vat_id":
      return invoice.seller.vat_id ?? invoice.seller.tax_id ?? "";
    case "buyer":
      return invoice.buyer.name ?? "";
    case "issue_date":
    case "due_date":
      return f.date(invoice[column]);
    case "confirmed_at":
      return f.dateTime(invoice.confirmed_at);
    case "document_type":
      return t.review.documentType[invoice.document_type ?? "none"];
    case "operation_codes":
      return operationCodes(invoice).join(", ");
    case "net_amount":
    case "tax_amount":
    case "amount_due":
      return f.number(invoice[column], 2);
    case "total_amount":
      return f.money(invoice.total_amount, invoice.currency);
    case "iban":
      return invoice.payment.iban ?? "";
    case "lines":
      return f.number(invoice.lines.length);
    case "invoice_number":
    case "purchase_order":
    case "currency":
    case "filename":
    case "summary":
      return invoice[column] ?? "";
  }
}

/** The codes of the invoice and of its lines, each once. */
function operationCodes({ operation_codes, lines }: ConfirmedInvoice): string[] {
  return [...new Set([...operation_codes, ...lines.flatMap((line) => line.operation_codes)])];
}
