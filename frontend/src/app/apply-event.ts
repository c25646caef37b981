/** What an event of the stream says about one invoice, brought into the query cache. */
import type { Query, QueryClient } from "@tanstack/react-query";
import { keys } from "@/lib/api/keys";
import type { Invoice, InvoiceList, Status } from "@/lib/api/types";

export interface InvoiceEvent {
  invoice_id: number;
  status: Status;
  stage: Invoice["stage"];
  progress: number;
  reading: Invoice["reading"];
  version: number;
}

export function applyEvent(client: QueryClient, event: InvoiceEvent, refresh: () => void): void {
  const { invoice_id: id, status, ...shown } = event;
  const work = { stage: shown.stage, progress: shown.progress, reading: shown.reading };
  const lists = listsWith(client, id);
  const rows = lists.map(({ row }) => row);
  // Progress needs no fetch: it came with the event. Everything else may move rows, counts and sums.
  if (status !== "processing" || rows.length === 0 || rows.some((row) => row.status !== status)) refresh();
  for (const { query, page, row } of lists) {
    const { dataUpdatedAt, isInvalidated } = query.state;
    // What was read is not in the event: without it a document that was just read looks like one that is ready.
    if (row.status === "processing" && status !== "processing") continue;
    const invoices = page.invoices.map((one) => (one === row ? { ...row, status, ...work } : one));
    client.setQueryData<InvoiceList>(query.queryKey, { ...page, invoices }, { updatedAt: dataUpdatedAt });
    // One row is new, not the list: what was to be fetched again still is.
    if (isInvalidated) query.invalidate();
  }

  const known = client.getQueryData<Invoice>(keys.invoice(id));
  if (!known) return;
  if (known.status === "processing" && status === "processing") {
    client.setQueryData<Invoice>(keys.invoice(id), { ...known, ...work });
  } else if (event.version !== known.version || status !== known.status) {
    void client.invalidateQueries({ queryKey: keys.invoice(id) });
    void client.invalidateQueries({ queryKey: keys.events(id) });
    void client.invalidateQueries({ queryKey: keys.versions(id) });
    // The words change only when the document is read again.
    if (known.status === "processing" || status === "processing")
      void client.invalidateQueries({ queryKey: keys.text(id) });
  }
}

/** The lists in the cache that show the invoice, and its row in each. */
function listsWith(client: QueryClient, id: number) {
  const queries = client.getQueryCache().findAll({ queryKey: keys.lists }) as Query<InvoiceList>[];
  return queries.flatMap((query) => {
    const page = query.state.data;
    const row = page?.invoices.find((one) => one.id === id);
    return page && row ? [{ query, page, row }] : [];
  });
}
