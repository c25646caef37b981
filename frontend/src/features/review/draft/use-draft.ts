/** A draft that saves itself a moment after the last change, and reports conflicts with another person's save. */
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from "react";
import { ApiError, messagesByPointer, UnreachableError } from "@/lib/api/errors";
import { useReachable } from "@/lib/api/reachability";
import type { Invoice, InvoiceData } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { isConflict, useSavePreview } from "../api/save-preview";
import { problemsIn, type Problem } from "../fields";
import {
  conflictsOf,
  isDirty,
  newDraft,
  reduceDraft,
  type Difference,
  type Draft,
  type DraftAction,
} from "./draft";
import { forgetDraft, keepDraft, keptDraft } from "./kept-drafts";

const SAVE_AFTER = 1_000;

export type SaveState = "saved" | "unsaved" | "saving" | "invalid" | "away" | "failed";

export interface EditableDraft {
  draft: Draft;
  dispatch: (action: DraftAction) => void;
  problems: ReadonlyMap<string, Problem>;
  saveState: SaveState;
  saveError: Error | null;
  restored: boolean;
  /** Values that differ from somebody else's newer version; empty when there is no conflict. */
  conflicts: readonly Difference[];
  /** Saves now what is not saved. False when it could not. */
  flush: () => Promise<boolean>;
}

/** `data` is the server's preview data of `invoice`. Mount it anew for another invoice. */
export function useDraft(invoice: Invoice, data: InvoiceData, editable: boolean): EditableDraft {
  const [restored] = useState(() => editable && keptDraft(invoice.id) !== null);
  const [draft, dispatch] = useReducer(reduceDraft, null, () => {
    const kept = editable ? keptDraft(invoice.id) : null;
    return kept ? newDraft(kept.original, kept.version, kept.present) : newDraft(data, invoice.version);
  });
  const { locale } = useI18n().f;
  const { mutateAsync: save, isPending: saving } = useSavePreview();
  const [saveError, setSaveError] = useState<Error | null>(null);
  const reachable = useReachable();
  const problems = useMemo(() => problemsIn(draft.present, locale), [draft.present, locale]);
  const dirty = useMemo(() => isDirty(draft), [draft]);
  const onTheWay = useRef<Promise<boolean> | null>(null);
  const latest = useRef({ draft, dirty, problems });
  useEffect(() => {
    latest.current = { draft, dirty, problems };
  });

  const newer = invoice.version > draft.version && !saving;
  const conflicts = useMemo(
    () => (newer && dirty ? conflictsOf(draft.original, draft.present, data) : []),
    [newer, dirty, draft.original, draft.present, data],
  );
  const theirsOnly = conflicts.every(({ theirsChanged }) => !theirsChanged);

  useEffect(() => {
    if (!newer) return;
    // No unsaved change here, or no change of data there: go on from the newer version.
    if (!dirty) dispatch({ type: "adopted", server: data, version: invoice.version });
    else if (theirsOnly && editable) {
      dispatch({ type: "saved", sent: draft.original, server: data, version: invoice.version });
    }
  }, [newer, dirty, theirsOnly, editable, data, invoice.version, draft.original]);

  useEffect(() => {
    if (dirty) keepDraft(invoice.id, draft);
    else forgetDraft(invoice.id);
  }, [dirty, draft, invoice.id]);

  const saveNow = useCallback(async (): Promise<boolean> => {
    const { draft: current, dirty: unsaved, problems: wrong } = latest.current;
    if (!unsaved) return true;
    if (wrong.size > 0) return false;
    try {
      const answer = await save({
        id: invoice.id,
        version: current.version,
        data: current.present,
        places: current.places,
      });
      if (!answer.preview_data) return false;
      dispatch({
        type: "saved",
        sent: current.present,
        server: answer.preview_data,
        version: answer.version,
      });
      setSaveError(null);
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.status === 400) {
        dispatch({ type: "refused", messages: messagesByPointer(error) });
      }
      // A conflict shows itself as soon as the newer version has come.
      setSaveError(isConflict(error) || !(error instanceof Error) ? null : error);
      return false;
    }
  }, [invoice.id, save]);

  const flush = useCallback(async (): Promise<boolean> => {
    // One save at a time: each names the version that the one before gave it.
    if (onTheWay.current) await onTheWay.current;
    onTheWay.current = saveNow();
    const saved = await onTheWay.current;
    onTheWay.current = null;
    return saved;
  }, [saveNow]);

  const refusals = Object.keys(draft.refused).length;
  const due = editable && dirty && !newer && problems.size === 0 && refusals === 0;
  useEffect(() => {
    if (!due || !reachable) return;
    const timer = setTimeout(() => void flush(), SAVE_AFTER);
    return () => clearTimeout(timer);
  }, [due, reachable, draft.present, flush]);

  useEffect(() => {
    if (!dirty || !editable) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [dirty, editable]);

  const saveState = ((): SaveState => {
    if (saving) return "saving";
    if (!dirty) return "saved";
    if (problems.size > 0 || refusals > 0) return "invalid";
    if (!reachable || saveError instanceof UnreachableError) return "away";
    return saveError ? "failed" : "unsaved";
  })();

  return {
    draft,
    dispatch,
    problems,
    saveState,
    saveError,
    restored,
    conflicts: theirsOnly ? [] : conflicts,
    flush,
  };
}
