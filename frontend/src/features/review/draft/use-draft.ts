/** A draft that saves itself a moment after the last change, and reports conflicts with another person's save. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
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
  /** Saves unsaved changes now, and returns what is on the screen afterwards. */
  settle: () => Promise<Settled>;
  /** While held, nothing changes the draft: what is being made final stays what was seen. */
  hold: (held: boolean) => void;
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

/** Actions that change what is on the screen otherwise than by an answer to a save. */
const CHANGES: ReadonlySet<DraftAction["type"]> = new Set([
  "typed",
  "changed",
  "picked",
  "undone",
  "redone",
  "adopted",
  "resolved",
]);

/** `data` is the server's preview data of `invoice`. Mount it anew for another invoice. */
export function useDraft(invoice: Invoice, data: InvoiceData, editable: boolean): EditableDraft {
  const [restored] = useState(() => editable && keptDraft(invoice.id) !== null);
  const [draft, setDraft] = useState(() => {
    const kept = editable ? keptDraft(invoice.id) : null;
    return kept ? newDraft(kept.original, kept.version, kept.present) : newDraft(data, invoice.version);
  });
  // Ahead of what is drawn: a save that follows another one names the version that the answer gave.
  const latest = useRef(draft);
  const changes = useRef(0);
  const held = useRef(false);
  const dispatch = useCallback((action: DraftAction) => {
    const change = CHANGES.has(action.type);
    if (change && held.current) return;
    if (change) changes.current += 1;
    latest.current = reduceDraft(latest.current, action);
    setDraft(latest.current);
  }, []);
  const { locale } = useI18n().f;
  const { mutateAsync: save, isPending: saving } = useSavePreview();
  const [saveError, setSaveError] = useState<Error | null>(null);
  const reachable = useReachable();
  const problems = useMemo(() => problemsIn(draft.present, locale), [draft.present, locale]);
  const dirty = useMemo(() => isDirty(draft), [draft]);
  const onTheWay = useRef<Promise<Settled> | null>(null);

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
  }, [newer, dirty, theirsOnly, editable, data, invoice.version, draft.original, dispatch]);

  useEffect(() => {
    if (dirty) keepDraft(invoice.id, draft);
    else forgetDraft(invoice.id);
  }, [dirty, draft, invoice.id]);

  const saveNow = useCallback(async (): Promise<Settled> => {
    const current = latest.current;
    const here = (): Settled => ({
      kind: "saved",
      seen: { version: latest.current.version, data: latest.current.present },
    });
    if (!isDirty(current)) return here();
    const wrong = problemsIn(current.present, locale);
    if (wrong.size > 0) return { kind: "invalid", pointers: [...wrong.keys()] };
    try {
      const answer = await save({
        id: invoice.id,
        version: current.version,
        data: current.present,
        places: current.places,
      });
      if (!answer.preview_data) return { kind: "failed", error: null };
      dispatch({
        type: "saved",
        sent: current.present,
        server: answer.preview_data,
        version: answer.version,
      });
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
  }, [invoice.id, save, locale, dispatch]);

  const settle = useCallback(async (): Promise<Settled> => {
    const before = changes.current;
    // One save at a time: each names the version that the one before gave it.
    while (onTheWay.current) await onTheWay.current;
    const saving = saveNow();
    onTheWay.current = saving;
    const settled = await saving;
    onTheWay.current = null;
    return settled.kind === "saved" && changes.current !== before ? { kind: "changed" } : settled;
  }, [saveNow]);

  const hold = useCallback((holding: boolean) => {
    held.current = holding;
  }, []);

  const refusals = Object.keys(draft.refused).length;
  const due = editable && dirty && !newer && problems.size === 0 && refusals === 0;
  useEffect(() => {
    if (!due || !reachable) return;
    const timer = setTimeout(() => void settle(), SAVE_AFTER);
    return () => clearTimeout(timer);
  }, [due, reachable, draft.present, settle]);

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
    settle,
    hold,
  };
}
