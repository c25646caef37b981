/** What an accountant looks at first: who asks for how much, until when, and where the money is to go. */
import type { Finding, InvoiceData } from "@/lib/api/types";
import { valueAt } from "@/lib/json-pointer";
import { sameValue } from "./draft/draft";

/** How the account compares with those on confirmed invoices of the seller. */
export type Standing = "new" | "changed" | "known";

const ACCOUNTS = ["/payment/iban", "/payment/account"] as const;

/** The field of the account that the money is to go to: the IBAN, or where there is none the account. */
export function accountField(data: InvoiceData): string {
  return ACCOUNTS.find((pointer) => !sameValue(valueAt(data, pointer), null)) ?? ACCOUNTS[0];
}

/** What the checks say of the account; null for an account that they have not seen, because there is none or it was changed since. */
export function standingOf(
  findings: readonly Finding[],
  field: string,
  data: InvoiceData,
  checked: InvoiceData,
): Standing | null {
  const account = valueAt(data, field);
  if (sameValue(account, null) || account !== valueAt(checked, field)) return null;
  const found = (code: Finding["code"]) =>
    findings.some((finding) => finding.code === code && finding.pointers.includes(field));
  if (found("account-changed")) return "changed";
  return found("account-first-time") ? "new" : "known";
}

/** "Austral Sur Publicidad S.A. · 0004-00018327", as far as it is known; null when nothing is. */
export function nameOf(data: InvoiceData): string | null {
  return [data.seller.name, data.invoice_number].filter((part) => !sameValue(part, null)).join(" · ") || null;
}
