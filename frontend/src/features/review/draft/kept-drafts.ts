/** Unsaved changes outlive a reload of the tab: sessionStorage, gone with the tab, like everything of a document. */
import { useEffect } from "react";
import { isRecord } from "@/lib/api/errors";
import type { InvoiceData } from "@/lib/api/types";
import { afterLastChange } from "@/lib/store";
import type { ReviewState, ReviewStore } from "../review-store";

interface KeptDraft {
  original: InvoiceData;
  version: number;
  present: InvoiceData;
}

const name = (id: number) => `draft-${id}`;

/** Writing a long invoice takes longer than a key press: it is written when the typing pauses, and before the page goes. */
const KEEP_AFTER = 200;

const draftOf = ({ draft }: ReviewState) => draft;

export function useKeptDraft(id: number, store: ReviewStore): void {
  useEffect(() => {
    const keep = () => {
      const { dirty, draft } = store.get();
      if (dirty) keepDraft(id, draft);
      else forgetDraft(id);
    };
    const stop = afterLastChange(store, draftOf, KEEP_AFTER, keep);
    addEventListener("pagehide", keep);
    return () => {
      stop();
      removeEventListener("pagehide", keep);
      keep();
    };
  }, [id, store]);
}

function keepDraft(id: number, { original, version, present }: KeptDraft): void {
  try {
    sessionStorage.setItem(name(id), JSON.stringify({ original, version, present }));
  } catch {
    // No storage, or it is full: the changes live in this page only.
  }
}

function forgetDraft(id: number): void {
  try {
    sessionStorage.removeItem(name(id));
  } catch {
    // As above.
  }
}

export function keptDraft(id: number): KeptDraft | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(name(id)) ?? "null");
    return isRecord(kept) &&
      isRecord(kept["original"]) &&
      isRecord(kept["present"]) &&
      typeof kept["version"] === "number"
      ? (kept as unknown as KeptDraft)
      : null;
  } catch {
    return null; // Not a draft: nothing to restore.
  }
}
