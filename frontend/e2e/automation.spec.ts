/** Automatic confirmation: off until an administrator turns it on, and each invoice says what kept it from it. */
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { eInvoice } from "./support/e-invoice";
import { reviewable } from "./support/invoices";

test.afterEach(async ({ request }) => {
  await request.put("/api/automation", { data: { enabled: false } });
});

test("it is off, is turned on by one switch, and an invoice that did not pass says why", async ({
  page,
  request,
}) => {
  await page.goto("/settings");
  await page.getByRole("link", { name: "Automation" }).click();
  await expect(page).toHaveTitle("Automation · Invoices");
  const enabled = page.getByRole("switch", { name: /Confirm automatically/ });
  await expect(enabled).not.toBeChecked();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  await page.getByLabel(/^After so many invoices/).fill("3");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.", { exact: true }).first()).toBeVisible();
  await enabled.focus();
  await page.keyboard.press("Space");
  await expect(enabled).toBeChecked();
  expect(await (await request.get("/api/automation")).json()).toMatchObject({ enabled: true, after: 3 });

  const id = await reviewable(request, eInvoice());
  await page.goto(`/review/${id}`);
  const reasons = page.getByRole("group").filter({ hasText: /^Not confirmed automatically/ });
  await reasons.getByText(/^Not confirmed automatically/).click();
  await expect(reasons.getByText("The seller is not known from confirmed invoices.")).toBeVisible();

  await page.goto("/inbox");
  await page.getByRole("button", { name: "Filters" }).click();
  await page.getByLabel("Automatic confirmation").selectOption("Seller unknown");
  await expect(page).toHaveURL(/automation=seller-unknown/);
  const row = page.locator(`a[href^="/review/${id}"]`);
  await expect(row.first()).toBeVisible();
  await page.getByLabel("Automatic confirmation").selectOption("Confirmed automatically");
  await expect(page).toHaveURL(/tab=processed/);
  await expect(row).toHaveCount(0);
});
