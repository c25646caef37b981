import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { keys } from "@/lib/api/keys";

const LISTS = [keys.lists, keys.allNeighbours, keys.summary, keys.confirmedLists, keys.allStatistics];

/** Refetches what an action on invoices may have changed. */
export function refreshInvoices(client: QueryClient, ids: readonly number[]): void {
  invalidate(client, [...ofInvoices(ids), ...LISTS]);
}

/**
 * What an action has changed of invoices that the screen goes on from: it is fetched where it is shown again, and what the
 * next one waits for is not held up by it. The lists, and the counts beside them, follow by the stream of events.
 */
export function leaveInvoices(client: QueryClient, ids: readonly number[]): void {
  invalidate(client, [...ofInvoices(ids), ...LISTS], "none");
}

/** Refetches what an action on very many invoices may have changed: once, not for each of them. */
export function refreshAllInvoices(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: keys.everyInvoice });
  refreshLists(client);
}

/** Refetches the lists, counts and sums that are on the screen; the others are fetched when they are wanted. */
export function refreshLists(client: QueryClient): void {
  invalidate(client, LISTS);
}

function ofInvoices(ids: readonly number[]): QueryKey[] {
  return ids.flatMap((id) => [keys.invoice(id), keys.events(id), keys.versions(id)]);
}

function invalidate(
  client: QueryClient,
  queryKeys: readonly QueryKey[],
  refetchType: "active" | "none" = "active",
): void {
  for (const queryKey of queryKeys) void client.invalidateQueries({ queryKey, refetchType });
}
