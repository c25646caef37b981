/** What happened to an invoice: GET /api/invoices/<id>/events, the newest events first of all. */
import { infiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { AuditTrail } from "@/lib/api/types";

const fetchEvents = (id: number, after: string | null, signal: AbortSignal): Promise<AuditTrail> => {
  const query = after === null ? {} : { after };
  const params = { path: { invoice_id: id }, query };
  return bodyOf(api.GET("/api/invoices/{invoice_id}/events", { params, signal }));
};

const eventsQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: keys.events(id),
    queryFn: ({ pageParam, signal }) => fetchEvents(id, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (trail) => trail.next,
    // In order: what a later page has was before.
    select: ({ pages }) => pages.toReversed().flatMap(({ events }) => events),
  });

export const useEvents = (id: number) => useInfiniteQuery(eventsQuery(id));
