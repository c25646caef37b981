import type { QueryClient } from "@tanstack/react-query";
import { keys } from "@/lib/api/keys";

/** Refetches what an action on invoices may have changed. */
export function refreshInvoices(client: QueryClient, ids: readonly number[]): void {
  for (const id of ids) {
    void client.invalidateQueries({ queryKey: keys.invoice(id) });
    void client.invalidateQueries({ queryKey: keys.events(id) });
    void client.invalidateQueries({ queryKey: keys.versions(id) });
  }
  refreshLists(client);
}

/** Refetches what an action on very many invoices may have changed: once, not for each of them. */
export function refreshAllInvoices(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: keys.everyInvoice });
  refreshLists(client);
}

/** Refetches the lists, counts and sums that are on the screen; the others are fetched when they are wanted. */
export function refreshLists(client: QueryClient): void {
  for (const queryKey of [
    keys.lists,
    keys.allNeighbours,
    keys.summary,
    keys.confirmedLists,
    keys.allStatistics,
  ]) {
    void client.invalidateQueries({ queryKey });
  }
}
