/** Export templates on a page of the settings: one is written, tried, saved, offered by the export, and deleted. */
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { outside, rightEdge } from "./support/layout";

const NAME = "erp-bills";
test.afterEach(async ({ request }) => {
  await request.delete(`/api/export-templates/${NAME}`);
});

async function expectClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
}

test("one that fails says where and why; one that works is tried, saved and exported by", async ({
  page,
}) => {
  await page.goto("/settings");
  await page.getByRole("link", { name: "Export templates" }).click();
  await expect(page).toHaveTitle("Export templates · Invoices");
  await page.getByRole("button", { name: "Add a template" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(NAME);
  const body = dialog.getByRole("textbox", { name: "Template" });
  await body.fill("{% for invoice in invoices %}\n{{ invoice.no_such_field }}\n{% endfor %}");
  await dialog.getByRole("button", { name: "Try it on a sample" }).click();
  await expect(dialog.getByRole("alert")).toContainText("no_such_field");

  // From a file, as it comes from another system.
  await dialog.getByLabel("Take it from a file…").setInputFiles({
    name: "bills.j2",
    mimeType: "text/plain",
    buffer: Buffer.from(
      `${"number;total;".repeat(20)}\n{% for invoice in invoices %}{{ invoice.invoice_number }};{{ invoice.total_amount }}\n{% endfor %}`,
    ),
  });
  await expect(body).toHaveValue(/total_amount/);
  await dialog.getByRole("button", { name: "Try it on a sample" }).click();
  await expect(dialog.getByText("A-17;238.00")).toBeVisible();
  await expect(dialog.getByRole("alert")).toHaveCount(0);
  await expectClean(page);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await outside(page)).toEqual([]);
  expect(await rightEdge(dialog.locator("form"))).toBeLessThan(390);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: `Change: ${NAME}` })).toBeVisible();
  expect(await outside(page)).toEqual([]);

  await page.goto("/data");
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("radio", { name: "Template" }).check();
  await expect(page.getByRole("radio", { name: NAME })).toBeVisible();

  await page.goto("/settings/templates");
  await page.getByRole("button", { name: `Delete: ${NAME}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("button", { name: `Change: ${NAME}` })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Start from it: xero-bills" })).toBeVisible();
});
