/** The upload queue: which file is where on its way. A pure reducer; the provider does the sending. */
import type { FileResult } from "@/lib/api/types";

export interface Item {
  key: number;
  file: File;
  allowDuplicates: boolean;
  state: "waiting" | "sending" | "accepted" | "duplicate" | "refused" | "broken";
  /** 0..1 of the bytes sent. */
  sent: number;
  invoiceId: number | null;
  message: string | null;
  /** What became of the parts of an e-mail or archive. */
  parts: readonly FileResult[];
}

export type Action =
  | { type: "added"; files: readonly File[]; firstKey: number; maxBytes: number; tooLarge: string }
  | { type: "started"; key: number }
  | { type: "progress"; key: number; sent: number }
  | {
      type: "answered";
      key: number;
      result: FileResult;
      message: string;
      parts: readonly FileResult[];
    }
  | { type: "broke"; key: number; message: string }
  | { type: "again"; key: number; allowDuplicates: boolean }
  | { type: "cleared" };

const CONTAINER = /\.(?:eml|zip)$/i;

/** Two at a time: the next file is on its way while the server looks at the last one. */
const AT_ONCE = 2;

export function reduce(items: readonly Item[], action: Action): readonly Item[] {
  switch (action.type) {
    case "added":
      return [...items, ...action.files.map((file, index) => newItem(file, index, action))];
    case "started":
      return change(items, action.key, { state: "sending", sent: 0, message: null });
    case "progress":
      return change(items, action.key, { sent: action.sent });
    case "answered":
      return change(items, action.key, {
        state: stateOf(action.result),
        sent: 1,
        invoiceId: action.result.invoice_id,
        // Of a duplicate the state says all there is.
        message: ["processing", "duplicated"].includes(action.result.status) ? null : action.message,
        parts: action.parts,
      });
    case "broke":
      return change(items, action.key, { state: "broken", message: action.message });
    case "again":
      return change(items, action.key, {
        state: "waiting",
        sent: 0,
        message: null,
        parts: [],
        allowDuplicates: action.allowDuplicates,
      });
    case "cleared":
      return items.filter(({ state }) => state === "waiting" || state === "sending");
  }
}

function newItem(
  file: File,
  index: number,
  { firstKey, maxBytes, tooLarge }: Action & { type: "added" },
): Item {
  // How large an e-mail or archive may be only the server knows: what is in it counts.
  const fits = file.size <= maxBytes || CONTAINER.test(file.name);
  return {
    key: firstKey + index,
    file,
    allowDuplicates: false,
    state: fits ? "waiting" : "refused",
    sent: 0,
    invoiceId: null,
    message: fits ? null : tooLarge,
    parts: [],
  };
}

function stateOf(result: FileResult): Item["state"] {
  if (result.status === "processing") return "accepted";
  return result.status === "duplicated" ? "duplicate" : "refused";
}

function change(items: readonly Item[], key: number, changes: Partial<Item>): readonly Item[] {
  return items.map((item) => (item.key === key ? { ...item, ...changes } : item));
}

/** The files to start now. */
export function startable(items: readonly Item[]): readonly Item[] {
  const busy = items.filter(({ state }) => state === "sending").length;
  return items.filter(({ state }) => state === "waiting").slice(0, Math.max(0, AT_ONCE - busy));
}
