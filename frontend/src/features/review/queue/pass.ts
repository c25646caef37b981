/** One way through the list: what was left behind undecided, and is offered again at its end. */
import { createContext, use } from "react";
import { newStore, type WritableStore } from "@/lib/store";

export interface Pass {
  /** Passed without a decision, in the order in which they were met. */
  skipped: readonly number[];
  /** What was skipped, while that is gone through once more instead of the list; null: the list. */
  again: readonly number[] | null;
}

export const newPass = (): WritableStore<Pass> => newStore<Pass>({ skipped: [], again: null });

/** It was left behind once more, or for the first time. */
export const skipping = (pass: Pass, id: number): Pass => ({
  ...pass,
  skipped: [...without(pass.skipped, id), id],
});

/** It needs nobody any more: it was decided, or put off. */
export const settling = (pass: Pass, id: number): Pass => ({ ...pass, skipped: without(pass.skipped, id) });

/** From here on what was skipped is gone through. */
export const startingAgain = (pass: Pass): Pass => ({ skipped: [], again: pass.skipped });

export interface Place {
  previous: number | null;
  next: number | null;
  left: number;
}

/** The place of an invoice among those that are gone through again; null if it is not one of them. */
export function placeIn(pass: Pass, id: number): Place | null {
  const at = pass.again?.indexOf(id) ?? -1;
  if (!pass.again || at < 0) return null;
  return {
    previous: pass.again[at - 1] ?? null,
    next: pass.again[at + 1] ?? null,
    left: pass.again.length - at - 1,
  };
}

const without = (ids: readonly number[], id: number): number[] => ids.filter((other) => other !== id);

export const PassContext = createContext<WritableStore<Pass> | null>(null);

export function usePass(): WritableStore<Pass> {
  const pass = use(PassContext);
  if (!pass) throw new Error("usePass needs a PassContext above it.");
  return pass;
}
