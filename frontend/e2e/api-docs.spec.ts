/** The page of the API: every call in a list, each of which opens and can be tried. */
import { expect, test } from "@playwright/test";

test("a call that is named in the address is open, and answers when it is tried, with the key of the page", async ({
  page,
}) => {
  await page.goto("/api/docs#getInvoice");
  const call = page.locator("#getInvoice");
  await expect(call.getByRole("cell", { name: "The invoice's id." })).toBeVisible();
  await expect(page.locator("details[open]")).toHaveCount(1);

  await page.getByLabel(/^API key/).fill("a-key");
  await call.getByRole("button", { name: "Try it out" }).click();
  await call.getByPlaceholder("invoice_id").fill("999999999");
  const asked = page.waitForRequest((request) => request.url().endsWith("/api/invoices/999999999"));
  await call.getByRole("button", { name: "Execute" }).click();
  expect((await asked).headers()["authorization"]).toBe("Bearer a-key");
  await expect(call.locator(".live-responses-table").getByText("404").first()).toBeVisible();

  await page.locator("#onConfirmed > summary").click();
  await expect(page).toHaveURL(/#onConfirmed$/);
  await expect(page.locator("#onConfirmed").getByText("webhook-signature").first()).toBeVisible();
});
