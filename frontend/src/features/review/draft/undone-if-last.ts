import type { ReviewStore } from "../review-store";

/** Undoes the change that was just made, as long as nothing was changed since: later, Undo would take back something else. */
export function undoneIfLast(store: ReviewStore): () => void {
  const { present } = store.get().draft;
  return () => {
    if (store.get().draft.present === present) store.dispatch({ type: "undone" });
  };
}
