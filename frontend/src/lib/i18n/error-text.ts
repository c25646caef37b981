import { ApiError, UnreachableError } from "@/lib/api/errors";
import { useI18n } from "./i18n";

/** The reader's own sentence for an error, by its code; the server's sentence where we have none. */
export function useErrorText(): (error: Error) => string {
  const { t } = useI18n();
  return (error) => {
    if (error instanceof UnreachableError) return t.error.unreachable;
    if (error instanceof ApiError) return t.error.codes[error.code] ?? error.message;
    return error.message;
  };
}
