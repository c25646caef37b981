/** The tax breakdown while it is typed: the tax of a rate, and the row that takes the rest of the net amount. */
import type Big from "big.js";
import type { TaxSubtotal } from "@/lib/api/types";
import { amount, decimal, sum } from "@/lib/decimal";

/** Base × rate (BT-117 by BR-CO-17 of EN 16931), half up to the decimals of the currency; null when either is missing. */
function taxOf(base: string | null, rate: string | null, digits: number): string | null {
  const taxable = decimal(base);
  const percent = decimal(rate);
  return taxable && percent ? amount(taxable.times(percent).div(100), digits) : null;
}

/** The tax that base and rate give, when it is another than the row says. */
export function taxThatDiffers(row: TaxSubtotal, digits: number): string | null {
  const computed = taxOf(row.taxable_amount, row.rate, digits);
  const stated = decimal(row.tax_amount);
  return computed !== null && stated !== null && !stated.eq(computed) ? computed : null;
}

/** Whether the row's tax is base × rate, or still empty; null while one of the two cannot be read. */
function followsRate(row: TaxSubtotal, digits: number): boolean | null {
  if (decimal(row.tax_amount) === null) return true;
  return taxOf(row.taxable_amount, row.rate, digits) === null ? null : taxThatDiffers(row, digits) === null;
}

/** Which row is being typed in, and what follows it, decided when its typing began. */
export interface TaxTyping {
  row: number;
  /** Whether its tax follows base and rate. */
  follows: boolean;
  /** The row that takes what the others leave of the net amount. */
  rest: number | null;
}

/**
 * What follows while row `index` is typed in. A tax that never was base × rate is what the seller stated, and stays.
 * Another row takes the rest only if the bases came to the net amount until now, so that they do so again; it is the one with
 * the largest base among those that no person typed (`byPerson`): what a person typed is never changed.
 */
export function typingIn(
  rows: readonly TaxSubtotal[],
  index: number,
  { net, digits, byPerson }: { net: string | null; digits: number; byPerson: ReadonlySet<number> },
): TaxTyping {
  const row = rows[index];
  return {
    row: index,
    follows: row !== undefined && (followsRate(row, digits) ?? false),
    rest: comesTo(rows, net) ? largestOf(rows, (other) => other !== index && !byPerson.has(other)) : null,
  };
}

/** The rows with one value typed, and what follows it. */
export function withTaxValue(
  rows: readonly TaxSubtotal[],
  name: keyof TaxSubtotal,
  value: string | null,
  typing: TaxTyping,
  { net, digits }: { net: string | null; digits: number },
): TaxSubtotal[] {
  const typed = rows.map((row, index) => (index === typing.row ? { ...row, [name]: value } : row));
  const row = typed[typing.row];
  if (!row || (name !== "rate" && name !== "taxable_amount")) return typed;
  const tax = taxOf(row.taxable_amount, row.rate, digits);
  if (typing.follows && tax !== null) typed[typing.row] = { ...row, tax_amount: tax };
  return typing.rest === null ? typed : withRest(typed, typing.rest, net, digits);
}

/** The rows without one; its base goes back to the one that takes the rest, if the bases came to the net amount. */
export function withoutTax(
  rows: readonly TaxSubtotal[],
  index: number,
  { net, digits, byPerson }: { net: string | null; digits: number; byPerson: ReadonlySet<number> },
): TaxSubtotal[] {
  const { rest } = typingIn(rows, index, { net, digits, byPerson });
  const emptied = rows.map((row, at) => (at === index ? { ...row, taxable_amount: null } : row));
  return (rest === null ? emptied : withRest(emptied, rest, net, digits)).filter((_, at) => at !== index);
}

/** The base of a row that is added: what the others leave of the net amount; null when they leave nothing. */
export function baseLeft(rows: readonly TaxSubtotal[], net: string | null): string | null {
  const left = decimal(net)?.minus(sum(rows.map((row) => row.taxable_amount)));
  return !left || left.eq(0) || left.lt(0) !== decimal(net)?.lt(0) ? null : left.toFixed(decimalsIn(net));
}

/** Row `rest` with what the others leave; as it is while they cannot be read, or exceed the net amount. */
function withRest(
  rows: readonly TaxSubtotal[],
  rest: number,
  net: string | null,
  digits: number,
): TaxSubtotal[] {
  const whole = decimal(net);
  const others = rows.filter((_, index) => index !== rest).map((row) => row.taxable_amount);
  const unread = others.some((base) => base !== null && base !== "" && decimal(base) === null);
  const left = whole?.minus(sum(others));
  if (!whole || !left || unread || (!left.eq(0) && left.lt(0) !== whole.lt(0))) return [...rows];
  return rows.map((row, index) => {
    if (index !== rest) return row;
    const base = amount(left, Math.max(digits, decimalsIn(row.taxable_amount)));
    return { ...row, taxable_amount: base, tax_amount: taxOf(base, row.rate, digits) ?? row.tax_amount };
  });
}

function decimalsIn(value: string | null): number {
  return value?.split(".")[1]?.length ?? 0;
}

function comesTo(rows: readonly TaxSubtotal[], net: string | null): boolean {
  return decimal(net)?.eq(sum(rows.map((row) => row.taxable_amount))) ?? false;
}

function largestOf(rows: readonly TaxSubtotal[], may: (index: number) => boolean): number | null {
  let largest: { index: number; base: Big } | null = null;
  for (const [index, row] of rows.entries()) {
    const base = decimal(row.taxable_amount)?.abs();
    if (base && may(index) && (largest === null || base.gt(largest.base))) largest = { index, base };
  }
  return largest?.index ?? null;
}
