import { expect, test, type Route } from "@playwright/test";
import { invoice, openReview, reviewable, saved } from "./support/invoices";

test("two reviewers at once see both versions and lose nothing", async ({ page, browser, request }) => {
  const id = await reviewable(request);
  const other = await (await browser.newContext()).newPage();
  await openReview(page, id);
  await openReview(other, id);
  // The second one hears nothing of the first: as if both had saved in the same moment.
  await page.context().route("**/api/events", (route) => route.abort());
  await page.reload();
  const otherIsFaster = async (route: Route) => {
    await other.getByRole("textbox", { name: "Purchase order" }).fill("PO-OTHER");
    await other.getByRole("textbox", { name: "Purchase order" }).blur();
    await saved(other);
    await route.continue();
  };
  await page.route(`**/api/invoices/${id}/preview`, otherIsFaster, { times: 1 });

  await page.getByRole("textbox", { name: "Purchase order" }).fill("PO-MINE");
  await page.getByRole("textbox", { name: "Purchase order" }).blur();
  const dialog = page.getByRole("dialog", { name: /Somebody else changed/ });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByLabel("PO-OTHER")).toBeVisible();
  await expect(dialog.getByLabel("PO-MINE")).toBeChecked();
  expect((await invoice(request, id)).preview_data).toMatchObject({ purchase_order: "PO-OTHER" });

  await dialog.getByRole("button", { name: "Save these" }).click();
  await saved(page);
  expect((await invoice(request, id)).preview_data).toMatchObject({ purchase_order: "PO-MINE" });
  await expect(other.getByRole("textbox", { name: "Purchase order" })).toHaveValue("PO-MINE");
  await other.context().close();
});
