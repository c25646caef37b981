import { expect, test } from "@playwright/test";
import { change, field, freshPdf, invoice, reviewable, waitForStatus } from "../support/invoices";
import { focusIsSeen } from "../support/focus";
import { keystrokes } from "../support/keystrokes";

const ADMIN_KEY = process.env["ADMIN_KEY"] ?? "";

test("from the sign-in to the exported file, the first invoice that waits is opened, corrected and confirmed without a pointer", async ({
  page,
  playwright,
  baseURL,
}) => {
  const request = await playwright.request.newContext({
    baseURL: baseURL ?? "",
    extraHTTPHeaders: { Authorization: `Bearer ${ADMIN_KEY}` },
  });
  const id = await reviewable(request, await freshPdf("hotel-pt.pdf"));
  // Without a twin among those of other tests.
  await change(request, id, { invoice_number: `KEYS-${id}-${Date.now()}`, net_amount: "300.00" });

  const keys = keystrokes(page);
  await page.goto("/inbox");
  await expect(page.getByLabel("API key")).toBeFocused();
  await focusIsSeen(page);
  await keys.type(ADMIN_KEY);
  await keys.press("Enter");

  await expect(page.getByRole("heading", { name: "Inbox" })).toBeVisible();
  await keys.press("2");
  await expect(page).toHaveURL(/tab=waiting_validation/);
  const first = page.locator(`a[href^="/review/${id}"]`);
  await expect(first).toBeVisible();
  await keys.press("j");
  await expect(first).toBeFocused();
  await focusIsSeen(page);
  await keys.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/review/${id}`));

  await expect(field(page, "Net")).toBeFocused();
  await focusIsSeen(page);
  await keys.type("387.00");
  await keys.press("Enter");
  await expect(page.getByRole("button", { name: /^Confirm/ })).toBeFocused();
  await focusIsSeen(page);
  await keys.press("Enter");
  await waitForStatus(request, id, "processed");
  expect((await invoice(request, id)).final_data).toMatchObject({ net_amount: "387.00" });

  await keys.press("Alt+2");
  await expect(page.getByRole("heading", { name: "Confirmed data" })).toBeVisible();
  await keys.press("e");
  await expect(page.getByRole("button", { name: /^Export \d+ new/ })).toBeFocused();
  await focusIsSeen(page);
  const downloaded = page.waitForEvent("download");
  await keys.press("Enter");
  expect((await downloaded).suggestedFilename()).toMatch(/\.xlsx$/);
  await expect(page.getByText(/new invoices? exported\./)).toBeVisible();
  expect(keys.spent()).toEqual({ keys: 9, texts: 2 });
});
