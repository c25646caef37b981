/** The store of an invoice, kept in step with what the server says of it. */
import { useLayoutEffect, useMemo, useState } from "react";
import type { Evidence, Finding, Invoice } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { useMay } from "@/lib/session/me";
import type { Suggestions } from "./booking";
import { newDraft } from "./draft/draft";
import { keptDraft } from "./draft/kept-drafts";
import { shownData } from "./empty-data";
import { newReviewStore, type Known, type ReviewStore } from "./review-store";

const NO_EVIDENCE: Readonly<Record<string, Evidence>> = {};
const NO_FINDINGS: readonly Finding[] = [];
const NO_SUGGESTIONS: Suggestions = {};

interface Opened {
  store: ReviewStore;
  /** It begins with changes that were not saved before. */
  restored: boolean;
  editable: boolean;
}

/** Mount it anew for another invoice. */
export function useReviewStoreOf(invoice: Invoice): Opened {
  const { locale } = useI18n().f;
  const may = useMay();
  const editable = invoice.status === "waiting_validation" && may("correct");
  const { version, evidence, checks, suggestions } = invoice;
  const data = shownData(invoice);
  const known = useMemo<Known>(
    () => ({
      data,
      version,
      evidence: evidence ?? NO_EVIDENCE,
      findings: checks ?? NO_FINDINGS,
      suggestions: suggestions ?? NO_SUGGESTIONS,
      editable,
    }),
    [data, version, evidence, checks, suggestions, editable],
  );
  const [made] = useState(() => {
    const kept = editable ? keptDraft(invoice.id) : null;
    const draft = kept ? newDraft(kept.original, kept.version, kept.present) : undefined;
    return { store: newReviewStore(known, locale, draft), restored: kept !== null };
  });
  // Before it is painted: what is drawn is what the server says now.
  useLayoutEffect(() => made.store.learn(known), [made, known]);
  return { ...made, editable };
}
