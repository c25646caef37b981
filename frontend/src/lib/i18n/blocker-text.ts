/** Why an invoice was not confirmed automatically, in the reader's language: one sentence for each code. */
import { groupedIban } from "@/lib/iban";
import type { Blocker, BlockerCode, BlockerParams, Finding } from "@/lib/api/types";
import type { Messages } from "./en";
import { pointerName } from "./field-text";
import { findingText } from "./finding-text";
import type { Formats } from "./formats";

interface BlockerFormats {
  number: (value: number) => string;
  /** A decimal string: "90" is 90 %. */
  percent: (value: string) => string;
  amount: (value: string, currency: string | null) => string;
  account: (printed: string) => string;
  /** The label of the field at a JSON pointer. */
  field: (pointer: string) => string;
  /** What a check says, by its code. */
  finding: (code: string) => string;
}

/** `other` is a blocker of another version: only its own sentence says what it is. */
export type KnownCode = Exclude<BlockerCode, "other">;

export type BlockerSentences = {
  [Code in KnownCode]: string extends keyof BlockerParams[Code]
    ? string
    : (params: BlockerParams[Code], formats: BlockerFormats) => string;
};

/** What stopped automatic confirmation, without the figures of one invoice: a filter's words. */
export type BlockerWords = Record<KnownCode, string>;

/** The sentence of the blocker; `findings` are those of its invoice. */
export function blockerText(
  { code, message, params }: Blocker,
  findings: readonly Finding[],
  t: Messages,
  f: Formats,
): string {
  const texts: Partial<Record<BlockerCode, string | ((params: never, formats: BlockerFormats) => string)>> =
    t.blocker;
  const text = texts[code];
  if (text === undefined) return message;
  if (typeof text === "string") return text;
  return text(params as never, {
    number: f.number,
    percent: (value) => `${f.number(value)} %`,
    amount: f.money,
    account: groupedIban,
    field: (pointer) => pointerName(pointer, t),
    finding: (of) => {
      const found = findings.find((finding) => finding.code === of);
      return found ? findingText(found, t, f) : `${of}.`;
    },
  });
}
