/** Confirmed invoices are paid by a file for the bank, or by the code beside the account. */
import { randomUUID } from "node:crypto";
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type APIRequestContext } from "@playwright/test";
import { eInvoice } from "./support/e-invoice";
import { reviewable, type Upload } from "./support/invoices";
import { outside, rightEdge } from "./support/layout";

const TAG = `pay-${randomUUID().slice(0, 8)}`;

test.afterEach(async ({ request }) => {
  const { payments } = (await (await request.get("/api/payments")).json()) as { payments: { id: number }[] };
  for (const { id } of payments) await request.delete(`/api/payments/${id}`);
});

async function confirmed(request: APIRequestContext, upload?: Upload): Promise<number> {
  const id = await reviewable(request, upload);
  expect((await request.post(`/api/invoices/${id}/confirm`)).status()).toBe(200);
  expect((await request.patch(`/api/invoices/${id}/labels`, { data: { tags: [TAG] } })).status()).toBe(200);
  return id;
}

test("what cannot be paid is named with its reason and left out; the rest is a file, and a code", async ({
  page,
  request,
}) => {
  const pounds = await confirmed(request);
  const euros = await confirmed(request, eInvoice());
  await page.goto("/inbox?tab=processed");
  await page.getByRole("button", { name: "Filters" }).click();
  await page.getByLabel("Tag").fill(TAG);
  await page.getByLabel("Tag").press("Enter");
  await expect(page).toHaveURL(new RegExp(`tag=${TAG}`));
  await page.keyboard.press("Escape");
  const boxes = page.getByRole("checkbox", { name: /^Select (?!all)/ });
  await expect(boxes).toHaveCount(2);
  for (const at of [0, 1]) await boxes.nth(at).check();
  await page.getByRole("button", { name: "Pay 2" }).click();
  const dialog = page.getByRole("dialog", { name: "Payment file" });
  await dialog.getByLabel("Whose account pays").fill("Lindenhof Molkerei eG");
  await dialog.getByLabel("IBAN").fill("DE02 1203 0000 0000 2020 51");
  await dialog.getByRole("button", { name: "Make the file for 2 invoices" }).click();
  await expect(dialog.getByText("It is not in euros, as SEPA transfers are.")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Make the file for 0 invoices" })).toBeDisabled();
  await dialog.getByRole("checkbox", { name: /^Pay all the same: No earlier invoice/ }).check();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await outside(page)).toEqual([]);
  const file = dialog.getByRole("button", { name: "Make the file for 1 invoice" });
  expect(await rightEdge(dialog.locator("form"))).toBeLessThan(390);
  const download = page.waitForEvent("download");
  await file.click();
  expect((await download).suggestedFilename()).toMatch(/^payment-\d+\.xml$/);
  const { payments } = (await (await request.get(`/api/payments?invoice_id=${euros}`)).json()) as {
    payments: { invoice_ids: number[] }[];
  };
  expect(payments.map(({ invoice_ids }) => invoice_ids)).toEqual([[euros]]);

  await page.goto(`/review/${euros}`);
  await page.getByRole("button", { name: "Scan to pay" }).click();
  await expect(page.getByRole("img", { name: "Code to pay this invoice with" })).toBeVisible();
  await page.goto(`/review/${pounds}`);
  await expect(page.getByRole("textbox", { name: "IBAN" }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Scan to pay" })).toHaveCount(0);
});
