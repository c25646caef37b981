/** What the lines add up to, and what a change in a line means for its amount. */
import Big from "big.js";
import type { InvoiceData, Line, Surcharge } from "@/lib/api/types";
import { amount, decimal, sum } from "@/lib/decimal";

/** Quantity × price less allowances plus charges (BT-131) with two decimals; null when either of the two is missing. */
function lineNet(line: Line): string | null {
  const count = decimal(line.quantity);
  const price = decimal(line.unit_price);
  if (!count || !price) return null;
  const beside = sum(line.charges.map((one) => one.amount)).minus(
    sum(line.allowances.map((one) => one.amount)),
  );
  return amount(count.times(price).plus(beside));
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

/** What the net amount is made of: an amount with its sign, and the rate of its tax. Null: not known. */
interface NetPart {
  amount: Big | null;
  rate: Big | null;
}

function netParts(data: InvoiceData): NetPart[] {
  return [
    ...data.lines.map((line) => ({ amount: decimal(line.net_amount), rate: decimal(line.tax_rate) })),
    ...data.allowances.map((one) => ({
      amount: decimal(one.amount)?.neg() ?? null,
      rate: decimal(one.tax_rate),
    })),
    ...[...data.charges, ...data.surcharges.filter(isTaxed)].map((one) => ({
      amount: decimal(one.amount),
      rate: decimal(one.tax_rate),
    })),
  ];
}

/** A surcharge that is taxed itself is part of the net amount; any other is added to the total. */
function isTaxed(surcharge: Surcharge): boolean {
  return surcharge.tax_category !== null || surcharge.tax_rate !== null;
}

/**
 * Totals from the lines, and what the document adds to them or takes from them; null unless there are lines and every
 * amount is known, since the sum of some is no total. Tax is computed for each rate on the sum of its parts, as
 * BR-CO-17 of EN 16931 has it.
 */
export function computedTotals(data: InvoiceData): ComputedTotals | null {
  if (data.lines.length === 0) return null;
  const byRate = new Map<string, Big>();
  let net = new Big(0);
  let everyRate = true;
  for (const { amount: part, rate } of netParts(data)) {
    if (part === null) return null;
    net = net.plus(part);
    if (rate === null) everyRate = false;
    else byRate.set(rate.toString(), (byRate.get(rate.toString()) ?? new Big(0)).plus(part));
  }
  const added = data.surcharges.filter((surcharge) => !isTaxed(surcharge)).map((one) => one.amount);
  if (!everyRate || added.some((one) => decimal(one) === null)) return { net: amount(net), taxed: null };
  let tax = new Big(0);
  for (const [rate, taxable] of byRate)
    tax = tax.plus(taxable.times(rate).div(100).round(2, Big.roundHalfUp));
  return { net: amount(net), taxed: { tax: amount(tax), total: amount(net.plus(tax).plus(sum(added))) } };
}

/** A stated sum follows what it is the sum of (BT-106 to BT-108); one that is not stated stays so. */
const restated = (stated: string | null, amounts: readonly (string | null)[]): string | null =>
  stated === null ? null : amount(sum(amounts));

/** The data with its totals replaced by the computed ones; the sums they are made of and what is to be paid follow. */
export function withComputedTotals(before: InvoiceData, totals: ComputedTotals): InvoiceData {
  const data: InvoiceData = {
    ...before,
    lines_total: restated(
      before.lines_total,
      before.lines.map((one) => one.net_amount),
    ),
    allowances_total: restated(
      before.allowances_total,
      before.allowances.map((one) => one.amount),
    ),
    charges_total: restated(
      before.charges_total,
      before.charges.map((one) => one.amount),
    ),
  };
  if (!totals.taxed) return { ...data, net_amount: totals.net };
  const due = new Big(totals.taxed.total)
    .minus(decimal(data.paid_amount) ?? 0)
    .plus(decimal(data.rounding_amount) ?? 0)
    .plus(decimal(data.previous_balance) ?? 0)
    .minus(sum(data.withholdings.map((one) => one.amount)));
  return {
    ...data,
    net_amount: totals.net,
    tax_amount: totals.taxed.tax,
    total_amount: totals.taxed.total,
    amount_due: data.amount_due === null ? null : amount(due),
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
