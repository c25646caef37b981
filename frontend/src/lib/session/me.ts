/** Who I am and what this server does: GET /api/me. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { Me } from "@/lib/api/types";

const fetchMe = (signal: AbortSignal): Promise<Me> => bodyOf(api.GET("/api/me", { signal }));

const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => fetchMe(signal),
  staleTime: 5 * 60_000,
});

export const useMe = () => useQuery(meQuery);

/** What the role of the key allows; everything until the server has said otherwise, it decides anyway. */
export function useMay(): { upload: boolean; review: boolean; remove: boolean } {
  const role = useMe().data?.role;
  return {
    upload: role !== "viewer",
    review: role === undefined || role === "reviewer" || role === "admin",
    remove: role === undefined || role === "reviewer" || role === "admin",
  };
}
