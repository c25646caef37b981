/**
 * What the review of one invoice shows: the draft, the server's evidence and findings, and what the person looks at.
 * It lives outside of React: each field subscribes to its own pointer, so that typing in one renders that one.
 */
import type { Evidence, Finding, InvoiceData } from "@/lib/api/types";
import { newStore, type Store } from "@/lib/store";
import { stillOffered, type Offer, type Suggestions } from "./booking";
import { isDirty, newDraft, reduceDraft, type Draft, type DraftAction } from "./draft/draft";
import { fieldFor, problemsAfter, problemsIn, type Problem } from "./fields";

/** What the server knows of the invoice. */
export interface Known {
  data: InvoiceData;
  version: number;
  evidence: Readonly<Record<string, Evidence>>;
  findings: readonly Finding[];
  /** What fields of a booking were in earlier invoices. */
  suggestions: Suggestions;
  /** Whether a person may change it; otherwise the server's data is shown, whatever the draft holds. */
  editable: boolean;
}

export interface ReviewState {
  known: Known;
  draft: Draft;
  /** The draft differs from the server's data. */
  dirty: boolean;
  problems: ReadonlyMap<string, Problem>;
  /** What is shown. */
  data: InvoiceData;
  /** The server's data: a value that differs from it was changed here, and the evidence is that of these values. */
  original: InvoiceData;
  /** The findings that name a field. */
  findingsAt: ReadonlyMap<string, readonly Finding[]>;
  /** What a person has looked at and accepted as it is, findings and doubtful values. */
  accepted: ReadonlySet<string>;
  /** Values used before that begin as what is typed in a field of a booking. */
  completions: { pointer: string; offers: readonly Offer[] } | null;
  /** What is shown is being made final. */
  final: boolean;
  /** The field that has, or last had, the focus. */
  active: string | null;
  hovered: string | null;
  /** The page of the document that is looked at, from 1. */
  page: number;
}

export interface ReviewStore extends Store<ReviewState> {
  dispatch: (action: DraftAction) => void;
  /** While held, nothing changes the draft: what is being made final stays what was seen. */
  hold: (held: boolean) => void;
  /** How often what is shown was changed otherwise than by an answer to a save. */
  changes: () => number;
  learn: (known: Known) => void;
  complete: (pointer: string, values: readonly string[]) => void;
  finalise: (final: boolean) => void;
  accept: (what: readonly string[]) => void;
  /** The field has the focus: its place on the page is looked at. */
  activate: (pointer: string) => void;
  hover: (pointer: string | null) => void;
  turnTo: (page: number) => void;
}

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

/** `draft`: changes that were kept from before; `locale`: whose reader types. */
export function newReviewStore(known: Known, locale: string, draft?: Draft): ReviewStore {
  const first = draft ?? newDraft(known.data, known.version);
  const store = newStore<ReviewState>(
    shown({
      known,
      draft: first,
      dirty: isDirty(first),
      problems: problemsIn(first.present, locale),
      data: first.present,
      original: first.original,
      findingsAt: byField(known.findings),
      accepted: new Set(),
      completions: null,
      final: false,
      active: null,
      hovered: null,
      page: 1,
    }),
  );
  let held = false;
  let changes = 0;
  const set = (next: Partial<ReviewState>) => store.set(shown({ ...store.get(), ...next }));
  return {
    ...store,
    dispatch: (action) => {
      const change = CHANGES.has(action.type);
      if (change && held) return;
      if (change) changes += 1;
      const before = store.get();
      const next = reduceDraft(before.draft, action);
      set({
        draft: next,
        dirty: isDirty(next),
        problems: problemsAfter(before.problems, before.draft.present, next.present, locale),
      });
    },
    hold: (holding) => {
      held = holding;
    },
    changes: () => changes,
    learn: (now) => {
      const { known: before, findingsAt } = store.get();
      set({
        known: { ...now, suggestions: { ...stillOffered(before, now), ...now.suggestions } },
        findingsAt: before.findings === now.findings ? findingsAt : byField(now.findings),
      });
    },
    complete: (pointer, values) =>
      set({ completions: { pointer, offers: values.map((value) => ({ value })) } }),
    finalise: (final) => set({ final }),
    accept: (what) => set({ accepted: new Set([...store.get().accepted, ...what]) }),
    activate: (pointer) => {
      const { known: now, page } = store.get();
      const place = now.evidence[pointer] ?? now.evidence[`${pointer}/0`];
      set({ active: pointer, page: place?.page ?? page });
    },
    hover: (hovered) => set({ hovered }),
    turnTo: (page) => set({ page }),
  };
}

function shown(state: ReviewState): ReviewState {
  const { known, draft } = state;
  return known.editable
    ? { ...state, data: draft.present, original: draft.original }
    : { ...state, data: known.data, original: known.data };
}

export const isReadOnly = ({ known, final }: ReviewState): boolean => !known.editable || final;

function byField(findings: readonly Finding[]): Map<string, Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    for (const field of new Set(finding.pointers.map(fieldFor))) {
      if (field !== null) found.set(field, [...(found.get(field) ?? []), finding]);
    }
  }
  return found;
}
