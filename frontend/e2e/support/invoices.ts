/** Documents for the tests, and the state of an invoice as the API tells it. */
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, type APIRequestContext, type Page } from "@playwright/test";
import { eInvoice } from "./e-invoice";

const SAMPLES = new URL("../../../samples/", import.meta.url);

export interface Upload {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A sample that the system has never seen: the same document, other bytes. */
export async function freshPdf(sample = "design-studio-en.pdf"): Promise<Upload> {
  const id = randomUUID();
  const bytes = await readFile(new URL(sample, SAMPLES));
  // What stands after the end of a PDF is not read, and makes it another file.
  return {
    name: `${sample.replace(".pdf", "")}-${id.slice(0, 8)}.pdf`,
    mimeType: "application/pdf",
    buffer: Buffer.concat([bytes, Buffer.from(`\n% ${id}\n`)]),
  };
}

export const textFile = (): Upload => ({
  name: "shopping-list.txt",
  mimeType: "text/plain",
  buffer: Buffer.from(`bread\nmilk\n${randomUUID()}\n`),
});

export const brokenPdf = (): Upload => ({
  name: `broken-${randomUUID().slice(0, 8)}.pdf`,
  mimeType: "application/pdf",
  buffer: Buffer.from(
    `%PDF-1.7\n% ${randomUUID()}\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\ntrailer\n`,
  ),
});

/** Takes a document in by the API and waits until it can be reviewed. Gives its id. */
export const reviewable = async (request: APIRequestContext, upload?: Upload): Promise<number> =>
  takenIn(request, upload ?? (await freshPdf()), "waiting_validation");

/** Takes in one that cannot be read, and waits until that is found. Gives its id. */
export const failed = (request: APIRequestContext, upload: Upload): Promise<number> =>
  takenIn(request, upload, "failed");

async function takenIn(request: APIRequestContext, file: Upload, status: string): Promise<number> {
  const response = await request.post("/api/invoices/ocr", { multipart: { file } });
  expect(response.status()).toBe(202);
  const [taken] = (await response.json()) as { invoice_id: number }[];
  const id = taken?.invoice_id ?? 0;
  await waitForStatus(request, id, status);
  return id;
}

export interface InvoiceNow {
  filename: string;
  status: string;
  version: number;
  preview_data: Record<string, unknown> | null;
  final_data: Record<string, unknown> | null;
  reject_reason: string | null;
}

export async function invoice(request: APIRequestContext, id: number): Promise<InvoiceNow> {
  return (await (await request.get(`/api/invoices/${id}`)).json()) as InvoiceNow;
}

export async function waitForStatus(request: APIRequestContext, id: number, status: string): Promise<void> {
  await expect
    .poll(async () => (await invoice(request, id)).status, { timeout: 90_000, intervals: [300, 500, 1000] })
    .toBe(status);
}

/** A seller of which an invoice is confirmed. Gives its id. */
export async function confirmedSeller(request: APIRequestContext, upload = eInvoice()): Promise<number> {
  const id = await reviewable(request, upload);
  expect((await request.post(`/api/invoices/${id}/confirm`)).status()).toBe(200);
  const { seller } = (await (await request.get(`/api/invoices/${id}`)).json()) as { seller: { id: number } };
  return seller.id;
}

/** Opens the review and waits for the page's picture. */
export async function openReview(page: Page, id: number): Promise<void> {
  await page.goto(`/review/${id}`);
  await expect(page.getByRole("img", { name: /Page 1 of|Página 1 de/ })).toBeVisible();
}

/** The input of a field, not its place on the page. */
export const field = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });

export const saved = (page: Page) => expect(page.getByText("Saved", { exact: true })).toBeVisible();

/** Whatever the samples' checks say: confirming with errors asks once more. */
export async function confirmAnyway(page: Page, request: APIRequestContext, id: number): Promise<void> {
  const anyway = page.getByRole("button", { name: "Confirm anyway" });
  await expect(async () => {
    if (await anyway.isVisible()) await anyway.click();
    expect((await invoice(request, id)).status).toBe("processed");
  }).toPass({ timeout: 30_000 });
}

/** It still waits for review. */
export async function waits(request: APIRequestContext, id: number): Promise<void> {
  expect((await invoice(request, id)).status).toBe("waiting_validation");
}

/** Somebody corrects the invoice elsewhere. */
export async function change(request: APIRequestContext, id: number, data: object): Promise<void> {
  const answer = await request.patch(`/api/invoices/${id}/preview`, { data: { preview_data: data } });
  expect(answer.status()).toBe(200);
}

/** This page hears of nobody else's changes, as one that looked away for a moment. */
export async function deaf(page: Page): Promise<void> {
  await page.route("**/api/events", (route) => route.abort());
}
