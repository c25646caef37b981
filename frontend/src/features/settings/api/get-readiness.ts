/** Whether each store answers: GET /readyz. 503 carries the same answer as 200. */
import { useQuery } from "@tanstack/react-query";
import { authorization } from "@/lib/api/client";
import { errorFrom, UnreachableError } from "@/lib/api/errors";
import { keys } from "@/lib/api/keys";
import type { Readiness } from "@/lib/api/types";
import { hosted } from "@/lib/base-path";

async function fetchReadiness(signal: AbortSignal): Promise<Readiness> {
  const response = await fetch(hosted("/readyz"), { signal, headers: authorization() });
  if (!response.headers.get("Content-Type")?.includes("json")) throw new UnreachableError();
  const body: unknown = await response.json();
  if (!response.ok && response.status !== 503) throw errorFrom(response, body);
  return body as Readiness;
}

export const useReadiness = () =>
  useQuery({
    queryKey: keys.readiness,
    queryFn: ({ signal }) => fetchReadiness(signal),
    refetchInterval: 15_000,
    retry: false,
  });
