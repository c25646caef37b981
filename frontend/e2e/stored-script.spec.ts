import { expect, test } from "@playwright/test";
import { freshPdf, invoice, openReview, reviewable } from "./support/invoices";

const SCRIPT = `<img src=x onerror="window.ran=1"><script>window.ran=1</script>`;

test("script in names, data and reasons stays text on every screen", async ({ page, request }) => {
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  const file = await freshPdf();
  const id = await reviewable(request, { ...file, name: `<img src=x onerror="window.ran=1">-${file.name}` });
  const { version } = await invoice(request, id);
  const correct = await request.patch(`/api/invoices/${id}/preview`, {
    headers: { "If-Match": `"${version}"` },
    data: {
      preview_data: {
        invoice_number: `X-${id}`,
        notes: SCRIPT,
        operation_codes: [SCRIPT],
        // A seller of its own, whose name is nobody else's: without a number that other tests' invoices have.
        seller: { name: SCRIPT, vat_id: null, tax_id: null },
        payment: { iban: null, account: null, accounts: [] },
        lines: [{ description: SCRIPT, net_amount: "1", operation_codes: [] }],
      },
    },
  });
  expect(correct.status()).toBe(200);

  await openReview(page, id);
  await expect(page.getByRole("textbox", { name: "Notes" })).toHaveValue(SCRIPT);
  await page.getByRole("button", { name: "History" }).click();
  await page.goto(`/inbox?q=X-${id}`);
  await expect(page.getByRole("cell", { name: SCRIPT })).toBeVisible();
  await request.post(`/api/invoices/${id}/confirm`);
  await page.goto(`/data?q=X-${id}`);
  await expect(page.getByRole("cell", { name: SCRIPT }).first()).toBeVisible();
  await page.goto("/dashboard");
  await expect(page.getByText(SCRIPT).first()).toBeVisible();

  const rejected = await reviewable(request);
  await request.post(`/api/invoices/${rejected}/reject`, { data: { reason: SCRIPT } });
  await openReview(page, rejected);
  await expect(page.getByText(SCRIPT).first()).toBeVisible();

  expect(await page.evaluate(() => "ran" in window)).toBe(false);
  expect(complaints.filter((text) => text.includes("Content Security Policy"))).toEqual([]);
});
