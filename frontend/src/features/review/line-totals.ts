/** What the lines add up to, and what a change in a line means for its amount. */
import Big from "big.js";
import type { InvoiceData, Line } from "@/lib/api/types";
import { amount, decimal, sum } from "@/lib/decimal";

/** Quantity × price with two decimals; null when either is missing. */
function lineNet({ quantity, unit_price }: Pick<Line, "quantity" | "unit_price">): string | null {
  const count = decimal(quantity);
  const price = decimal(unit_price);
  return count && price ? amount(count.times(price)) : null;
}

/** The line's amount as quantity and price give it, when it is another than the line says. */
export function netThatDiffers(line: Line): string | null {
  const computed = lineNet(line);
  const stated = decimal(line.net_amount);
  return computed !== null && stated !== null && !stated.round(2, Big.roundHalfUp).eq(computed)
    ? computed
    : null;
}

/** Whether the line's amount is quantity × price, or still empty; null while one of the two cannot be read. */
export function followsProduct(line: Line): boolean | null {
  if (decimal(line.net_amount) === null) return true;
  return lineNet(line) === null ? null : netThatDiffers(line) === null;
}

/**
 * The line with one value changed. Its amount follows quantity and price as long as it did before, or was empty:
 * an amount that never was their product (a discount, a rounding of the seller's) is what the seller stated and stays.
 * `followed` is the answer for a line where it cannot be seen, because its quantity or price was just emptied to be typed anew.
 */
export function withLineValue(line: Line, name: keyof Line, value: Line[keyof Line], followed = false): Line {
  const next: Line = { ...line, [name]: value };
  if (name !== "quantity" && name !== "unit_price") return next;
  const computed = lineNet(next);
  return (followsProduct(line) ?? followed) && computed !== null ? { ...next, net_amount: computed } : next;
}

export interface ComputedTotals {
  net: string;
  /** Tax and total, when every line has a tax rate too; without, they would be a guess. */
  taxed: { tax: string; total: string } | null;
}

/**
 * Totals from the lines; null unless every line has an amount, since the sum of some is no total. Tax is computed for
 * each rate on the sum of its lines, as BR-CO-17 of EN 16931 has it.
 */
export function computedTotals(lines: readonly Line[]): ComputedTotals | null {
  if (lines.length === 0 || lines.some((line) => decimal(line.net_amount) === null)) return null;
  const net = sum(lines.map((line) => line.net_amount));
  if (lines.some((line) => decimal(line.tax_rate) === null)) return { net: amount(net), taxed: null };
  const byRate = new Map<string, Big>();
  for (const line of lines) {
    const rate = decimal(line.tax_rate);
    const part = decimal(line.net_amount);
    if (rate && part) byRate.set(rate.toString(), (byRate.get(rate.toString()) ?? new Big(0)).plus(part));
  }
  let tax = new Big(0);
  for (const [rate, taxable] of byRate)
    tax = tax.plus(taxable.times(rate).div(100).round(2, Big.roundHalfUp));
  return { net: amount(net), taxed: { tax: amount(tax), total: amount(net.plus(tax)) } };
}

/** The data with its totals replaced by the computed ones; what is still to pay follows. */
export function withComputedTotals(data: InvoiceData, totals: ComputedTotals): InvoiceData {
  if (!totals.taxed) return { ...data, net_amount: totals.net };
  const paid = decimal(data.paid_amount) ?? new Big(0);
  return {
    ...data,
    net_amount: totals.net,
    tax_amount: totals.taxed.tax,
    total_amount: totals.taxed.total,
    amount_due: data.amount_due === null ? null : amount(new Big(totals.taxed.total).minus(paid)),
  };
}

export const EMPTY_LINE: Line = {
  description: null,
  product_code: null,
  quantity: null,
  unit: null,
  unit_price: null,
  tax_rate: null,
  net_amount: null,
  operation_codes: [],
  id: null,
  note: null,
  invoiced_object: null,
  order_line: null,
  accounting_reference: null,
  period: null,
  allowances: [],
  charges: [],
  price_discount: null,
  gross_price: null,
  price_base_quantity: null,
  price_base_unit: null,
  tax_category: null,
  buyer_product_code: null,
  standard_id: null,
  classifications: [],
  origin_country: null,
  attributes: [],
};
