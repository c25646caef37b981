/** What came in by itself, newest first, and how each source is: GET /api/intake. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { IntakeList, IntakeOutcome } from "@/lib/api/types";
import type { Shown } from "../intake-search";

interface Query {
  outcome: IntakeOutcome[];
  per_page: number;
  after?: string;
}

const PER_PAGE = 50;

/** It comes in while the page is open. */
const LOOK_AGAIN = 15_000;

const OUTCOMES: Readonly<Record<Shown, IntakeOutcome[]>> = {
  all: [],
  taken: ["taken", "duplicate"],
  left: ["refused", "skipped"],
  pending: ["pending"],
};

const fetchIntake = (query: Query, signal: AbortSignal): Promise<IntakeList> =>
  bodyOf(api.GET("/api/intake", { params: { query }, signal }));

export function useIntake(shown: Shown) {
  const query: Query = { outcome: OUTCOMES[shown], per_page: PER_PAGE };
  return useInfiniteQuery({
    queryKey: keys.intake(shown),
    queryFn: ({ pageParam, signal }) =>
      fetchIntake(pageParam === undefined ? query : { ...query, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    // With several pages open, all of them would be read again.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : LOOK_AGAIN),
  });
}
