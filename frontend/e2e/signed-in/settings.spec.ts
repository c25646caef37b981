import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";

const ADMIN_KEY = process.env["ADMIN_KEY"] ?? "";

async function signIn(page: Page, key: string, onDevice = false): Promise<void> {
  await page.goto("/settings/people");
  await expect(page.getByLabel("API key")).toBeFocused();
  await page.keyboard.type(key);
  if (onDevice) await page.getByLabel(/Stay signed in/).check();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "People and keys" })).toBeVisible();
}

/** Makes a key in the app; gives what the app shows once. */
async function made(page: Page, name: string, role: string): Promise<string> {
  await page.getByRole("button", { name: "Create a key" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await page.keyboard.type(name);
  await dialog.getByRole("radio", { name: new RegExp(`^${role}`) }).check();
  await dialog.getByRole("button", { name: "Create a key" }).click();
  const shown = page.getByLabel(`The key of ${name}`).and(page.locator("input"));
  await expect(shown).toHaveValue(/^inv_/);
  return shown.inputValue();
}

const rowOf = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

async function withoutViolation(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
}

test("the sign-in names the product, has the focus, and refuses a wrong key", async ({ page }) => {
  await page.goto("/inbox");
  await expect(page).toHaveTitle("Sign in · Invoices");
  await expect(page.getByRole("heading", { name: "Invoices" })).toBeVisible();
  await expect(page.getByLabel("API key")).toBeFocused();
  await withoutViolation(page);
  await page.keyboard.type("inv_wrong");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toHaveText("This key is not valid.");
});

test("a sign-in lasts as long as the tab; on the device only by choice", async ({ context, page }) => {
  await signIn(page, ADMIN_KEY);
  await page.reload();
  await expect(page.getByRole("heading", { name: "People and keys" })).toBeVisible();
  const other = await context.newPage();
  await other.goto("/inbox");
  await expect(other.getByLabel("API key")).toBeVisible();
  await other.close();

  await page.goto("/settings");
  await page.getByRole("button", { name: "Sign out" }).click();
  await signIn(page, ADMIN_KEY, true);
  const another = await context.newPage();
  await another.goto("/settings");
  await another.getByRole("button", { name: "Sign out" }).click();
  // The device forgets: this tab, too.
  await expect(page.getByLabel("API key")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("API key")).toBeVisible();
});

test("a key is copied once, works with its role, and is revoked after a question", async ({
  browser,
  context,
  page,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page, ADMIN_KEY);
  const name = `Ana ${Date.now()}`;
  const key = await made(page, name, "Viewer");
  await withoutViolation(page);
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await expect(page.getByRole("dialog").getByRole("status")).toHaveText("Copied.");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(rowOf(page, name)).toContainText("Viewer");
  await expect(rowOf(page, name)).toContainText("never");

  const hers = await (await browser.newContext()).newPage();
  await hers.goto("/settings/people");
  await hers.getByLabel("API key").fill(key);
  await hers.keyboard.press("Enter");
  await expect(hers.getByText("Only administrators see the people and their keys.")).toBeVisible();
  await expect(hers.getByRole("link", { name: "People and keys" })).toHaveCount(0);

  await rowOf(page, name).getByRole("button", { name: "Revoke" }).click();
  await withoutViolation(page);
  await page.keyboard.press("Escape");
  await expect(rowOf(page, name)).toHaveCount(1);
  await rowOf(page, name).getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText(`The key of ${name} is revoked.`)).toBeVisible();
  await page.getByText(/revoked or expired key/).click();
  await expect(rowOf(page, name)).toContainText("revoked on");
  await hers.reload();
  await expect(hers.getByLabel("API key")).toBeVisible();
});

test("one's own key is marked, and revoked only by saying so", async ({ page }) => {
  await signIn(page, ADMIN_KEY);
  const name = `Second admin ${Date.now()}`;
  const key = await made(page, name, "Administrator");
  await page.getByRole("button", { name: "Done" }).click();
  await page.goto("/settings");
  await page.getByRole("button", { name: "Sign out" }).click();
  await signIn(page, key);
  await expect(rowOf(page, name)).toContainText("in use here");
  await rowOf(page, name).getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByRole("dialog")).toContainText("the key that you are signed in with");
  await page.getByRole("button", { name: "Revoke and sign out" }).click();
  await expect(page.getByLabel("API key")).toBeVisible();
  await page.getByLabel("API key").fill(key);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toHaveText("This key is not valid.");
});
