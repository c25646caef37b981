import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/lib/api/errors";

/**
 * Client errors are not retried, because the answer would be the same; network failures and server errors are, and calls
 * that were too many at once.
 */
function worthAnotherTry(failures: number, error: Error): boolean {
  if (failures >= 2) return false;
  return !(error instanceof ApiError) || error.status >= 500 || error.code === "too-many-at-once";
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      gcTime: 10 * 60_000,
      retry: worthAnotherTry,
      // The server may be on this very machine: whether the browser is online says nothing about it.
      networkMode: "always",
    },
    mutations: { networkMode: "always", retry: false },
  },
});

// A picture is kept as the address of what was fetched, which takes memory until it is given back.
queryClient.getQueryCache().subscribe(({ type, query }) => {
  const data: unknown = query.state.data;
  if (type === "removed" && typeof data === "string" && data.startsWith("blob:")) URL.revokeObjectURL(data);
});
