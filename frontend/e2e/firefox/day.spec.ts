/** What an accountant does in a day, in Firefox: every flow without an error in the console. */
import { readdir } from "node:fs/promises";
import { expect, test as base, type APIRequestContext, type Page } from "@playwright/test";
import { eInvoice } from "../support/e-invoice";
import { change, field, freshPdf, invoice, openReview, reviewable, waitForStatus } from "../support/invoices";
import { outside } from "../support/layout";
import { longInvoice } from "../support/pdf";

const ADMIN_KEY = process.env["ADMIN_KEY"] ?? "";
const DOWNLOADS = process.env["DOWNLOADS"] ?? "";

const test = base.extend<{ request: APIRequestContext; page: Page }>({
  request: async ({ playwright, baseURL }, provide) => {
    const extraHTTPHeaders = { Authorization: `Bearer ${ADMIN_KEY}` };
    const request = await playwright.request.newContext({ baseURL: baseURL ?? "", extraHTTPHeaders });
    await provide(request);
    await request.dispose();
  },
  /** Signed in. Whatever Firefox complains of fails the test. */
  page: async ({ page }, provide) => {
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto("/inbox");
    await expect(page.getByLabel("API key")).toBeFocused();
    await page.keyboard.type(ADMIN_KEY);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Inbox" })).toBeVisible();
    await provide(page);
    expect(complaints).toEqual([]);
  },
});

const viewer = (page: Page) => page.getByRole("region", { name: "Page" });
const confirm = (page: Page) => page.getByRole("button", { name: /^Confirm/ });
const marks = (page: Page) => viewer(page).locator("[data-mark]");

test("a sample is uploaded, found, corrected, confirmed and exported", async ({ page, request }) => {
  const upload = await freshPdf("hotel-pt.pdf");
  await page.locator('input[type="file"]').setInputFiles([upload]);
  const queue = page.getByRole("region", { name: "Uploads" });
  await expect(queue.getByText("Ready to review")).toBeVisible();
  await queue.getByRole("link", { name: "Review" }).click();
  await expect(page.locator("header").getByText(upload.name)).toBeVisible();
  const id = Number(/review\/(\d+)/.exec(page.url())?.[1]);
  const number = `FOX-${id}`;
  await change(request, id, { invoice_number: number, net_amount: "300.00" });

  await page.goto("/inbox");
  await expect(page.getByRole("heading", { name: "Inbox" })).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type(number);
  await expect(page.locator("mark", { hasText: number })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/review/${id}`));
  await expect(field(page, "Net")).toBeFocused();
  await page.keyboard.type("387.00");
  await page.keyboard.press("Enter");
  await expect(confirm(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await waitForStatus(request, id, "processed");
  expect((await invoice(request, id)).final_data).toMatchObject({ net_amount: "387.00" });

  await page.keyboard.press("Alt+2");
  await expect(page.getByRole("heading", { name: "Confirmed data" })).toBeVisible();
  await page.keyboard.press("e");
  await expect(page.getByRole("button", { name: /^Export \d+ new/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText(/new invoices? exported\./)).toBeVisible();
  // Playwright's event of a download does not come for files that the page makes itself.
  await expect.poll(() => readdir(DOWNLOADS)).toContainEqual(expect.stringMatching(/^invoices-.*\.xlsx$/));
});

test("behind a confirmed invoice the next one opens, with the focus where a look is needed", async ({
  page,
  request,
}) => {
  const next = await reviewable(request, await freshPdf("hotel-pt.pdf"));
  await change(request, next, { invoice_number: `NEXT-${next}`, net_amount: "300.00" });
  const id = await reviewable(request, eInvoice());
  await page.goto(`/review/${id}`);
  await expect(confirm(page)).toHaveText(/^Confirm & next/);
  await expect(confirm(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await waitForStatus(request, id, "processed");
  await expect(page).toHaveURL(new RegExp(`/review/${next}`));
  await expect(field(page, "Net")).toBeFocused();
});

test("the page is drawn, with the place of the field, and of all fields while Ctrl is held", async ({
  page,
  request,
}) => {
  const id = await reviewable(request, longInvoice(3));
  await openReview(page, id);
  await field(page, "Date").focus();
  const date = viewer(page).getByRole("button", { name: "Date, on the page", exact: true });
  await expect(date).toHaveAttribute("data-look", "active");
  const few = await marks(page).count();
  await page.keyboard.down("Control");
  await expect.poll(async () => marks(page).count()).toBeGreaterThan(few + 3);
  await page.keyboard.up("Control");
  await expect(marks(page)).toHaveCount(few);

  await field(page, "Number").focus();
  await page.keyboard.press("PageDown");
  await expect(viewer(page).getByRole("img", { name: "Page 2 of 3" })).toBeVisible();
});

test("at 390 pixels no screen scrolls sideways, and every control can be reached", async ({
  page,
  request,
}) => {
  const id = await reviewable(request, eInvoice({ price: "16634838.00" }));
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ["/inbox", `/review/${id}`, "/data", "/dashboard", "/settings"]) {
    await page.goto(path);
    await expect(page.getByRole("heading").first()).toBeVisible();
    await expect(page.getByRole("status", { name: "Loading…" })).toHaveCount(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
    expect(await outside(page), path).toEqual([]);
  }
});
