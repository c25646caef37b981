/** What the lines add up to, and what a change in a line means for its amount. */
import Big from "big.js";
import type { InvoiceData, Line, Surcharge } from "@/lib/api/types";
import { currencyDigits } from "@/lib/currency-digits";
import { amount, decimal, sum } from "@/lib/decimal";
import { withValueAt } from "@/lib/json-pointer";
import { remembered } from "@/lib/remembered";
import type { ColumnName } from "./table/columns";

/**
 * Quantity × price (of so many, BT-149) less allowances plus charges (BT-131), half up to the currency's decimals; null when
 * quantity or price is missing.
 */
function lineNet(line: Line, digits: number): string | null {
  const count = decimal(line.quantity);
  const price = decimal(line.unit_price);
  if (!count || !price) return null;
  const beside = sum(line.charges.map((one) => one.amount)).minus(
    sum(line.allowances.map((one) => one.amount)),
  );
  const priced = decimal(line.price_base_quantity);
  const product = count.times(price);
  return amount((priced?.gt(0) ? product.div(priced) : product).plus(beside), digits);
}

/** The line's amount as quantity and price give it, when it is another than the line says. */
export function netThatDiffers(line: Line, digits = 2): { computed: string; difference: string } | null {
  const computed = lineNet(line, digits);
  const stated = decimal(line.net_amount);
  if (computed === null || stated === null || stated.round(digits, Big.roundHalfUp).eq(computed)) return null;
  return { computed, difference: amount(stated.minus(computed), digits) };
}

/** Whether the line's amount is quantity × price, or still empty; null while one of the two cannot be read. */
export function followsProduct(line: Line, digits = 2): boolean | null {
  if (decimal(line.net_amount) === null) return true;
  return lineNet(line, digits) === null ? null : netThatDiffers(line, digits) === null;
}

/**
 * The line with one value changed. Its amount follows quantity and price as long as it did before, or was empty:
 * an amount that never was their product (a discount, a rounding of the seller's) is what the seller stated and stays.
 * `followed` is the answer for a line where it cannot be seen, because its quantity or price was just emptied to be typed anew.
 */
export function withLineValue(
  line: Line,
  name: ColumnName<Line>,
  value: unknown,
  { followed = false, digits = 2 }: { followed?: boolean; digits?: number } = {},
): Line {
  const next = withValueAt(line, `/${name}`, value);
  if (name !== "quantity" && name !== "unit_price") return next;
  const computed = lineNet(next, digits);
  return (followsProduct(line, digits) ?? followed) && computed !== null
    ? { ...next, net_amount: computed }
    : next;
}

export interface ComputedTotals {
  net: string;
  /** Tax and total, when every line has a tax rate too; without, they would be a guess. */
  taxed: { tax: string; total: string } | null;
}

/** What the net amount is made of: an amount with its sign, and the rate of its tax, "21". Null: not known. */
interface NetPart {
  amount: Big | null;
  rate: string | null;
}

const rateOf = (rate: string | null): string | null => decimal(rate)?.toString() ?? null;

/** A line keeps its identity while nothing in it changes: the figures of hundreds are not read anew for every key. */
const partOfLine = remembered((line: Line): NetPart => ({
  amount: decimal(line.net_amount),
  rate: rateOf(line.tax_rate),
}));

function netParts(data: InvoiceData): NetPart[] {
  return [
    ...data.lines.map(partOfLine),
    ...data.allowances.map((one) => ({
      amount: decimal(one.amount)?.neg() ?? null,
      rate: rateOf(one.tax_rate),
    })),
    ...[...data.charges, ...data.surcharges.filter(isTaxed)].map((one) => ({
      amount: decimal(one.amount),
      rate: rateOf(one.tax_rate),
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
  const digits = currencyDigits(data.currency);
  const byRate = new Map<string | null, Big>();
  for (const { amount: part, rate } of netParts(data)) {
    if (part === null) return null;
    byRate.set(rate, byRate.get(rate)?.plus(part) ?? part);
  }
  const net = [...byRate.values()].reduce((total, part) => total.plus(part), new Big(0));
  const added = addedToTotal(data);
  if (byRate.has(null) || added === null) return { net: amount(net, digits), taxed: null };
  let tax = new Big(0);
  for (const [rate, taxable] of byRate)
    tax = tax.plus(
      taxable
        .times(rate ?? 0)
        .div(100)
        .round(digits, Big.roundHalfUp),
    );
  return {
    net: amount(net, digits),
    taxed: { tax: amount(tax, digits), total: amount(net.plus(tax).plus(added), digits) },
  };
}

/** What is added to net and tax: the surcharges that are not taxed; null while one has no amount. */
function addedToTotal(data: InvoiceData): Big | null {
  const added = data.surcharges.filter((surcharge) => !isTaxed(surcharge)).map((one) => one.amount);
  return added.some((one) => decimal(one) === null) ? null : sum(added);
}

/** The tax of the breakdown's rows together, where the invoice states another one, and the total with it. */
export interface TaxOfRows {
  tax: string;
  /** Null without a net amount. */
  total: string | null;
  /** Stated less computed; null where no tax is stated. */
  difference: string | null;
}

/** Null while a row has no tax, and when the invoice states the same. */
export function taxOfRows(data: InvoiceData): TaxOfRows | null {
  const taxes = data.tax_breakdown.map((row) => row.tax_amount);
  if (taxes.length === 0 || taxes.some((tax) => decimal(tax) === null)) return null;
  const digits = currencyDigits(data.currency);
  const tax = sum(taxes);
  const stated = decimal(data.tax_amount);
  if (stated?.eq(tax)) return null;
  const net = decimal(data.net_amount);
  const added = addedToTotal(data);
  return {
    tax: amount(tax, digits),
    total: net && added ? amount(net.plus(tax).plus(added), digits) : null,
    difference: stated ? amount(stated.minus(tax), digits) : null,
  };
}

/** The data with the tax of its rows, the total and what is to be paid with it. */
export function withTaxOfRows(data: InvoiceData, { tax, total }: TaxOfRows): InvoiceData {
  const taxed = { ...data, tax_amount: tax };
  return total === null ? taxed : withTotal(taxed, total);
}

/** The data with another total; what is to be paid follows, if it is stated (BT-115). */
function withTotal(data: InvoiceData, total: string): InvoiceData {
  const due = new Big(total)
    .minus(decimal(data.paid_amount) ?? 0)
    .plus(decimal(data.rounding_amount) ?? 0)
    .plus(decimal(data.previous_balance) ?? 0)
    .minus(sum(data.withholdings.map((one) => one.amount)));
  return {
    ...data,
    total_amount: total,
    amount_due: data.amount_due === null ? null : amount(due, currencyDigits(data.currency)),
  };
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
  return withTotal({ ...data, net_amount: totals.net, tax_amount: totals.taxed.tax }, totals.taxed.total);
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
  booking: null,
};
