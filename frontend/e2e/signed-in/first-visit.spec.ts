import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";

const ADMIN_KEY = process.env["ADMIN_KEY"] ?? "";

// The first file of this folder: it needs a system without an invoice.
test("an empty system says what to do; the samples come with one click and go with one", async ({ page }) => {
  await page.goto("/inbox");
  await page.getByLabel("API key").fill(ADMIN_KEY);
  await page.keyboard.press("Enter");
  const visit = page.getByRole("region", { name: "Three steps from a document to checked data" });
  await expect(visit.getByRole("listitem")).toHaveCount(3);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  await visit.getByRole("button", { name: "Try with the samples" }).click();
  await expect(page).toHaveTitle("Open (5) · Invoices");
  await expect(visit).toHaveCount(0);
  await expect(page.getByText("Austral Sur Publicidad").first()).toBeVisible({ timeout: 120_000 });

  await page.goto("/settings");
  await expect(page.getByText("5 made-up invoices are here to try with.")).toBeVisible();
  await page.getByRole("button", { name: "Delete the samples" }).click();
  await expect(page.getByText("The samples are deleted.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Delete the samples" })).toHaveCount(0);
  await page.goto("/inbox");
  await expect(visit).toBeVisible();
});
