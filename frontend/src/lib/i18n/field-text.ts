import { groupedIban } from "@/lib/iban";
import { isFieldName, kindOf } from "@/lib/invoices/fields";
import { codeNames, namedCode } from "./code-names";
import type { Messages } from "./en";
import type { Formats } from "./formats";

/** The label of the field at the end of a JSON pointer: "Quantity"; a code of a list has the label of its list. */
export function labelOf(pointer: string, t: Messages): string {
  const steps = pointer.split("/").filter((step) => !/^\d+$/.test(step));
  return stepName(steps.at(-1) ?? "", steps.at(-2), t);
}

/** A JSON pointer as a person calls the place: "Seller, VAT number", "Lines, Row 3, Quantity". */
export function pointerName(pointer: string, t: Messages): string {
  return pointer
    .split("/")
    .slice(1)
    .map((step, at, steps) =>
      /^\d+$/.test(step) ? t.review.table.row(Number(step) + 1) : stepName(step, steps[at - 1], t),
    )
    .join(", ");
}

/** The last steps of pointers to amounts of money, which have two decimals at least: neither a quantity nor a rate. */
const AMOUNT = /\/(?:\w+_)?amount(?:_\w+)?$/;

/** A value of the field at the pointer, in the form of its kind: amounts and dates as the reader writes them, an IBAN in its groups, a code with its name. */
export function valueText(pointer: string, value: string, t: Messages, f: Formats): string {
  const kind = kindOf(pointer);
  if (kind === "number") return f.number(value, AMOUNT.test(pointer) ? 2 : 0);
  if (kind === "iban") return groupedIban(value);
  if (kind === "date") return f.date(value);
  const names = codeNames(pointer, t);
  return names ? namedCode(names, value) : value;
}

/** `above`: the step before it. */
function stepName(step: string, above: string | undefined, t: Messages): string {
  const own: Readonly<Partial<Record<string, string>>> = above === "booking" ? t.review.bookingField : {};
  if (own[step] !== undefined) return own[step];
  if (isFieldName(step)) return t.review.field[step];
  const groups: Readonly<Partial<Record<string, string>>> = t.review.fieldGroup;
  // A field that a later version of the server has, and this app has no name for yet.
  return groups[step] ?? step;
}
