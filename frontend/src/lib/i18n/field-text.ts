import { groupedIban } from "@/lib/iban";
import { isFieldName, kindOf } from "@/lib/invoices/fields";
import type { Messages } from "./en";
import type { Formats } from "./formats";

/** The label of the field at the end of a JSON pointer: "Quantity"; a code of a list has the label of its list. */
export function labelOf(pointer: string, t: Messages): string {
  const name = pointer.split("/").findLast((step) => !/^\d+$/.test(step)) ?? "";
  return stepName(name, t);
}

/** A JSON pointer as a person calls the place: "Seller, VAT number", "Lines, Row 3, Quantity". */
export function pointerName(pointer: string, t: Messages): string {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? t.review.table.row(Number(step) + 1) : stepName(step, t)))
    .join(", ");
}

/** A value of the field at the pointer, in the form of its kind: amounts and dates as the reader writes them, an IBAN in its groups. */
export function valueText(pointer: string, value: string, f: Formats): string {
  const kind = kindOf(pointer);
  if (kind === "number") return f.number(value);
  if (kind === "iban") return groupedIban(value);
  return kind === "date" ? f.date(value) : value;
}

function stepName(step: string, t: Messages): string {
  if (isFieldName(step)) return t.review.field[step];
  const groups: Readonly<Partial<Record<string, string>>> = t.review.fieldGroup;
  // A field that a later version of the server has, and this app has no name for yet.
  return groups[step] ?? step;
}
