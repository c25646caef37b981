/** A page as a picture: GET /api/invoices/<id>/pages/<n>.png. By fetch, because the key travels in a header. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { fetchBlob } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { Language } from "@/lib/i18n/formats";
import { useI18n } from "@/lib/i18n/i18n";
import { WIDTHS } from "../viewer/zoom";
import { inTurns } from "./in-turns";

/**
 * So many pages are drawn for one person at a time, and one thumbnail beside them: while 300 pages are scrolled past, the
 * server would draw every one of them before the one that is looked at in the end.
 */
const pageTurns = inTurns(3);
const thumbnailTurns = inTurns(1);

const fetchPage = (
  id: number,
  number: number,
  width: number,
  language: Language,
  signal: AbortSignal,
): Promise<Blob> =>
  (width === WIDTHS[0] ? thumbnailTurns : pageTurns)(
    () => fetchBlob(`/api/invoices/${id}/pages/${number}.png?language=${language}&width=${width}`),
    signal,
  );

/** Milliseconds that a page is kept which nobody looks at: of 300 pages leafed through, few stay in memory. */
const KEPT = 20_000;
/** One that was fetched ahead waits for its invoice. */
export const KEPT_AHEAD = 5 * 60_000;

export const pageImageQuery = (id: number, number: number, width: number, language: Language, kept = KEPT) =>
  queryOptions({
    queryKey: keys.page(id, number, width, language),
    // The picture's address, which lives as long as the cache has it (`query-client.ts`).
    queryFn: async ({ client, queryKey, signal }) => {
      const picture = await fetchPage(id, number, width, language, signal);
      const before = client.getQueryData<string>(queryKey);
      if (before !== undefined) URL.revokeObjectURL(before);
      return URL.createObjectURL(picture);
    },
    staleTime: Infinity,
    gcTime: kept,
    retry: 1,
  });

interface PageImage {
  url: string | null;
  error: Error | null;
  retry: () => void;
}

/** An address for an `<img>`; while a sharper picture comes, the coarser one of the same page stays. */
export function usePageImage(id: number, number: number, width: number, enabled: boolean): PageImage {
  const { language } = useI18n();
  const { data, error, refetch } = useQuery({
    ...pageImageQuery(id, number, width, language),
    enabled,
    placeholderData: (previous, query) =>
      query?.queryKey[1] === id && query.queryKey[3] === number ? previous : undefined,
  });
  return { url: data ?? null, error, retry: () => void refetch() };
}
