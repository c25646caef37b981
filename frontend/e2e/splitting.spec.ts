/** A file of two invoices is split by a person's word, and the split is taken back. */
import { expect, test } from "@playwright/test";
import { invoice, reviewable, waitForStatus } from "./support/invoices";
import { twoInvoices } from "./support/pdf";

test("a file of two invoices becomes an invoice for each of its pages", async ({ page, request }) => {
  const id = await reviewable(request, twoInvoices());
  await page.goto(`/review/${id}`);
  await page.getByRole("button", { name: "Split…" }).click();
  const dialog = page.getByRole("dialog", { name: "Split this file into several invoices?" });
  await expect(dialog.getByText("Invoice NW-4472")).toBeVisible();

  const last = dialog.getByRole("spinbutton", { name: "Last page of part 1" });
  await last.fill("2");
  await expect(dialog.getByRole("alert")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Split", exact: true })).toBeDisabled();
  await last.fill("1");
  await dialog.getByRole("button", { name: "Split", exact: true }).click();
  await expect(page.getByText("Split into 2 invoices.")).toBeVisible();

  const { children } = (await (await request.get(`/api/invoices/${id}`)).json()) as { children: number[] };
  expect(children).toHaveLength(2);
  for (const [at, child] of children.entries()) {
    await waitForStatus(request, child, "waiting_validation");
    const { preview_data: data } = await invoice(request, child);
    expect(data).toMatchObject({ invoice_number: `NW-447${at + 1}` });
  }
  await page.goto(`/review/${id}`);
  await expect(page.getByText("Split into no.")).toBeVisible();
});
