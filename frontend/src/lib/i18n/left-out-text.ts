/** Why an export left an invoice out, in the reader's language: one sentence for each code. */
import type { LeftOutCode, LeftOutInvoice, LeftOutParams } from "@/lib/api/types";
import type { Messages } from "./en";
import { pointerName } from "./field-text";
import type { Formats } from "./formats";

interface LeftOutFormats {
  amount: (value: string, currency: string) => string;
  date: (iso: string) => string;
  /** The label of the field at a JSON pointer. */
  field: (pointer: string) => string;
}

/** `other` is a reason of another version: only its own sentence says what it is. */
type KnownCode = Exclude<LeftOutCode, "other">;

export type LeftOutSentences = {
  [Code in KnownCode]: string extends keyof LeftOutParams[Code]
    ? string
    : (params: LeftOutParams[Code], formats: LeftOutFormats) => string;
};

export function leftOutText(
  { code, reason, params }: Pick<LeftOutInvoice, "code" | "reason" | "params">,
  t: Messages,
  f: Formats,
): string {
  const texts: Partial<Record<LeftOutCode, string | ((params: never, formats: LeftOutFormats) => string)>> =
    t.leftOut;
  const text = texts[code];
  if (text === undefined) return reason;
  if (typeof text === "string") return text;
  return text(params as never, {
    amount: f.money,
    date: f.date,
    field: (pointer) => pointerName(pointer, t),
  });
}
