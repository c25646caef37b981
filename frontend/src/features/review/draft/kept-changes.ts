/** What a draft changed, as small as the change: for storage that is written behind every key. */
import type { InvoiceData } from "@/lib/api/types";

/** The values that differ, by name. In a list, a row that the original has too is the number of its place there. */
export type Changes = Readonly<Record<string, unknown>>;

/** Compares by identity, as the reducer keeps it: what is equal but not the same is written, which costs room only. */
export function changesFrom(original: InvoiceData, present: InvoiceData): Changes {
  const before: Changes = { ...original };
  return Object.fromEntries(
    Object.entries(present)
      .filter(([name, value]) => value !== before[name])
      .map(([name, value]: [string, unknown]) => [
        name,
        Array.isArray(value) ? rowsFrom(before[name], value) : value,
      ]),
  );
}

function rowsFrom(original: unknown, rows: readonly unknown[]): unknown[] {
  const places = new Map(rowsOf(original).map((row, place) => [row, place]));
  return rows.map((row) => places.get(row) ?? row);
}

/** The draft again; what it shares with the original keeps its identity. */
export function withChanges(original: InvoiceData, changes: Changes): InvoiceData {
  const before: Changes = { ...original };
  const changed = Object.entries(changes).map(([name, value]) => [
    name,
    Array.isArray(value)
      ? value.map((row: unknown) => (typeof row === "number" ? rowsOf(before[name])[row] : row))
      : value,
  ]);
  return { ...original, ...(Object.fromEntries(changed) as Partial<InvoiceData>) };
}

function rowsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
