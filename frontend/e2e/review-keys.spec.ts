/** What the review costs the hands: every flow counted in keys. */
import { expect, test, type APIRequestContext, type Page } from "@playwright/test";
import { keystrokes } from "./support/keystrokes";
import { change, field, freshPdf, invoice, reviewable, waitForStatus } from "./support/invoices";

/** An invoice that nothing is to be said of: its number has never been seen before. */
async function clean(request: APIRequestContext): Promise<number> {
  const id = await reviewable(request, await freshPdf("hotel-pt.pdf"));
  await change(request, id, { invoice_number: `CLEAN-${id}-${Date.now()}` });
  return id;
}

/** As `clean`, but net and tax do not make the total. */
async function withWrongNet(request: APIRequestContext): Promise<number> {
  const id = await reviewable(request, await freshPdf("hotel-pt.pdf"));
  await change(request, id, { invoice_number: `WRONG-${id}-${Date.now()}`, net_amount: "300.00" });
  return id;
}

const confirm = (page: Page) => page.getByRole("button", { name: /^Confirm/ });
const anyway = (page: Page) => page.getByRole("button", { name: "Confirm anyway" });

test("a clean invoice is confirmed with one key, and the confirm is taken back with one", async ({
  page,
  request,
}) => {
  const id = await clean(request);
  const keys = keystrokes(page);
  await page.goto(`/review/${id}`);
  await expect(confirm(page)).toBeFocused();
  await expect(page).toHaveTitle(/^Pousada da Ribeira, Lda\. · CLEAN-/);
  await keys.press("Enter");
  await waitForStatus(request, id, "processed");
  expect(keys.spent()).toEqual({ keys: 1, texts: 0 });

  await expect(page.getByText("Confirmed.", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Undo" }).locator("kbd")).toHaveText("AltZ");
  keys.reset();
  await keys.press("Alt+z");
  await waitForStatus(request, id, "waiting_validation");
  expect(keys.spent()).toEqual({ keys: 1, texts: 0 });
});

test("a field in doubt is opened, typed anew and confirmed with three keys and its text", async ({
  page,
  request,
}) => {
  const id = await withWrongNet(request);
  const keys = keystrokes(page);
  await page.goto("/inbox?tab=waiting_validation");
  const row = page.getByRole("row").filter({ has: page.locator(`a[href*="/review/${id}"]`) });
  await expect(row).toBeVisible();
  await row.getByRole("link").first().focus();
  await keys.press("Enter");
  // The value is selected: what is typed takes its place.
  await expect(field(page, "Net")).toBeFocused();
  await keys.type("387.00");
  await keys.press("Enter");
  await expect(confirm(page)).toBeFocused();
  await keys.press("Enter");
  await waitForStatus(request, id, "processed");
  expect((await invoice(request, id)).final_data).toMatchObject({ net_amount: "387.00" });
  expect(keys.spent()).toEqual({ keys: 3, texts: 1 });
});

test("an error that was accepted where it stands is confirmed with two keys, and is not asked about again", async ({
  page,
  request,
}) => {
  const id = await withWrongNet(request);
  const keys = keystrokes(page);
  const sent = page.waitForRequest(`**/api/invoices/${id}/confirm*`);
  await page.goto(`/review/${id}`);
  await expect(field(page, "Net")).toBeFocused();
  await keys.press("Enter");
  await expect(confirm(page)).toBeFocused();
  await keys.press("Enter");
  expect((await sent).postDataJSON()).toMatchObject({ accepted: expect.arrayContaining(["BR-CO-15"]) });
  await waitForStatus(request, id, "processed");
  expect(keys.spent()).toEqual({ keys: 2, texts: 0 });
});

test("an error that nobody has looked at is asked about", async ({ page, request }) => {
  const id = await withWrongNet(request);
  await page.goto(`/review/${id}`);
  await expect(field(page, "Net")).toBeFocused();
  await page.keyboard.press("Control+Enter");
  await expect(anyway(page)).toBeVisible();
  expect((await invoice(request, id)).status).toBe("waiting_validation");
});

test("the next invoice begins at its top, with the focus where it is needed", async ({ page, request }) => {
  await withWrongNet(request);
  const first = await clean(request);
  await page.goto(`/review/${first}`);
  await expect(confirm(page)).toBeFocused();
  const pane = page.getByRole("region", { name: "Fields" });
  await field(page, "Notes").scrollIntoViewIfNeeded();
  await confirm(page).focus();
  await page.keyboard.press("Enter");
  await expect(page).not.toHaveURL(new RegExp(`/review/${first}`));
  await expect(pane.getByRole("status")).toBeInViewport();
});

test("on a narrow screen the offer to undo covers nothing of the field that has the focus", async ({
  page,
  request,
}) => {
  const word = `T${Date.now()}`;
  for (const [number, data] of [
    ["1", {}],
    ["2", { net_amount: "300.00" }],
  ] as const) {
    const id = await reviewable(request, await freshPdf("hotel-pt.pdf"));
    await change(request, id, { invoice_number: `${word}-${number}`, ...data });
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/inbox?q=${word}&sort=id&dir=asc&tab=waiting_validation`);
  await page.locator("a[data-row]").first().click();
  await expect(confirm(page)).toHaveText(/^Confirm & next/);
  await confirm(page).click();
  await expect(field(page, "Number")).toHaveValue(`${word}-2`);
  await expect(field(page, "Net")).toBeFocused();
  const offer = page.locator("[data-kind]").filter({ has: page.getByRole("button", { name: "Undo" }) });
  const [top, foot] = await Promise.all([
    offer.boundingBox().then((box) => box?.y ?? 0),
    field(page, "Net")
      .boundingBox()
      .then((box) => (box?.y ?? 844) + (box?.height ?? 0)),
  ]);
  expect(foot).toBeLessThanOrEqual(top);
});

test("a key that is held down confirms one invoice, not the next one too", async ({ page, request }) => {
  const other = await clean(request);
  const id = await clean(request);
  await page.goto(`/review/${id}`);
  await expect(confirm(page)).toBeFocused();
  await page.keyboard.down("Enter");
  await waitForStatus(request, id, "processed");
  await expect(confirm(page)).toBeFocused();
  // Held: the browser sends the key again and again.
  for (let times = 0; times < 5; times += 1) await page.keyboard.down("Enter");
  await page.keyboard.up("Enter");
  await expect(confirm(page)).toBeEnabled();
  expect((await invoice(request, other)).status).toBe("waiting_validation");
});

test("every fact leads to its field, and a party opens when its field is asked for", async ({
  page,
  request,
}) => {
  const id = await clean(request);
  await page.goto(`/review/${id}`);
  const facts = page.getByRole("group", { name: "The invoice at a glance" });
  await facts.getByRole("button", { name: /^Total/ }).click();
  await expect(field(page, "Total")).toBeFocused();
  await expect(field(page, "Name")).toHaveCount(0);
  await page
    .getByRole("heading", { level: 1 })
    .getByRole("button", { name: /Pousada/ })
    .click();
  await expect(field(page, "Name")).toBeFocused();
});

test("at 1024 pixels the number of fields to check stays in sight, wherever the fields are scrolled to", async ({
  page,
  request,
}) => {
  const id = await withWrongNet(request);
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.goto(`/review/${id}`);
  await expect(field(page, "Net")).toBeFocused();
  // And so does what is said below the field at hand.
  await expect(page.locator('[id$="/net_amount-notes"]')).toBeInViewport({ ratio: 1 });
  await field(page, "Notes").scrollIntoViewIfNeeded();
  await expect(field(page, "Number")).not.toBeInViewport();
  await expect(page.getByText(/^\d+ to check$/)).toBeInViewport();
});
