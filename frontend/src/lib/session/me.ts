/** Who I am, what I may do and what this server does: GET /api/me. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { ApiAction, Me } from "@/lib/api/types";

const fetchMe = (signal: AbortSignal): Promise<Me> => bodyOf(api.GET("/api/me", { signal }));

const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => fetchMe(signal),
  staleTime: 5 * 60_000,
});

export const useMe = () => useQuery(meQuery);

/** Whether the server allows an action to this key; nothing is offered before it has answered. */
export function useMay(): (action: ApiAction) => boolean {
  const actions = useMe().data?.actions;
  return (action) => actions?.includes(action) ?? false;
}
