/** Nothing becomes final over an error, or in a version, that the person has not seen. */
import { expect, test, type Page, type Route } from "@playwright/test";
import {
  change,
  deaf,
  field,
  invoice,
  openReview,
  reviewable,
  saved,
  waitForStatus,
  waits,
} from "./support/invoices";

const question = (page: Page) => page.getByRole("dialog", { name: /^Confirm with (an error|\d+ errors)\?$/ });

/** One error, and a total to recognise it by: net and tax do not make 1.00. */
async function typeWrongTotal(page: Page): Promise<void> {
  await field(page, "Total").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("1.00");
}

const afterSeconds = (seconds: number) => async (route: Route) => {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  await route.continue();
};

test("a wrong total typed just before the confirm is asked about, and confirmed only when accepted", async ({
  page,
  request,
}) => {
  const id = await reviewable(request);
  await openReview(page, id);
  await typeWrongTotal(page);
  await page.keyboard.press("Control+Enter");
  await expect(question(page)).toContainText("the total is 1.00 GBP");
  await waits(request, id);

  const sent = page.waitForRequest(`**/api/invoices/${id}/confirm*`);
  await question(page).getByRole("button", { name: "Confirm anyway" }).click();
  expect((await sent).postDataJSON()).toMatchObject({
    accepted: expect.arrayContaining(["BR-CO-15"]),
  });
  await waitForStatus(request, id, "processed");
  await page.goto(`/review/${id}`);
  await page.getByRole("button", { name: "History" }).click();
  await expect(page.getByText(/^Confirmed, \d errors? accepted: .*BR-CO-15/)).toBeVisible();
});

test("a slow save is waited for, and what is typed meanwhile is neither lost nor confirmed", async ({
  page,
  request,
}) => {
  const id = await reviewable(request);
  await openReview(page, id);
  await page.route(`**/api/invoices/${id}/preview`, afterSeconds(3));
  await typeWrongTotal(page);
  // The save that begins by itself is on its way when the key is pressed.
  await page.waitForRequest(`**/api/invoices/${id}/preview`);
  await page.keyboard.press("Control+Enter");
  await expect(question(page)).toBeVisible();
  await waits(request, id);
  await question(page).getByRole("button", { name: "Look again" }).click();

  await page.getByRole("textbox", { name: "Purchase order" }).fill("PO-1");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("textbox", { name: "Purchase order" }).fill("PO-1 and more");
  await expect(page.getByText("Not confirmed: it was changed in the meantime.").first()).toBeVisible();
  await saved(page);
  expect(await invoice(request, id)).toMatchObject({
    status: "waiting_validation",
    preview_data: { purchase_order: "PO-1 and more" },
  });
});

test("without the server nothing is confirmed, then or later", async ({ page, request }) => {
  const id = await reviewable(request);
  await openReview(page, id);
  await page.route("**/api/**", (route) => route.abort());
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("The server cannot be reached.", { exact: true }).first()).toBeVisible();
  await page.unroute("**/api/**");
  await expect(page.getByText("Connected again.")).toBeVisible();
  await waits(request, id);
});

test("the second of two tabs shows what the first one changed", async ({ page, request }) => {
  const id = await reviewable(request);
  await deaf(page);
  await openReview(page, id);
  await page.route(`**/api/invoices/${id}/confirm*`, async (route) => {
    await change(request, id, { total_amount: "1.00" });
    await route.continue();
  });
  await page.keyboard.press("Control+Enter");
  const dialog = page.getByRole("dialog", { name: /Somebody else changed/ });
  await expect(dialog.getByRole("row", { name: /^Total/ })).toContainText("7,954.08");
  await waits(request, id);

  await page.unroute(`**/api/invoices/${id}/confirm*`);
  await dialog.getByRole("button", { name: "Save these" }).click();
  await expect(field(page, "Total")).toHaveValue("1.00");
  await page.keyboard.press("Control+Enter");
  await expect(question(page)).toContainText("the total is 1.00 GBP");
  await waits(request, id);
});
