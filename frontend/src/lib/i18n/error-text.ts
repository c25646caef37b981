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

/** The code's sentence with the figures of the server's own one; null for another code, or other figures. */
function sentenceWithFigures({ code, message }: Failure, t: Messages): string | null {
  const sentences: Readonly<Partial<Record<string, (...figures: string[]) => string>>> = t.error.withFigures;
  const sentence = code ? sentences[code] : undefined;
  const figures = message.match(/\d+/g) ?? [];
  return sentence?.length === figures.length ? sentence(...figures) : null;
}

/** A failure in the reader's language. In English the server's own sentence stands, which says most. */
export function useErrorText(): (failure: Error | Failure) => string {
  const { t, language } = useI18n();
  return (failure) => {
    if (failure instanceof UnreachableError) return t.error.unreachable;
    if (failure instanceof Error && !(failure instanceof ApiError)) return failure.message;
    if (language === "en" || !failure.code) return failure.message;
    const { code, message } = failure;
    return sentenceWithFigures({ code, message }, t) ?? sentenceOfCode(code, t) ?? message;
  };
}
