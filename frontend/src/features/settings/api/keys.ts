/** The API keys: GET /api/keys. */
import { useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { ApiKey } from "@/lib/api/types";

const fetchKeys = (signal: AbortSignal): Promise<{ keys: ApiKey[] }> =>
  bodyOf(api.GET("/api/keys", { signal }));

export const useApiKeys = () =>
  useQuery({
    queryKey: keys.apiKeys,
    queryFn: ({ signal }) => fetchKeys(signal),
    select: (answer) => answer.keys,
  });
