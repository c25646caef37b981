/** Unsaved changes outlive a reload of the tab: sessionStorage, gone with the tab, like everything of a document. */
import { isRecord } from "@/lib/api/errors";
import type { InvoiceData } from "@/lib/api/types";

interface KeptDraft {
  original: InvoiceData;
  version: number;
  present: InvoiceData;
}

const name = (id: number) => `draft-${id}`;

export function keepDraft(id: number, { original, version, present }: KeptDraft): void {
  try {
    sessionStorage.setItem(name(id), JSON.stringify({ original, version, present }));
  } catch {
    // No storage, or it is full: the changes live in this page only.
  }
}

export function forgetDraft(id: number): void {
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
