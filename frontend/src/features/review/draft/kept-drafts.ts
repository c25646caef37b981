/**
 * Unsaved changes outlive a reload of the tab: sessionStorage, gone with the tab, like everything of a document. The server's
 * data that they were made on is written once; what differs from it is written behind every key, and is small.
 */
import { useEffect } from "react";
import { isRecord } from "@/lib/api/errors";
import type { InvoiceData } from "@/lib/api/types";
import { soonAfterChange } from "@/lib/store";
import type { ReviewState, ReviewStore } from "../review-store";
import type { Draft } from "./draft";
import { changesFrom, withChanges, type Changes } from "./kept-changes";

type KeptDraft = Pick<Draft, "original" | "version" | "present">;

/** Milliseconds: behind the drawing of the key, and the most that is lost when the tab is killed. */
const KEEP_WITHIN = 100;

const draftOf = ({ draft }: ReviewState) => draft;

export function useKeptDraft(id: number, store: ReviewStore): void {
  useEffect(() => {
    const kept = keeperOf(id);
    const keep = () => {
      const { dirty, draft } = store.get();
      try {
        if (dirty) kept.write(draft);
        else kept.forget();
      } catch {
        // No storage, or it is full: the changes live in this page only.
      }
    };
    const stop = soonAfterChange(store, draftOf, KEEP_WITHIN, keep);
    addEventListener("pagehide", keep);
    return () => {
      stop();
      removeEventListener("pagehide", keep);
      keep();
    };
  }, [id, store]);
}

const changesName = (id: number) => `draft-${id}`;
const originalName = (id: number, version: number | "") => `draft-${id}-original-${version}`;

/** Each version's original has a name of its own: changes that are kept always find the one that they were made on. */
function keeperOf(id: number) {
  let written: InvoiceData | null = null;
  const removeOriginals = (except?: string) => {
    for (const name of Object.keys(sessionStorage)) {
      if (name.startsWith(originalName(id, "")) && name !== except) sessionStorage.removeItem(name);
    }
  };
  return {
    write: ({ original, version, present }: KeptDraft) => {
      const fresh = original === written ? null : originalName(id, version);
      if (fresh) sessionStorage.setItem(fresh, JSON.stringify(original));
      const changes = changesFrom(original, present);
      sessionStorage.setItem(changesName(id), JSON.stringify({ version, changes }));
      if (fresh) removeOriginals(fresh);
      written = original;
    },
    forget: () => {
      written = null;
      sessionStorage.removeItem(changesName(id));
      removeOriginals();
    },
  };
}

export function keptDraft(id: number): KeptDraft | null {
  const kept = recordAt(changesName(id));
  if (!kept || typeof kept["version"] !== "number" || !isRecord(kept["changes"])) return null;
  const { version, changes } = kept as { version: number; changes: Changes };
  const original = recordAt(originalName(id, version)) as InvoiceData | null;
  return original && { original, version, present: withChanges(original, changes) };
}

function recordAt(name: string): Record<string, unknown> | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(name) ?? "null");
    return isRecord(kept) ? kept : null;
  } catch {
    return null; // Not a draft: nothing to restore.
  }
}
