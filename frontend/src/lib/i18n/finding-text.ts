import type { Finding, FindingCode } from "@/lib/api/types";
import { groupedIban } from "@/lib/iban";
import type { Messages } from "./en";
import type { FindingFormats } from "./finding-sentences";
import type { Formats } from "./formats";
import { useI18n } from "./i18n";
import { pointerName, valueText } from "./field-text";

type Written = Pick<Finding, "code" | "message" | "params">;

/** A finding in the reader's language and number format. */
export function useFindingText(): (finding: Written) => string {
  const { t, f } = useI18n();
  return (finding) => findingText(finding, t, f);
}

/**
 * The sentence of the finding's code. The server's own sentence, in English, stands for a code that this app does not
 * know, and for a finding that was stored without its parameters.
 */
export const findingText = (finding: Written, t: Messages, f: Formats): string =>
  written(t.finding, finding, t, f) ?? finding.message;

/** A finding in a few words, for a row of a list: "1.20 EUR too much". */
export const reasonText = (finding: Written, t: Messages, f: Formats): string =>
  written(t.reason, finding, t, f) ?? findingText(finding, t, f);

const written = (
  texts: Texts<FindingCode, FindingFormats>,
  { code, params }: Written,
  t: Messages,
  f: Formats,
): string | null => sentenceOf(texts, code, params, formatsOf(t, f));

/** Sentences by code. The parameters of each are those of its code, which the table of a language has checked. */
type Texts<Code extends string, Formatting> = Partial<
  Record<Code, string | ((params: never, formats: Formatting) => string)>
>;

/** The sentence of a code; null for a code that the table does not have, or without the parameters that it needs. */
export function sentenceOf<Code extends string, Formatting>(
  texts: Texts<Code, Formatting>,
  code: Code,
  params: object | null | undefined,
  formats: Formatting,
): string | null {
  const text = texts[code];
  if (typeof text === "string") return text;
  return text && params ? text(params as never, formats) : null;
}

/** How a reader writes the parameters of a sentence. */
export function formatsOf(t: Messages, f: Formats): FindingFormats {
  return {
    amount: f.money,
    number: f.number,
    percent: (value) => `${f.number(value)} %`,
    date: f.date,
    account: groupedIban,
    field: (pointer) => pointerName(pointer, t),
    value: (pointer, value) => valueText(pointer, value, t, f),
  };
}
