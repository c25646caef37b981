/** Why an export left an invoice out, in the reader's language: one sentence for each code. */
import type { LeftOutCode, LeftOutInvoice, LeftOutParams } from "@/lib/api/types";
import type { Messages } from "./en";
import type { FindingFormats } from "./finding-sentences";
import { formatsOf, sentenceOf } from "./finding-text";
import type { Formats } from "./formats";

/** `other` is a reason of another version: only its own sentence says what it is. */
type KnownCode = Exclude<LeftOutCode, "other">;

export type LeftOutSentences = {
  [Code in KnownCode]: string extends keyof LeftOutParams[Code]
    ? string
    : (params: LeftOutParams[Code], formats: FindingFormats) => string;
};

export const leftOutText = (
  { code, reason, params }: Pick<LeftOutInvoice, "code" | "reason" | "params">,
  t: Messages,
  f: Formats,
): string => sentenceOf(t.leftOut, code, params, formatsOf(t, f)) ?? reason;
