import { readFile } from "node:fs/promises";
import { expect, test, type APIRequestContext, type Page } from "@playwright/test";
import { reviewable } from "./support/invoices";
import { keystrokes } from "./support/keystrokes";

/** A confirmed invoice that nobody has exported. */
async function confirmed(request: APIRequestContext): Promise<number> {
  const id = await reviewable(request);
  expect((await request.post(`/api/invoices/${id}/confirm`)).status()).toBe(200);
  return id;
}

/** Whatever other tests have confirmed is exported: from here on only what this test confirms is new. */
async function nothingNew(request: APIRequestContext): Promise<void> {
  expect((await request.post("/api/exports", { data: { format: "csv" } })).status()).toBe(201);
}

const newOnes = (page: Page, number: number) =>
  expect(
    page.getByRole("navigation", { name: "Exported or not" }).getByRole("link", { name: `New ${number}` }),
  ).toBeVisible();

const exportedAt = async (request: APIRequestContext, id: number) =>
  ((await (await request.get(`/api/invoices/${id}`)).json()) as { exported_at: string | null }).exported_at;

test("what is new is exported by two keys, is not new the second time, and is new again after Undo", async ({
  page,
  request,
}) => {
  await nothingNew(request);
  const ids = [await confirmed(request), await confirmed(request)];
  await page.goto("/data");
  await newOnes(page, 2);
  const keys = keystrokes(page);
  const downloaded = page.waitForEvent("download");

  await keys.press("e");
  await expect(page.getByRole("button", { name: "Export 2 new" })).toBeFocused();
  await keys.press("Enter");

  const file = await downloaded;
  expect(file.suggestedFilename()).toMatch(/^invoices-\d+-\d{4}-\d\d-\d\d\.xlsx$/);
  expect((await readFile(await file.path())).subarray(0, 2).toString()).toBe("PK");
  expect(keys.spent()).toEqual({ keys: 2, texts: 0 });
  await expect(page.getByText("2 new invoices exported.")).toBeVisible();
  await newOnes(page, 0);
  for (const id of ids) expect(await exportedAt(request, id)).not.toBeNull();

  // The second time there is nothing new: all of them are offered, and nothing is marked.
  await keys.press("e");
  await expect(page.getByRole("radio", { name: "Only new (0)" })).toBeDisabled();
  await expect(page.getByRole("radio", { name: /^All that match/ })).toBeChecked();
  await keys.press("Escape");

  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Taken back: these invoices are new again.")).toBeVisible();
  await newOnes(page, 2);
});

test("a file that was lost is downloaded again, with the same invoices", async ({ page, request }) => {
  await nothingNew(request);
  await confirmed(request);
  await page.goto("/data");
  await newOnes(page, 1);
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("radio", { name: "CSV" }).check();
  await page.getByRole("radio", { name: "Lines", exact: true }).check();
  await page.getByRole("radio", { name: "All", exact: true }).check();
  const first = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export 1 new" }).click();
  const lines = (await readFile(await (await first).path(), "utf8")).trimEnd().split("\r\n");
  expect(lines[0]).toContain(",line_description,");
  expect(lines.length).toBeGreaterThan(2);

  await page.reload(); // the form of the last time is kept
  await expect(page.getByRole("button", { name: "Export" })).toBeVisible();
  await page.keyboard.press("e");
  await expect(page.getByRole("radio", { name: "CSV" })).toBeChecked();
  await page.getByRole("button", { name: "Earlier exports" }).click();
  const again = page.waitForEvent("download");
  await page
    .getByRole("button", { name: /^Download again/ })
    .first()
    .click();
  expect((await readFile(await (await again).path(), "utf8")).trimEnd().split("\r\n")).toEqual(lines);
});

test("the table is sorted by its heads, has a row for each line, and its columns are chosen", async ({
  page,
  request,
}) => {
  await confirmed(request);
  await page.goto("/data");
  const sellers = page.locator('td[data-column="seller_name"]');
  await page.getByRole("button", { name: "Seller", exact: true }).click();
  await expect(page).toHaveURL(/by=seller_name/);
  await expect(page.getByRole("columnheader", { name: "Seller" })).toHaveAttribute("aria-sort", "ascending");
  // The rows of before stay until those of the new order are there.
  await expect(async () => {
    const names = await sellers.allTextContents();
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
  }).toPass();

  await page.getByRole("link", { name: "Lines", exact: true }).click();
  await expect(page.getByRole("columnheader", { name: "Description" })).toBeVisible();
  await expect(page.locator('td[data-column="line_net_amount"]').first()).not.toBeEmpty();

  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Order line" }).click();
  await page.keyboard.press("Escape");
  await page.reload();
  await expect(page.getByRole("columnheader", { name: "Order line" })).toBeVisible();
});

test("new and exported invoices have an address each", async ({ page, request }) => {
  await nothingNew(request);
  const id = await confirmed(request);
  await page.goto("/data?scope=new");
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await expect(page.locator('td[data-column="exported_at"]')).toHaveText("New");

  await request.post(`/api/invoices/${id}/exported`, { data: { reference: "SAP 4711" } });
  await page.goto("/data?scope=exported&by=id");
  await expect(page.locator('tbody tr td[data-column="exported_at"]').first()).not.toHaveText("New");
  await page.goto("/data?scope=new");
  await expect(page.getByText("Nothing new: everything that matches was exported.")).toBeVisible();
});

test("on a phone each invoice is a card, and the export is one button away", async ({ page, request }) => {
  await confirmed(request);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/data");
  await expect(page.locator("tbody tr").first()).toBeVisible();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await page.getByRole("button", { name: "Export" }).click();
  await expect(page.getByRole("button", { name: /^Export \d+ new$/ })).toBeInViewport();
});
