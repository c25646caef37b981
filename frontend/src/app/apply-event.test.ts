import { QueryClient } from "@tanstack/react-query";
import { expect, it, vi } from "vitest";
import { keys } from "@/lib/api/keys";
import type { InvoiceList } from "@/lib/api/types";
import { applyEvent } from "./apply-event";

const list = keys.list({ page: 1 });
const other = keys.list({ page: 2 });

function clientWith(status: string) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  const page = (id: number) => ({ invoices: [{ id, status, stage: "ocr", progress: 10 }] }) as InvoiceList;
  client.setQueryData(list, page(1), { updatedAt: 1000 });
  client.setQueryData(other, page(2), { updatedAt: 1000 });
  return client;
}

const event = {
  invoice_id: 1,
  status: "processing",
  stage: "ocr",
  progress: 60,
  reading: { read: 2, of: 5 },
  version: 1,
} as const;

it("brings the progress of an invoice into its row, without a fetch", () => {
  const client = clientWith("processing");
  const refresh = vi.fn();
  applyEvent(client, event, refresh);
  expect(client.getQueryData<InvoiceList>(list)?.invoices[0]).toMatchObject({
    stage: "ocr",
    progress: 60,
    reading: { read: 2, of: 5 },
  });
  expect(refresh).not.toHaveBeenCalled();
});

it("fetches the lists when an invoice has another status, or is in none of them", () => {
  const refresh = vi.fn();
  applyEvent(clientWith("failed"), event, refresh);
  applyEvent(clientWith("processing"), { ...event, invoice_id: 3 }, refresh);
  expect(refresh).toHaveBeenCalledTimes(2);
});

it("shows an invoice as being read until its row has been fetched with what was read", () => {
  const client = clientWith("processing");
  const refresh = vi.fn();
  applyEvent(client, { ...event, status: "waiting_validation", version: 2 }, refresh);
  expect(refresh).toHaveBeenCalledOnce();
  expect(client.getQueryData<InvoiceList>(list)?.invoices[0]).toMatchObject({ status: "processing" });
});

it("leaves a list as old as it is: what was to be fetched again still is", () => {
  const client = clientWith("processing");
  void client.invalidateQueries({ queryKey: keys.lists });
  applyEvent(client, event, () => undefined);
  for (const queryKey of [list, other]) {
    expect(client.getQueryState(queryKey)).toMatchObject({ isInvalidated: true, dataUpdatedAt: 1000 });
  }
});

it("has the words of a document fetched again when it is read again, not when it is decided on", () => {
  const client = clientWith("waiting_validation");
  const text = keys.text(1, "en", 0);
  client.setQueryData(keys.invoice(1), { id: 1, version: 1, status: "waiting_validation" });
  client.setQueryData(text, { pages: [] });
  applyEvent(client, { ...event, status: "processed", version: 2 }, () => undefined);
  expect(client.getQueryState(keys.invoice(1))?.isInvalidated).toBe(true);
  expect(client.getQueryState(text)?.isInvalidated).toBe(false);
  applyEvent(client, { ...event, version: 3 }, () => undefined);
  expect(client.getQueryState(text)?.isInvalidated).toBe(true);
});
