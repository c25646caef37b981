/** Decimal strings as the API speaks them ("774578.80"). Money never becomes a binary float. */
import Big from "big.js";

/** The number, or null for an empty or unreadable value. */
export function decimal(value: string | null | undefined): Big | null {
  if (value === null || value === undefined || value.trim() === "") return null;
  try {
    return new Big(value);
  } catch {
    return null;
  }
}

export function sum(values: readonly (string | null | undefined)[]): Big {
  return values.reduce<Big>((total, value) => total.plus(decimal(value) ?? 0), new Big(0));
}

/** Two decimals, half up: how amounts are printed. */
export function amount(value: Big): string {
  return value.toFixed(2, Big.roundHalfUp);
}

export function sameNumber(a: string | null | undefined, b: string | null | undefined): boolean {
  const left = decimal(a);
  const right = decimal(b);
  return left === null || right === null ? left === right : left.eq(right);
}

/**
 * What a person typed or what is printed, as a decimal string; null when it is not a number.
 * With both separators the last one is the decimal one. A single separator is read as the locale writes it:
 * "1.234" is 1234 where the point groups, 1.234 where it is the decimal point.
 */
export function parseNumber(text: string, decimalSeparator: "." | ","): string | null {
  let digits = text.replace(/[\s\u00a0\u202f'’]/g, "").replace(/[^\d.,+\-−()]/g, "");
  if (!/\d/.test(digits)) return null;
  const negative = /^[-−(]/.test(digits) || /[-−]$/.test(digits);
  digits = digits.replace(/[+\-−()]/g, "");
  if (!/^[\d.,]+$/.test(digits)) return null;
  const separator = decimalSeparatorOf(digits, decimalSeparator);
  const [whole = "", fraction = "", ...more] = separator ? digits.split(separator) : [digits];
  if (more.length > 0) return null;
  if (/[.,]/.test(fraction)) return null;
  const plain = `${whole.replace(/[.,]/g, "") || "0"}${fraction ? `.${fraction}` : ""}`.replace(
    /^0+(?=\d)/,
    "",
  );
  return negative && !/^[0.]+$/.test(plain) ? `-${plain}` : plain;
}

function decimalSeparatorOf(digits: string, ofLocale: "." | ","): "." | "," | null {
  const points = digits.split(".").length - 1;
  const commas = digits.split(",").length - 1;
  if (points > 0 && commas > 0) return digits.lastIndexOf(".") > digits.lastIndexOf(",") ? "." : ",";
  const only = points > 0 ? "." : commas > 0 ? "," : null;
  if (only === null || points + commas > 1) return null; // several of one kind: they group
  const groupsLikely = only !== ofLocale && /^\d{1,3}[.,]\d{3}$/.test(digits);
  return groupsLikely ? null : only;
}
