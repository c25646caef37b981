/** Invoices in the states that the samples alone do not come to; made once, by the API, and known by name. */
import { readFile } from "node:fs/promises";
import type { APIRequestContext } from "@playwright/test";
import { eInvoice } from "../../e2e/support/e-invoice";
import { brokenPdf, confirmedSeller, failed, freshPdf, reviewable } from "../../e2e/support/invoices";

const PROTECTED = new URL("../../../samples/bad/encrypted.pdf", import.meta.url);

export interface Prepared {
  /** An e-invoice with nothing to check. */
  clean: number;
  long: number;
  copy: number;
  /** Two pages: it may be split. */
  pages: number;
  broken: number;
  locked: number;
  seller: number;
}

export async function prepare(request: APIRequestContext): Promise<Prepared> {
  const usual = {
    seller: "Talleres Mecánicos y Suministros Industriales del Norte, S.L.U.",
    lines: 2,
    rate: 21,
  };
  let seller = 0;
  for (const price of ["1840.50", "1911.20", "1765.00"])
    seller = await confirmedSeller(request, eInvoice({ ...usual, price }));
  await request.put("/api/automation", { data: { enabled: true, after: 3 } });
  const clean = await reviewable(request, eInvoice({ ...usual, price: "9999.00" }));
  const twin = { seller: "Kupferberg Werkzeuge GmbH", number: "KW-2026-118", price: "412.00" };
  await reviewable(request, eInvoice(twin));
  await request.post("/api/webhooks", {
    data: {
      url: "https://erp.example.com/hooks/invoices-from-the-accounts-department",
      types: ["confirmed", "rejected"],
      description: "Our ERP",
    },
  });
  return {
    seller,
    clean,
    long: await reviewable(request, eInvoice({ lines: 60, quantity: 12, price: "1234567.89", rate: 21 })),
    copy: await reviewable(request, eInvoice(twin)),
    pages: await reviewable(request, await freshPdf("catering-two-pages-en.pdf")),
    broken: await failed(request, brokenPdf()),
    locked: await failed(request, {
      name: "protected-by-the-supplier.pdf",
      mimeType: "application/pdf",
      buffer: await readFile(PROTECTED),
    }),
  };
}
