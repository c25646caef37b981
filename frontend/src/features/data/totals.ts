/** What invoices come to, each currency for itself. */
import type { ConfirmedInvoice } from "@/lib/api/types";
import { decimal } from "@/lib/decimal";
import Big from "big.js";

export interface CurrencyTotal {
  currency: string | null;
  net: string;
  tax: string;
  total: string;
  count: number;
}

type Summed = Pick<
  ConfirmedInvoice,
  "currency" | "document_type" | "net_amount" | "tax_amount" | "total_amount"
>;

/** A credit note takes away what it states, whichever sign it is printed with. */
export function totalsByCurrency(invoices: readonly Summed[]): CurrencyTotal[] {
  const sums = new Map<string | null, { net: Big; tax: Big; total: Big; count: number }>();
  for (const invoice of invoices) {
    const sum = sums.get(invoice.currency) ?? {
      net: new Big(0),
      tax: new Big(0),
      total: new Big(0),
      count: 0,
    };
    const signed = (value: string | null) => {
      const amount = decimal(value) ?? new Big(0);
      return invoice.document_type === "credit_note" ? amount.abs().times(-1) : amount;
    };
    sums.set(invoice.currency, {
      net: sum.net.plus(signed(invoice.net_amount)),
      tax: sum.tax.plus(signed(invoice.tax_amount)),
      total: sum.total.plus(signed(invoice.total_amount)),
      count: sum.count + 1,
    });
  }
  return [...sums]
    .map(([currency, { net, tax, total, count }]) => ({
      currency,
      net: net.toFixed(2),
      tax: tax.toFixed(2),
      total: total.toFixed(2),
      count,
    }))
    .sort((a, b) => b.count - a.count);
}
