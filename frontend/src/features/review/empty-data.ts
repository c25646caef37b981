import type { InvoiceData } from "@/lib/api/types";

const party = {
  name: null,
  vat_id: null,
  tax_id: null,
  address: null,
  country: null,
  email: null,
  phone: null,
  website: null,
};

/** Nothing known: what a document has before it was read. */
export const EMPTY_DATA: InvoiceData = {
  document_type: null,
  invoice_number: null,
  issue_date: null,
  due_date: null,
  currency: null,
  purchase_order: null,
  payment_terms: null,
  seller: party,
  buyer: party,
  payment: { iban: null, bic: null, account: null, reference: null, means: null },
  net_amount: null,
  tax_amount: null,
  total_amount: null,
  paid_amount: null,
  amount_due: null,
  tax_breakdown: [],
  lines: [],
  operation_codes: [],
  notes: null,
  summary: null,
};
