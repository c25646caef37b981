import type { Finding, FindingCode } from "@/lib/api/types";
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
export function findingText({ code, message, params }: Written, t: Messages, f: Formats): string {
  const sentences: Partial<Record<FindingCode, string | GeneralSentence>> = t.finding;
  const sentence = sentences[code];
  if (typeof sentence === "string") return sentence;
  return sentence && params ? sentence(params as never, formatsOf(t, f)) : message;
}

/** A sentence of any code: its parameters are those of its code, which the table of a language has checked. */
type GeneralSentence = (params: never, formats: FindingFormats) => string;

function formatsOf(t: Messages, f: Formats): FindingFormats {
  return {
    amount: f.money,
    number: f.number,
    percent: (value) => `${f.number(value)} %`,
    date: f.date,
    field: (pointer) => pointerName(pointer, t),
    value: (pointer, value) => valueText(pointer, value, f),
  };
}
