/** The parts a file with several invoices may be split into. */
import type { FindingParams, Invoice } from "@/lib/api/types";

/** The first and the last page, both included. */
export type Pages = readonly [number, number];

export interface Part {
  pages: Pages;
  /** The invoice number that was read on these pages. */
  number: string | null;
}

/** The parts to begin with; null if the file is not to be split. Without a proposal, the first page and the rest. */
export function proposedParts({ checks, page_count, parent_id, pages }: Invoice): Part[] | null {
  const several = checks?.find(({ code }) => code === "several-invoices");
  const count = page_count ?? 0;
  if (!several || count < 2 || parent_id !== null || pages !== null) return null;
  // Findings stored by an earlier version have no parts.
  const params = several.params as Partial<FindingParams["several-invoices"]> | null;
  if (params?.reason === "xml") return null;
  return (
    params?.parts?.map(({ first, last, number }) => ({ pages: [first, last], number })) ?? [
      { pages: [1, 1], number: null },
      { pages: [2, count], number: null },
    ]
  );
}

/** As few and as many parts as the server takes. */
export const FEWEST_PARTS = 2;
export const MOST_PARTS = 50;

/** The server's rule: a few parts within the file, in order, without a common page. */
export const canSplit = (parts: readonly Part[], pageCount: number): boolean =>
  parts.length >= FEWEST_PARTS &&
  parts.length <= MOST_PARTS &&
  parts.every(({ pages: [first, last] }, at) => {
    const after = parts[at - 1]?.pages[1] ?? 0;
    return (
      Number.isInteger(first) && Number.isInteger(last) && after < first && first <= last && last <= pageCount
    );
  });

/** One more part, of the pages behind the last one. */
export function withOneMore(parts: readonly Part[], pageCount: number): Part[] {
  const next = Math.min((parts.at(-1)?.pages[1] ?? 0) + 1, pageCount);
  return [...parts, { pages: [next, pageCount], number: null }];
}
