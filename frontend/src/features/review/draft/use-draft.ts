/** The draft of a review saves itself a moment after the last change, and reports conflicts with another person's save. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ApiError, messagesByPointer, UnreachableError } from "@/lib/api/errors";
import { useReachable } from "@/lib/api/reachability";
import type { InvoiceData } from "@/lib/api/types";
import { afterLastChange, useSelected } from "@/lib/store";
import { useLeavingAsked } from "@/lib/use-leaving-asked";
import { isConflict, useSavePreview } from "../api/save-preview";
import type { ReviewState, ReviewStore } from "../review-store";
import { conflictsOf, type Difference } from "./draft";
import { useKeptDraft } from "./kept-drafts";

const SAVE_AFTER = 1_000;

export type SaveState = "saved" | "unsaved" | "saving" | "invalid" | "away" | "failed";

export interface EditedDraft {
  saveState: SaveState;
  /** Values that differ from somebody else's newer version; empty when there is no conflict. */
  conflicts: readonly Difference[];
  /** Saves unsaved changes now, and returns what is on the screen afterwards. */
  settle: () => Promise<Settled>;
}

/** The data on the screen, in the version of the server that has it. */
export interface Seen {
  version: number;
  data: InvoiceData;
}

export type Settled =
  | { kind: "saved"; seen: Seen }
  /** Values are refused, by this app or the server: those at the pointers. */
  | { kind: "invalid"; pointers: readonly string[] }
  /** Somebody else saved first: the newer version is being fetched. */
  | { kind: "conflict" }
  /** It was saved, but the draft was changed meanwhile, by typing or by a newer version. */
  | { kind: "changed" }
  | { kind: "failed"; error: Error | null };

const presentOf = ({ draft }: ReviewState): InvoiceData => draft.present;

/** Keeps, saves and merges the draft in the store of the invoice. It renders when the draft begins or ends to differ, not while it is typed. */
export function useDraft(id: number, store: ReviewStore): EditedDraft {
  const { dispatch } = store;
  const { dirty, version, known, problems, refusals } = useSelected(store, (state) => ({
    dirty: state.dirty,
    version: state.draft.version,
    known: state.known,
    problems: state.problems.size,
    refusals: Object.keys(state.draft.refused).length,
  }));
  const { editable } = known;
  const { mutateAsync: save, isPending: saving } = useSavePreview();
  const [saveError, setSaveError] = useState<Error | null>(null);
  const reachable = useReachable();
  const onTheWay = useRef<Promise<Settled> | null>(null);

  const newer = known.version > version && !saving;
  const contested = useSelected(store, ({ draft }) => (newer && dirty ? draft : null));
  const conflicts = useMemo(
    () => (contested ? conflictsOf(contested.original, contested.present, known.data) : []),
    [contested, known.data],
  );
  const theirsOnly = conflicts.every(({ theirsChanged }) => !theirsChanged);

  useEffect(() => {
    if (!newer) return;
    // No unsaved change here, or no change of data there: go on from the newer version.
    if (!dirty) dispatch({ type: "adopted", server: known.data, version: known.version });
    else if (theirsOnly && editable) {
      const { original } = store.get().draft;
      dispatch({ type: "saved", sent: original, server: known.data, version: known.version });
    }
  }, [newer, dirty, theirsOnly, editable, known, store, dispatch]);

  useKeptDraft(id, store);

  const saveNow = useCallback(async (): Promise<Settled> => {
    const here = (): Settled => {
      const { draft } = store.get();
      return { kind: "saved", seen: { version: draft.version, data: draft.present } };
    };
    const { draft, dirty, problems } = store.get();
    if (!dirty) return here();
    if (problems.size > 0) return { kind: "invalid", pointers: [...problems.keys()] };
    try {
      const answer = await save({
        id,
        version: draft.version,
        data: draft.present,
        places: draft.places,
      });
      if (!answer.preview_data) return { kind: "failed", error: null };
      dispatch({ type: "saved", sent: draft.present, server: answer.preview_data, version: answer.version });
      setSaveError(null);
      return here();
    } catch (error) {
      // A conflict shows itself as soon as the newer version has come.
      setSaveError(isConflict(error) || !(error instanceof Error) ? null : error);
      if (isConflict(error)) return { kind: "conflict" };
      if (error instanceof ApiError && error.status === 400) {
        const messages = messagesByPointer(error);
        dispatch({ type: "refused", messages });
        if (Object.keys(messages).length > 0) return { kind: "invalid", pointers: Object.keys(messages) };
      }
      return { kind: "failed", error: error instanceof Error ? error : null };
    }
  }, [id, save, store, dispatch]);

  const settle = useCallback(async (): Promise<Settled> => {
    const before = store.changes();
    // One save at a time: each names the version that the one before gave it.
    while (onTheWay.current) await onTheWay.current;
    const saving = saveNow();
    onTheWay.current = saving;
    const settled = await saving;
    onTheWay.current = null;
    return settled.kind === "saved" && store.changes() !== before ? { kind: "changed" } : settled;
  }, [saveNow, store]);

  const due = editable && dirty && !newer && problems === 0 && refusals === 0;
  useEffect(() => {
    if (!due || !reachable) return;
    return afterLastChange(store, presentOf, SAVE_AFTER, () => void settle());
  }, [due, reachable, store, settle]);

  useLeavingAsked(dirty && editable);

  const saveState = ((): SaveState => {
    if (saving) return "saving";
    if (!dirty) return "saved";
    if (problems > 0 || refusals > 0) return "invalid";
    if (!reachable || saveError instanceof UnreachableError) return "away";
    return saveError ? "failed" : "unsaved";
  })();

  return { saveState, conflicts: theirsOnly ? [] : conflicts, settle };
}
