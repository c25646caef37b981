import { useMemo } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { summaryText } from "../summary-text";
import { useReview } from "./review-context";

/** What stands in place of the server's own summary, which is English: the same, in the reader's language. Null elsewhere. */
export function useSummary(pointer: string): string | null {
  const { t, f } = useI18n();
  const replaced = useReview(({ known, data, original }) => {
    if (pointer !== "/summary" || !known.data.summary) return null;
    const byPerson = known.evidence[pointer]?.source === "person" || data.summary !== original.summary;
    return byPerson ? null : known;
  });
  // Not in the selector, which runs at every key that is typed: the text goes through all lines.
  return useMemo(() => replaced && summaryText(replaced.data, replaced.findings, t, f), [replaced, t, f]);
}
