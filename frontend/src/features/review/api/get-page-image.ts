/** A page as a picture: GET /api/invoices/<id>/pages/<n>.png. By fetch, because the key travels in a header. */
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { fetchBlob } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";

/** Few widths, so that the server's and the browser's caches are hit. */
const WIDTHS = [900, 1400, 2000, 2800] as const;

/** The smallest width offered that is sharp at this many device pixels. */
export function offeredWidth(pixels: number): number {
  return WIDTHS.find((width) => width >= pixels * 0.9) ?? 2800;
}

const fetchPage = (id: number, number: number, width: number, signal: AbortSignal): Promise<Blob> =>
  fetchBlob(`/api/invoices/${id}/pages/${number}.png?width=${width}`, signal);

export const pageImageQuery = (id: number, number: number, width: number) =>
  queryOptions({
    queryKey: keys.page(id, number, width),
    queryFn: ({ signal }) => fetchPage(id, number, width, signal),
    staleTime: Infinity,
    gcTime: 5 * 60_000,
    retry: 1,
  });

interface PageImage {
  url: string | null;
  error: Error | null;
  retry: () => void;
}

/** An address for an `<img>`; while a sharper picture comes, the coarser one of the same page stays. */
export function usePageImage(id: number, number: number, width: number, enabled: boolean): PageImage {
  const { data, error, refetch } = useQuery({
    ...pageImageQuery(id, number, width),
    enabled,
    placeholderData: (previous, query) =>
      query?.queryKey[1] === id && query.queryKey[3] === number ? keepPreviousData(previous) : undefined,
  });
  const [shown, setShown] = useState<{ blob: Blob; url: string } | null>(null);

  useEffect(() => {
    if (!data) return;
    const url = URL.createObjectURL(data);
    // The address belongs to the effect: made here, given back below.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setShown({ blob: data, url });
    return () => URL.revokeObjectURL(url);
  }, [data]);

  return { url: data && shown?.blob === data ? shown.url : null, error, retry: () => void refetch() };
}
