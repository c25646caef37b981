/** What happened to an invoice: GET /api/invoices/<id>/events. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { AuditTrail } from "@/lib/api/types";

const fetchEvents = (id: number, signal: AbortSignal): Promise<AuditTrail> =>
  bodyOf(api.GET("/api/invoices/{invoice_id}/events", { params: { path: { invoice_id: id } }, signal }));

const eventsQuery = (id: number) =>
  queryOptions({ queryKey: keys.events(id), queryFn: ({ signal }) => fetchEvents(id, signal) });

export const useEvents = (id: number) => useQuery(eventsQuery(id));
