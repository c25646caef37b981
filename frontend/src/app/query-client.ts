import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/lib/api/errors";

/** An answer that says "you are wrong" will say so again; only silence and faults of the server are tried again. */
function worthAnotherTry(failures: number, error: Error): boolean {
  return failures < 2 && !(error instanceof ApiError && error.status < 500);
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      gcTime: 10 * 60_000,
      retry: worthAnotherTry,
      // The server may be on this very machine: the browser's idea of being online says nothing about it.
      networkMode: "always",
    },
    mutations: { networkMode: "always", retry: false },
  },
});
