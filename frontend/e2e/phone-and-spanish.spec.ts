import { expect, test } from "@playwright/test";
import { confirmAnyway, field, invoice, openReview, reviewable } from "./support/invoices";

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("an invoice is looked at and confirmed", async ({ page, request }) => {
    const id = await reviewable(request);
    await page.goto("/inbox");
    await expect(page.getByRole("link", { name: /design-studio/ }).first()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.goto(`/review/${id}`);
    await expect(field(page, "Number")).toBeVisible();
    await page.getByRole("button", { name: "Page", exact: true }).click();
    await expect(page.getByRole("img", { name: "Page 1 of" })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.getByRole("button", { name: /^Confirm/ }).click();
    await confirmAnyway(page, request, id);
  });
});

test.describe("in Spanish", () => {
  test.use({ locale: "es-ES" });

  test("words, dates and amounts are Spanish, and so is what is typed", async ({ page, request }) => {
    const id = await reviewable(request);
    await openReview(page, id);
    await expect(page.locator("html")).toHaveAttribute("lang", "es");
    await expect(page.getByRole("button", { name: "Rechazar" })).toBeVisible();
    const paid = field(page, "Total");
    await paid.fill("1.234,5");
    await paid.blur();
    await expect(paid).toHaveValue("1.234,50");
    await expect(page.getByText("Guardado", { exact: true })).toBeVisible();
    await expect
      .poll(async () => (await invoice(request, id)).preview_data)
      .toMatchObject({ total_amount: "1234.5" });
    await page.goto("/settings");
    await page.getByLabel("Idioma").selectOption("English");
    await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  });
});
