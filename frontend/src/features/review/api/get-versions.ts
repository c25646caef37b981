/** The data that was final once and was withdrawn: GET /api/invoices/<id>/versions. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { FinalVersions } from "@/lib/api/types";

const fetchVersions = (id: number, signal: AbortSignal): Promise<FinalVersions> =>
  bodyOf(api.GET("/api/invoices/{invoice_id}/versions", { params: { path: { invoice_id: id } }, signal }));

const versionsQuery = (id: number) =>
  queryOptions({ queryKey: keys.versions(id), queryFn: ({ signal }) => fetchVersions(id, signal) });

export const useVersions = (id: number) => useQuery(versionsQuery(id));
