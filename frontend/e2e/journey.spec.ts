import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { confirmAnyway, field, freshPdf, invoice, reviewable, saved } from "./support/invoices";

test("an invoice goes from the hand to the export", async ({ page, request }) => {
  const upload = await freshPdf("radio-station-us.pdf");
  await page.goto("/inbox");

  await page.locator('input[type="file"]').setInputFiles([upload]);
  const queue = page.getByRole("region", { name: "Uploads" });
  await expect(queue.getByText(upload.name)).toBeVisible();
  // It appears in the list while it is read, and becomes reviewable without a reload.
  await expect(page.getByRole("link", { name: upload.name })).toBeVisible();
  await expect(queue.getByText("Ready to review")).toBeVisible({ timeout: 90_000 });
  await queue.getByRole("link", { name: "Review" }).click();

  await expect(page.locator("header").getByText(upload.name)).toBeVisible();
  const id = Number(/review\/(\d+)/.exec(page.url())?.[1]);
  const number = field(page, "Number");
  const corrected = `E2E-${Date.now()}`;
  await number.fill(corrected);
  await number.blur();
  await saved(page);
  expect((await invoice(request, id)).preview_data).toMatchObject({ invoice_number: corrected });

  await page.getByRole("button", { name: /^Confirm/ }).click();
  await confirmAnyway(page, request, id);

  await page.goto("/data");
  await expect(page.getByRole("link", { name: corrected })).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("radio", { name: "CSV" }).check();
  await page.getByRole("button", { name: /^Export \d+ new$/ }).click();
  expect(await readFile(await (await download).path(), "utf8")).toContain(corrected);
});

test("a confirmed invoice is found by its operation code", async ({ page, request }) => {
  const id = await reviewable(request, await freshPdf("radio-station-us.pdf"));
  const code = `OP ${Date.now()}`;
  const { version } = await invoice(request, id);
  await request.patch(`/api/invoices/${id}/preview`, {
    headers: { "If-Match": `"${version}"` },
    data: { preview_data: { invoice_number: `F-${id}`, operation_codes: [code] } },
  });
  await request.post(`/api/invoices/${id}/confirm`);

  await page.goto("/data");
  await page.getByLabel("Operation code").fill(code.replace(" ", "-").toLowerCase());
  await expect(page.getByRole("link", { name: `F-${id}` })).toBeVisible();
  await expect(page).toHaveURL(/op=/);
  await expect(page.getByText("1 confirmed")).toBeVisible();
});
