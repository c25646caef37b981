/** The words that were read, with their places: GET /api/invoices/<id>/text, some pages at a time. */
import { queryOptions, useQueries, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { ReadText } from "@/lib/api/types";
import type { Language } from "@/lib/i18n/formats";
import { useI18n } from "@/lib/i18n/i18n";
import { inTurns } from "./in-turns";

/** Pages of a part. Most documents are one part; of 300 pages, 9 MB, only what is looked at or searched is fetched. */
export const PART = 25;
/** The part of a page, from 0. */
export const partOf = (page: number): number => Math.floor((page - 1) / PART);

/** While all parts are searched, the server is asked for two at a time. */
const turns = inTurns(2);

const fetchText = (id: number, language: Language, part: number, signal: AbortSignal): Promise<ReadText> =>
  turns(
    () =>
      bodyOf(
        api.GET("/api/invoices/{invoice_id}/text", {
          params: {
            path: { invoice_id: id },
            query: { language, pages: `${part * PART + 1}-${(part + 1) * PART}` },
          },
        }),
      ),
    signal,
  );

/** What was read changes only when the document is read again; the live events say when. */
export const textQuery = (id: number, language: Language, part: number) =>
  queryOptions({
    queryKey: keys.text(id, language, part),
    queryFn: ({ signal }) => fetchText(id, language, part, signal),
    staleTime: 10 * 60_000,
  });

/** The part of the text that the page is in. An e-invoice is printed in the reader's language. */
export function useTextAt(id: number, page: number, enabled: boolean) {
  const { language } = useI18n();
  return useQuery({ ...textQuery(id, language, partOf(page)), enabled });
}

/** These parts of the text, as far as they have come. */
export function useTextParts(id: number, parts: readonly number[]) {
  const { language } = useI18n();
  return useQueries({ queries: parts.map((part) => textQuery(id, language, part)), combine: joined });
}

const joined = (results: readonly UseQueryResult<ReadText>[]) => ({
  pages: results.flatMap(({ data }) => data?.pages ?? []),
  failed: results.some(({ data, isError }) => isError && !data),
  retry: () => {
    for (const result of results) if (result.isError) void result.refetch();
  },
});
