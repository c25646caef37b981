/** What is reviewed next, in the order of the list that the review was opened from, and made ready ahead of time. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { useSelected } from "@/lib/store";
import { invoiceQuery } from "../api/get-invoice";
import { neighboursQuery } from "../api/get-neighbours";
import { KEPT_AHEAD, pageImageQuery } from "../api/get-page-image";
import { textQuery } from "../api/get-text";
import { queueQuery, type ReviewSearch } from "../search";
import { ratioOf, wantedWidth, type View } from "../viewer/zoom";
import { placeIn, usePass } from "./pass";

export interface ReviewQueue {
  previous: number | null;
  next: number | null;
  /** How many follow; null while that is not known yet. */
  left: number | null;
  leftIsExact: boolean;
  /** The next one as soon as it is known; null at the end. */
  following: () => Promise<number | null>;
}

export function useReviewQueue(id: number, search: ReviewSearch): ReviewQueue {
  const client = useQueryClient();
  const place = useSelected(usePass(), (pass) => placeIn(pass, id));
  const query = neighboursQuery(id, queueQuery(search));
  const { data } = useQuery({ ...query, enabled: place === null });
  const found = place ?? data;
  return {
    previous: found?.previous ?? null,
    next: found?.next ?? null,
    left: found?.left ?? null,
    leftIsExact: place !== null || (data?.left_is_exact ?? true),
    following: async () => (place ?? (await client.query({ ...query, staleTime: "static" }))).next,
  };
}

/** Milliseconds: behind what the invoice on the screen itself needs. */
const AHEAD_AFTER = 200;

/** An invoice that was made ready, and the one behind which it is next. */
export interface Ahead {
  id: number;
  behind: number;
}

/** The next invoice is there before it is asked for, with its first page as wide as it will be shown; then it may be drawn. */
export function usePrefetchReview(
  behind: number,
  id: number | null,
  view: View | null,
  search: ReviewSearch,
  onAhead: (ahead: Ahead) => void,
): void {
  const client = useQueryClient();
  const { language } = useI18n();
  useEffect(() => {
    if (id === null || view === null) return;
    let left = false;
    const picture = async () => {
      const { pages } = await client.query(textQuery(id, language, 0));
      const width = wantedWidth(ratioOf(pages[0]), view, 0, devicePixelRatio);
      await client.query(pageImageQuery(id, 1, width, language, KEPT_AHEAD));
    };
    const timer = setTimeout(() => {
      Promise.all([
        client.query(invoiceQuery(id)),
        client.query(neighboursQuery(id, queueQuery(search))),
        picture(),
      ]).then(
        () => !left && onAhead({ id, behind }),
        () => undefined, // only ahead of time: what fails now is fetched again, and reported, when it is opened
      );
    }, AHEAD_AFTER);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [client, behind, id, view, search, language, onAhead]);
}
