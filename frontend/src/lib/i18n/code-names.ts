import type { Messages } from "./en";

/** Names by code. */
export type CodeNames = Readonly<Partial<Record<string, string>>>;

/**
 * The names of the codes that the field at the pointer holds: units (UNECE Rec 20 and 21), tax categories (UNCL5305) and
 * means of payment (UNCL4461). Null for a field of another kind.
 */
export function codeNames(pointer: string, t: Messages): CodeNames | null {
  if (/(^|[/_])unit$/.test(pointer)) return t.units;
  if (pointer === "/payment/means") return t.paymentMeans;
  // How an invoice is booked has a category, too: that is the company's own word.
  return /(^|[/_])category$/.test(pointer) && !pointer.endsWith("booking/category") ? t.taxCategories : null;
}

/** The name of a code; what has none stands as it is. */
export const nameOfCode = (names: CodeNames, code: string): string =>
  (Object.hasOwn(names, code) && names[code]) || code;

/** The name with its code behind it: "hour (HUR)". */
export function namedCode(names: CodeNames, code: string): string {
  const name = nameOfCode(names, code);
  return name === code ? code : `${name} (${code})`;
}
