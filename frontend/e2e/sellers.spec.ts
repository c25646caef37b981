/** The sellers that confirmed invoices make known: found, looked at, renamed, merged, forgotten. */
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type APIRequestContext, type Page } from "@playwright/test";
import { eInvoice } from "./support/e-invoice";
import { reviewable } from "./support/invoices";
import { outside } from "./support/layout";

/** Confirms so many invoices of a new seller; gives its name. */
async function seller(request: APIRequestContext, invoices: number, word = "Sold"): Promise<string> {
  const name = `${word} ${Math.random().toString(36).slice(2, 10)} Ltd`;
  for (let n = 0; n < invoices; n += 1) {
    const id = await reviewable(request, eInvoice({ seller: name }));
    expect((await request.post(`/api/invoices/${id}/confirm`)).status()).toBe(200);
  }
  return name;
}

async function openSeller(page: Page, name: string): Promise<void> {
  await page.goto(`/sellers?q=${encodeURIComponent(name)}`);
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

async function withoutViolation(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).exclude("[data-kind=info]").analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
}

test("a seller is found by its name, and shows what is known of it and from which invoices", async ({
  page,
  request,
}) => {
  const name = await seller(request, 2);
  await page.goto("/inbox");
  await expect(page.getByRole("heading", { name: "Inbox" })).toBeVisible();
  await page.keyboard.press("Alt+5");
  await expect(page).toHaveTitle("Sellers · Invoices");
  await page.keyboard.press("/");
  await page.keyboard.type(name);
  await expect(page.getByRole("row").filter({ hasText: name })).toContainText("2");
  await withoutViolation(page);
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page).toHaveTitle(`${name} · Invoices`);
  await expect(page.getByText("2 confirmed invoices")).toBeVisible();
  await expect(page.getByRole("row", { name: /^Total/ })).toContainText("2 of 2");
  await withoutViolation(page);
  await page.getByRole("link", { name: /^E-/ }).first().click();
  await expect(page).toHaveURL(/\/review\//);
});

test("an invoice leads to its seller", async ({ page, request }) => {
  const name = await seller(request, 1);
  const id = await reviewable(request, eInvoice({ seller: name }));
  await page.goto(`/review/${id}`);
  const facts = page.getByRole("group", { name: "The invoice at a glance" });
  await facts.getByRole("link", { name: /1 confirmed invoice/ }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
});

test("a seller is renamed, and another one becomes part of it after saying so", async ({ page, request }) => {
  const [one, other] = [await seller(request, 1, "First"), await seller(request, 1, "Second")];
  await openSeller(page, one);
  await page.getByRole("button", { name: "Rename…" }).click();
  await expect(page.getByRole("dialog").getByLabel("Name")).toBeFocused();
  const renamed = `${one} renamed`;
  await page.keyboard.type(renamed);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: renamed })).toBeVisible();

  await page.getByRole("button", { name: "Merge…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("searchbox").fill(other);
  await dialog.getByRole("radio").check();
  await expect(dialog.getByRole("status")).toContainText(`1 invoice of ${other}`);
  await withoutViolation(page);
  await dialog.getByRole("button", { name: "Merge" }).click();
  await expect(page.getByText("2 confirmed invoices")).toBeVisible();
  await page.goto(`/sellers?q=${encodeURIComponent(other)}`);
  // It is found by the name that is printed, as the one that it is part of.
  await expect(page.getByRole("link", { name: renamed, exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: other, exact: true })).toHaveCount(0);
});

test("what was learned is forgotten after saying what goes and what stays", async ({ page, request }) => {
  const name = await seller(request, 1);
  await openSeller(page, name);
  await page.getByRole("button", { name: "Forget…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("What 1 invoice taught goes for good");
  await expect(dialog).toContainText("Its invoices stay");
  await dialog.getByRole("button", { name: "Forget" }).click();
  await expect(page.getByText("read without what earlier ones taught")).toBeVisible();
  await expect(page.getByText("1 confirmed invoice", { exact: false }).first()).toBeVisible();
});

test("a file with faults is refused with its lines, and one without is taken", async ({ page }) => {
  const name = `Imported ${Date.now()}`;
  await page.goto("/sellers");
  await page.getByRole("button", { name: "Import…" }).click();
  const dialog = page.getByRole("dialog");
  const choose = (text: string, encoding: BufferEncoding = "utf8") =>
    dialog
      .getByLabel("CSV file")
      .setInputFiles({ name: "sellers.csv", mimeType: "text/csv", buffer: Buffer.from(text, encoding) });
  await choose(`id,name\r\n,${name}\r\n999999999,Nobody\r\n`);
  await dialog.getByRole("button", { name: "Import" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Line 3");
  await choose(`name\r\nMüller ${name}\r\n`, "latin1");
  await dialog.getByRole("button", { name: "Import" }).click();
  await expect(dialog.getByRole("alert")).toContainText("not in UTF-8");
  await choose(`name\r\n${name}\r\n`);
  await dialog.getByRole("button", { name: "Import" }).click();
  await expect(page.getByText("New: 1.", { exact: false })).toBeVisible();
  await openSeller(page, name);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("sellers are cards, and nothing is wider than the screen", async ({ page, request }) => {
    const name = await seller(request, 1);
    await page.goto(`/sellers?q=${encodeURIComponent(name)}`);
    await expect(page.getByRole("link", { name, exact: true })).toBeVisible();
    expect(await outside(page)).toEqual([]);
    await openSeller(page, name);
    expect(await outside(page)).toEqual([]);
  });
});
