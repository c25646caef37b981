/** Nothing becomes final over an error, or in a version, that the person has not seen. */
import { randomUUID } from "node:crypto";
import { expect, test, type Page, type Route } from "@playwright/test";
import { eInvoice } from "./support/e-invoice";
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
  await expect(page.getByText(/The server cannot be reached\.$/).first()).toBeVisible();
  await page.unroute("**/api/**");
  await expect(page.getByText("Connected again.")).toBeVisible();
  await waits(request, id);
});

test("the next invoice does not wait for the answer; a refusal is said there, takes nothing away, and leads back", async ({
  page,
  request,
}) => {
  const word = `S${randomUUID().slice(0, 8).replace(/-/g, "")}`;
  const first = await reviewable(request, eInvoice({ number: `${word}-1` }));
  const second = await reviewable(request, eInvoice({ number: `${word}-2` }));
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  await page.route(`**/api/invoices/${first}/confirm*`, async (route) => {
    await answered;
    await change(request, first, { purchase_order: "PO-theirs" });
    await route.continue();
  });
  await page.goto(`/review/${first}?q=${word}&sort=id&dir=asc&tab=waiting_validation`);
  await expect(page.getByRole("button", { name: "Confirm & next" })).toBeVisible();
  const sent = page.waitForRequest(`**/api/invoices/${first}/confirm*`);
  await page.keyboard.press("Control+Enter");
  await sent;
  await expect(field(page, "Number")).toHaveValue(`${word}-2`);
  await expect(page.getByText("Confirmed.", { exact: true })).toHaveCount(0);
  await field(page, "Purchase order").fill("PO-mine");

  answer();
  // Screen readers have the alert; what is done about it they find by F6.
  const refusal = page.locator('[data-kind="error"]').filter({ hasText: `${word}-1` });
  await expect(refusal).toContainText("Not confirmed: ");
  await expect(field(page, "Purchase order")).toBeFocused();
  await saved(page);
  await waits(request, first);
  expect(await invoice(request, second)).toMatchObject({ preview_data: { purchase_order: "PO-mine" } });
  await page.keyboard.press("F6");
  const back = refusal.getByRole("button", { name: "Back to it" });
  const isFocused = () => back.evaluate((button) => button === document.activeElement);
  for (let tabs = 0; tabs < 4 && !(await isFocused()); tabs += 1) await page.keyboard.press("Tab");
  await expect(back).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(field(page, "Purchase order")).toHaveValue("PO-theirs");
  await expect(page).toHaveURL(new RegExp(`/review/${first}`));
});

test("an undo that is pressed before the server has confirmed takes back that invoice", async ({
  page,
  request,
}) => {
  const word = `U${randomUUID().slice(0, 8).replace(/-/g, "")}`;
  const ids: number[] = [];
  for (const at of [1, 2, 3]) ids.push(await reviewable(request, eInvoice({ number: `${word}-${at}` })));
  const [first = 0, second = 0] = ids;
  await page.goto(`/review/${first}?q=${word}&sort=id&dir=asc&tab=waiting_validation`);
  await expect(page.getByRole("button", { name: "Confirm & next" })).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("Confirmed.", { exact: true })).toBeVisible();
  await expect(field(page, "Number")).toHaveValue(`${word}-2`);
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  await page.route(`**/api/invoices/${second}/confirm*`, async (route) => {
    await answered;
    await route.continue();
  });
  // What has just come is not confirmed by a second press.
  await page.waitForTimeout(600);
  await page.keyboard.press("Control+Enter");
  await expect(field(page, "Number")).toHaveValue(`${word}-3`);
  await page.keyboard.press("Alt+z");
  answer();
  await expect(page).toHaveURL(new RegExp(`/review/${second}`));
  await waitForStatus(request, second, "waiting_validation");
  expect((await invoice(request, first)).status).toBe("processed");
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
