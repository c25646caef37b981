import { expect, test } from "@playwright/test";
import { reviewable } from "./support/invoices";

test("invoices are found by what they say, and the address keeps what was asked", async ({
  page,
  request,
}) => {
  await reviewable(request);
  await page.goto("/inbox");
  await expect(page.getByRole("link", { name: /design-studio/ }).first()).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type("finch HF-2026");
  await expect(page).toHaveURL(/q=finch/);
  await expect(page.getByRole("link", { name: /design-studio/ }).first()).toBeVisible();

  await page.getByRole("button", { name: "Filters" }).click();
  await page.getByLabel("Dated from").fill("2026-10-14");
  await page.getByLabel("Dated to").fill("2026-10-14");
  await page.getByLabel("Currency").fill("gbp");
  await page.getByLabel("Currency").press("Enter");
  await expect(page).toHaveURL(/currency=GBP/);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Filters, 2 set" })).toBeVisible();
  await expect(page.getByRole("link", { name: /design-studio/ }).first()).toBeVisible();

  // The same address shows the same list; the next invoice to review is the next of this list.
  await page.reload();
  await page
    .getByRole("link", { name: /design-studio/ })
    .first()
    .click();
  await expect(page).toHaveURL(/review\/\d+.*currency=GBP/);
  await page.goBack();

  await page
    .getByRole("searchbox", { name: "Search names, numbers, amounts and text" })
    .fill("nobody at all");
  await expect(page.getByText("No invoice matches.")).toBeVisible();
  await page.getByRole("button", { name: "Clear the search and the filters" }).click();
  await expect(page).toHaveURL(/\/inbox$/);
  await expect(page.getByRole("link", { name: /design-studio/ }).first()).toBeVisible();
});
