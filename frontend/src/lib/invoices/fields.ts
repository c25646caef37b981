/** The names of the fields of an invoice, from the generated schema, and the kind of value that each has. */
import type { InvoiceData } from "@/lib/api/types";

/** Values, and lists of plain values such as codes, as opposed to groups of fields and their lists. */
type Names<Data, Wanted extends "field" | "group"> = {
  [Name in keyof Data & string]: NonNullable<Data[Name]> extends readonly (infer Item)[]
    ? Item extends object
      ? (Wanted extends "group" ? Name : never) | Names<Item, Wanted>
      : Wanted extends "field"
        ? Name
        : never
    : NonNullable<Data[Name]> extends object
      ? (Wanted extends "group" ? Name : never) | Names<NonNullable<Data[Name]>, Wanted>
      : Wanted extends "field"
        ? Name
        : never;
}[keyof Data & string];

/** The last step of a pointer to a value: "net_amount" for the invoice and for its lines. */
export type FieldName = Names<InvoiceData, "field">;
/** A step of a pointer that leads to further fields: "seller", "lines". */
export type FieldGroupName = Names<InvoiceData, "group">;

export type Kind = "text" | "long" | "date" | "number" | "currency" | "country" | "type" | "codes" | "iban";

const KINDS: Record<FieldName, Kind> = {
  document_type: "type",
  invoice_number: "text",
  issue_date: "date",
  due_date: "date",
  currency: "currency",
  purchase_order: "text",
  payment_terms: "long",
  operation_codes: "codes",
  name: "text",
  vat_id: "text",
  tax_id: "text",
  address: "long",
  country: "country",
  email: "text",
  phone: "text",
  website: "text",
  trading_name: "text",
  legal_info: "long",
  street: "text",
  street2: "text",
  line3: "text",
  city: "text",
  postcode: "text",
  subdivision: "text",
  iban: "iban",
  bic: "text",
  account: "text",
  reference: "text",
  means: "text",
  means_text: "text",
  holder: "text",
  creditor_id: "text",
  debited_account: "text",
  net_amount: "number",
  tax_amount: "number",
  total_amount: "number",
  paid_amount: "number",
  amount_due: "number",
  notes: "long",
  summary: "long",
  category: "text",
  rate: "number",
  taxable_amount: "number",
  exemption_reason: "long",
  exemption_code: "text",
  description: "long",
  product_code: "text",
  quantity: "number",
  unit: "text",
  unit_price: "number",
  tax_rate: "number",
  tax_category: "text",
  id: "text",
  scheme: "text",
  version: "text",
  note: "long",
  order_line: "text",
  accounting_reference: "text",
  cost_center: "text",
  tax_code: "text",
  start: "date",
  end: "date",
  amount: "number",
  base: "number",
  percent: "number",
  reason: "long",
  reason_code: "text",
  price_discount: "number",
  gross_price: "number",
  price_base_quantity: "number",
  price_base_unit: "text",
  buyer_product_code: "text",
  origin_country: "country",
  value: "text",
  type_code: "text",
  profile: "text",
  customization: "text",
  note_subjects: "codes",
  buyer_reference: "text",
  project_reference: "text",
  contract_reference: "text",
  sales_order: "text",
  receiving_advice: "text",
  despatch_advice: "text",
  tender_reference: "text",
  number: "text",
  date: "date",
  url: "long",
  filename: "text",
  media_type: "text",
  tax_point_date: "date",
  tax_point_code: "text",
  lines_total: "number",
  allowances_total: "number",
  charges_total: "number",
  rounding_amount: "number",
  tax_currency: "currency",
  tax_amount_in_tax_currency: "number",
  code: "text",
  days: "number",
  until: "date",
  gross_before_commission: "number",
  commission: "number",
  previous_balance: "number",
  tip: "number",
};

/** The last step of the pointer. */
function nameOf(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf("/") + 1);
}

export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(KINDS, name);
}

/** The kind of the value at the pointer; an element of a list of codes, named by its number, is text. */
export function kindOf(pointer: string): Kind {
  const name = nameOf(pointer);
  return isFieldName(name) ? KINDS[name] : "text";
}
