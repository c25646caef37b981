import type { Finding } from "@/lib/api/types";
import { useI18n } from "./i18n";

/** A finding in the reader's language where its rule is known; the server's own sentence, with its figures, else. */
export function useFindingText(): (finding: Finding) => string {
  const { t } = useI18n();
  return (finding) => t.finding[finding.code] ?? finding.message;
}
