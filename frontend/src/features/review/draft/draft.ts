/**
 * The changes a person is making: the data as typed, its steps (undo, redo), and the server's version it started
 * from. A pure reducer: saving, and the server's answers, are the caller's.
 */
import type { InvoiceData, Place } from "@/lib/api/types";
import { changedLeaves, leaves, withValueAt } from "@/lib/json-pointer";

export interface Draft {
  /** The server's data and version that the changes were made on. */
  original: InvoiceData;
  version: number;
  present: InvoiceData;
  past: readonly InvoiceData[];
  future: readonly InvoiceData[];
  /** The field being typed in: keystrokes in one field are one step of undo. */
  typingIn: string | null;
  /** Why the server refused values, by pointer; a refusal ends when its value changes. */
  refused: Readonly<Record<string, string>>;
  /** Where on the page values were picked from since the last save. */
  places: Readonly<Record<string, Place>>;
}

export type DraftAction =
  | { type: "typed"; pointer: string; value: unknown }
  | { type: "changed"; data: InvoiceData }
  | { type: "picked"; pointer: string; value: unknown; place: Place }
  | { type: "blurred" }
  | { type: "undone" }
  | { type: "redone" }
  | { type: "saved"; sent: InvoiceData; server: InvoiceData; version: number }
  | { type: "refused"; messages: Record<string, string> }
  | { type: "adopted"; server: InvoiceData; version: number }
  | { type: "resolved"; data: InvoiceData; server: InvoiceData; version: number };

const REMEMBERED_STEPS = 200;

export function newDraft(original: InvoiceData, version: number, present = original): Draft {
  return {
    original,
    version,
    present,
    past: present === original ? [] : [original],
    future: [],
    typingIn: null,
    refused: {},
    places: {},
  };
}

export function reduceDraft(draft: Draft, action: DraftAction): Draft {
  switch (action.type) {
    case "typed": {
      const present = withTyped(draft.present, action);
      return draft.typingIn === action.pointer
        ? { ...draft, present, future: [], refused: without(draft.refused, action.pointer) }
        : { ...step(draft, present, [action.pointer]), typingIn: action.pointer };
    }
    case "changed":
      return step(draft, action.data, differences(draft.present, action.data));
    case "picked": {
      const present = withTyped(draft.present, action);
      const places = { ...draft.places, [action.pointer]: action.place };
      return { ...step(draft, present, [action.pointer]), places };
    }
    case "blurred":
      return draft.typingIn === null ? draft : { ...draft, typingIn: null };
    case "undone":
      return travel(draft, draft.past.at(-1), draft.past.slice(0, -1), [draft.present, ...draft.future]);
    case "redone":
      return travel(draft, draft.future[0], [...draft.past, draft.present], draft.future.slice(1));
    case "saved": {
      // What was typed while the save was on its way stays on top of the server's answer.
      const present = rebased(action.sent, draft.present, action.server);
      return { ...draft, original: action.server, version: action.version, present, refused: {}, places: {} };
    }
    case "refused":
      return { ...draft, refused: action.messages };
    case "adopted":
      return newDraft(action.server, action.version);
    case "resolved": {
      const next = step(draft, action.data, []);
      return { ...next, original: action.server, version: action.version, refused: {} };
    }
  }
}

/** The invoice's own account is the first of its accounts, too: both are typed at once. */
function withTyped(data: InvoiceData, { pointer, value }: { pointer: string; value: unknown }): InvoiceData {
  const next = withValueAt(data, pointer, value);
  const own = /^\/payment\/(iban|bic|account)$/.exec(pointer)?.[1];
  return own !== undefined && data.payment.accounts.length > 0
    ? withValueAt(next, `/payment/accounts/0/${own}`, value)
    : next;
}

function step(draft: Draft, present: InvoiceData, changed: readonly string[]): Draft {
  return {
    ...draft,
    present,
    past: [...draft.past.slice(1 - REMEMBERED_STEPS), draft.present],
    future: [],
    typingIn: null,
    refused: changed.reduce(without, draft.refused),
  };
}

function travel(
  draft: Draft,
  to: InvoiceData | undefined,
  past: readonly InvoiceData[],
  future: readonly InvoiceData[],
): Draft {
  if (to === undefined) return draft;
  const refused = differences(draft.present, to).reduce(without, draft.refused);
  return { ...draft, present: to, past, future, typingIn: null, refused };
}

/** The messages without those of the pointer's value and of what is inside it. */
function without(
  messages: Readonly<Record<string, string>>,
  pointer: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(messages).filter(([name]) => name !== pointer && !name.startsWith(`${pointer}/`)),
  );
}

/** Whether the server would store both values alike: it stores an empty text as null. */
export function sameValue(a: unknown, b: unknown): boolean {
  return plain(a) === plain(b);
}

function plain(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return value.trim() || null;
  return Array.isArray(value) && value.length === 0 ? "[]" : value;
}

/** Pointers of the values that differ. */
export function differences(a: InvoiceData, b: InvoiceData): string[] {
  return changedLeaves(a, b)
    .filter(({ before, after }) => !sameValue(before, after))
    .map(({ pointer }) => pointer);
}

export function isDirty({ original, present }: Draft): boolean {
  return differences(original, present).length > 0;
}

/** `server` with the changes that lead from `from` to `to` made on top of it. */
export function rebased(from: InvoiceData, to: InvoiceData, server: InvoiceData): InvoiceData {
  if (from === to) return server;
  return conflictsOf(from, to, server)
    .filter(({ mineChanged }) => mineChanged)
    .reduce((data, { pointer, mine }) => withValueAt(data, pointer, mine), server);
}

export interface Difference {
  /** A value, or a whole list when its length changed on either side. */
  pointer: string;
  original: unknown;
  mine: unknown;
  theirs: unknown;
  mineChanged: boolean;
  theirsChanged: boolean;
}

/** The server writes it anew with each save, from the other values: no change of the other person's. */
const WRITTEN_ANEW = "/summary";

/** Where my version or the other person's differs from the original of both. */
export function conflictsOf(original: InvoiceData, mine: InvoiceData, theirs: InvoiceData): Difference[] {
  // Lists that grew or shrank cannot be compared row by row: they are one value each.
  const whole = (Object.keys(original) as (keyof InvoiceData)[]).filter(
    (name) => new Set([original, mine, theirs].map((data) => lengthOf(data[name]))).size > 1,
  );
  const values = [original, mine, theirs].map((data) => {
    const found = new Map<string, unknown>(leaves(data));
    for (const name of whole) {
      for (const pointer of found.keys()) {
        if (pointer === `/${name}` || pointer.startsWith(`/${name}/`)) found.delete(pointer);
      }
      found.set(`/${name}`, data[name]);
    }
    return found;
  });
  const pointers = new Set(values.flatMap((found) => [...found.keys()]));
  return [...pointers].flatMap((pointer) => {
    const [o, m, t] = values.map((found) => found.get(pointer) ?? null);
    const mineChanged = !equal(o, m);
    const theirsChanged = !equal(o, t) && (mineChanged || pointer !== WRITTEN_ANEW);
    return (mineChanged || theirsChanged) && !equal(m, t)
      ? [{ pointer, original: o, mine: m, theirs: t, mineChanged, theirsChanged }]
      : [];
  });
}

/** The number of rows of a list; 0 for every other value. */
function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function equal(a: unknown, b: unknown): boolean {
  return typeof a === "object" || typeof b === "object"
    ? JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
    : sameValue(a, b);
}
