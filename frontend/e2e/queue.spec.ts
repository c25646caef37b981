/** The review's queue: as long as the list, in its order; past an invoice, put off, and back to the row. */
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test, type APIRequestContext, type Page } from "@playwright/test";
import { change, field, invoice, waits } from "./support/invoices";

const SAMPLE = new URL("../../samples/fietsen-ubl-nl.xml", import.meta.url);
const AT_ONCE = 50;

/** E-invoices that wait for review, and the word that finds just these. */
async function waiting(request: APIRequestContext, count: number): Promise<string> {
  const word = `Q${randomUUID().slice(0, 8).replace(/-/g, "")}`;
  const sample = await readFile(SAMPLE, "utf8");
  for (let from = 0; from < count; from += AT_ONCE) {
    const form = new FormData();
    for (let n = from; n < Math.min(count, from + AT_ONCE); n++) {
      const number = `${word}-${String(n).padStart(3, "0")}`;
      const xml = sample.replace("2026-10447", number);
      form.append("file", new File([xml], `${number}.xml`, { type: "application/xml" }));
    }
    expect((await request.post("/api/invoices/ocr", { multipart: form })).status()).toBe(202);
  }
  await expect
    .poll(async () => (await listed(request, word)).total, { timeout: 180_000, intervals: [1000] })
    .toBe(count);
  return word;
}

async function listed(request: APIRequestContext, word: string): Promise<{ total: number; ids: number[] }> {
  const params = { q: word, status: "waiting_validation", sort_by: "id", sort_order: "asc", per_page: 100 };
  const answer = await request.get("/api/invoices/", { params });
  const page = (await answer.json()) as { total: number; invoices: { id: number }[] };
  return { total: page.total, ids: page.invoices.map((row) => row.id) };
}

const shownId = (page: Page) => Number(/\/review\/(\d+)/.exec(page.url())?.[1]);
const queueOf = (word: string) => `q=${word}&sort=id&dir=asc&tab=waiting_validation`;

/** Keys are for the invoice that is shown: there is none to decide on until its review stands. */
async function reviewStands(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: "Skip" })).toBeEnabled();
}

async function skip(page: Page): Promise<void> {
  await reviewStands(page);
  const before = page.url();
  await page.keyboard.press("Alt+n");
  await expect(page).not.toHaveURL(before);
}

test("the queue goes past a hundred in the order of the list, and ends", async ({ page, request }) => {
  const word = await waiting(request, 250);
  const { ids } = await listed(request, word);
  await page.goto(`/review/${ids[98]}?${queueOf(word)}`);
  await expect(page.getByText("151 left")).toBeVisible();
  const met = [shownId(page)];
  for (let step = 0; step < 4; step++) {
    await skip(page);
    met.push(shownId(page));
  }
  expect(met).toEqual([...met].sort((a, b) => a - b));
  expect(new Set(met).size).toBe(5);
  expect(met.slice(2).every((id) => !ids.includes(id))).toBe(true);
  await expect(page.getByText("147 left")).toBeVisible();
});

test("what is skipped is not met again before the end, which offers it; what is postponed is not", async ({
  page,
  request,
}) => {
  const word = await waiting(request, 4);
  const { ids } = await listed(request, word);
  const [first, second, third, fourth] = ids as [number, number, number, number];
  await page.goto(`/review/${first}?${queueOf(word)}`);
  await expect(page.getByText("3 left")).toBeVisible();
  await skip(page);
  expect(shownId(page)).toBe(second);

  await reviewStands(page);
  await page.keyboard.press("Alt+l");
  await expect(page.getByRole("menuitem", { name: /Tomorrow/ })).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  const pick = page.getByRole("dialog", { name: "Postpone until which day?" });
  await expect(pick.locator("input")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(pick).toBeHidden();

  await page.keyboard.press("Alt+l");
  await expect(page.getByRole("menuitem", { name: /Tomorrow/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/review/${third}`));
  await expect(page.getByText(/^Postponed until/)).toBeVisible();
  expect((await listed(request, word)).total).toBe(4); // it still waits

  await skip(page);
  await expect(page).toHaveURL(new RegExp(`/review/${fourth}`));
  await expect(page.getByText("The last one")).toBeVisible();
  await page.keyboard.press("Alt+n");
  await expect(page.getByRole("heading", { name: "The end of the list" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Postponed 1" })).toBeVisible();

  await expect(page.getByRole("button", { name: "Review the 3 you skipped" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/review/${first}`));
  await expect(page.getByText("2 left")).toBeVisible();
});

test("back leads to the row, in its tab, on its page of its size", async ({ page, request }) => {
  const word = await waiting(request, 60);
  await page.goto(`/inbox?${queueOf(word)}&size=25&page=2`);
  const row = page.locator("a[data-row]").nth(11);
  const id = await row.getAttribute("data-row");
  await row.click();
  await expect(page).toHaveURL(new RegExp(`/review/${id}`));
  await page.getByRole("link", { name: "Back to the inbox" }).click();
  await expect(page).toHaveURL(/tab=waiting_validation/);
  await expect(page).toHaveURL(/size=25/);
  await expect(page).toHaveURL(/page=2/);
  await expect(page.locator(`a[data-row="${id}"]`)).toBeFocused();
  await expect(page.locator(`a[data-row="${id}"]`)).toBeInViewport();
  expect((await invoice(request, Number(id))).status).toBe("waiting_validation");
});

test("what somebody changes in the next invoice after it was drawn ahead is shown, or else it cannot be confirmed", async ({
  page,
  request,
}) => {
  const word = await waiting(request, 3);
  const [first, second, third] = (await listed(request, word)).ids as [number, number, number];
  const pageOf = (id: number) =>
    page.waitForResponse((answer) => answer.url().includes(`/api/invoices/${id}/pages/1.png`));
  const secondAhead = pageOf(second);
  await page.goto(`/review/${first}?${queueOf(word)}`);
  await secondAhead;
  await change(request, second, { invoice_number: `${word}-theirs` });
  const thirdAhead = pageOf(third);
  await skip(page);
  await expect(field(page, "Number")).toHaveValue(`${word}-theirs`);

  await thirdAhead;
  const before = await invoice(request, third);
  await page.route(`**/api/invoices/${third}`, (route) => route.fulfill({ json: before }));
  await change(request, third, { invoice_number: `${word}-theirs-too` });
  await skip(page);
  await expect(field(page, "Number")).toHaveValue(`${word}-002`);
  const refused = page.waitForResponse((answer) => answer.url().includes(`/api/invoices/${third}/confirm`));
  await page.keyboard.press("Control+Enter");
  expect((await refused).status()).toBe(412);
  await waits(request, third);
});
