/** Decimal strings as the API speaks them ("774578.80"). Money never becomes a binary float. */
import Big from "big.js";

/** Whether the server takes the text as a number: digits, at most 12 before and 8 behind a point. */
export function isWireNumber(text: string): boolean {
  return /^-?[0-9]{1,12}(\.[0-9]{1,8})?$/.test(text);
}

/** The number, or null for an empty value or one that is not in the API's notation (Big itself would take "1e3"). */
export function decimal(value: string | null | undefined): Big | null {
  return value !== null && value !== undefined && /^-?[0-9]+(\.[0-9]+)?$/.test(value) ? new Big(value) : null;
}

export function sum(values: readonly (string | null | undefined)[]): Big {
  return values.reduce<Big>((total, value) => total.plus(decimal(value) ?? 0), new Big(0));
}

/** Half up, two decimals unless the currency has others: how amounts are printed. */
export function amount(value: Big, digits = 2): string {
  return value.toFixed(digits, Big.roundHalfUp);
}
