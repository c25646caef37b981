import { ApiError, UnreachableError } from "@/lib/api/errors";
import type { Messages } from "./en";
import { useI18n } from "./i18n";

/** A failure as the API reports it: of an invoice, a file or a request. */
interface Failure {
  code?: string | null;
  message: string;
}

/** The language's own sentence for an error's code; null for a code that this app does not know. */
export function sentenceOfCode(code: string, t: Messages): string | null {
  const sentences: Readonly<Partial<Record<string, string>>> = t.error.codes;
  return sentences[code] ?? null;
}

/** A failure in the reader's language. The server's own sentence is English, and has the figures: it stays in English. */
export function useErrorText(): (failure: Error | Failure) => string {
  const { t, language } = useI18n();
  return (failure) => {
    if (failure instanceof UnreachableError) return t.error.unreachable;
    if (failure instanceof Error && !(failure instanceof ApiError)) return failure.message;
    const own = language === "en" || !failure.code ? null : sentenceOfCode(failure.code, t);
    return own ?? failure.message;
  };
}
