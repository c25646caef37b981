/** Why an invoice was not confirmed automatically, in the reader's language: one sentence for each code. */
import type { Blocker, BlockerCode, BlockerParams, Finding } from "@/lib/api/types";
import type { Messages } from "./en";
import type { FindingFormats } from "./finding-sentences";
import { findingText, formatsOf, sentenceOf } from "./finding-text";
import type { Formats } from "./formats";

interface BlockerFormats extends FindingFormats {
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
  const finding = (of: string) => {
    const found = findings.find((one) => one.code === of);
    return found ? findingText(found, t, f) : `${of}.`;
  };
  return sentenceOf(t.blocker, code, params, { ...formatsOf(t, f), finding }) ?? message;
}
