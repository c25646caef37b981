/** How an invoice is booked: as its seller's earlier ones were, by one key, and never by itself. */
import { expect, test, type APIRequestContext } from "@playwright/test";
import { eInvoice } from "./support/e-invoice";
import { change, field, invoice, reviewable, saved, waitForStatus } from "./support/invoices";
import { keystrokes } from "./support/keystrokes";

/** A seller whose earlier invoices were booked so; gives the id of its next one. */
async function known(request: APIRequestContext, bookings: readonly object[]): Promise<number> {
  const seller = `Booked ${Date.now()} GmbH`;
  for (const booking of bookings) {
    const id = await reviewable(request, eInvoice({ seller }));
    await change(request, id, { booking });
    expect((await request.post(`/api/invoices/${id}/confirm`)).status()).toBe(200);
  }
  return reviewable(request, eInvoice({ seller }));
}

const USUAL = { account: "4400", category: "Gravel" };

test("an invoice is booked as those before with one key, and confirmed with one more", async ({
  page,
  request,
}) => {
  const id = await known(request, [USUAL, USUAL, { ...USUAL, account: "4410" }]);
  await page.goto(`/review/${id}`);
  const confirm = page.getByRole("button", { name: /^Confirm/ });
  await expect(page.getByRole("button", { name: "4400 · 2 of 3" })).toBeAttached();
  // Nothing is booked by itself.
  expect((await invoice(request, id)).preview_data).toMatchObject({ booking: null });
  await confirm.focus();
  const keys = keystrokes(page);
  await keys.press("Alt+c");
  await expect(field(page, "Ledger account")).toHaveValue("4400");
  await expect(field(page, "Booking category")).toHaveValue("Gravel");
  await expect(page.getByText("2 values booked as before.")).toBeVisible();
  await keys.press("Enter");
  await waitForStatus(request, id, "processed");
  expect(keys.spent()).toEqual({ keys: 2, texts: 0 });
  expect((await invoice(request, id)).final_data).toMatchObject({ booking: USUAL });
});

test("what was booked before goes round by one key, and what is typed is completed from values used before", async ({
  page,
  request,
}) => {
  const account = `77${Date.now()}`;
  const id = await known(request, [USUAL, USUAL, { ...USUAL, account }]);
  await page.goto(`/review/${id}`);
  const input = field(page, "Ledger account");
  await input.focus();
  const keys = keystrokes(page);
  await keys.press("ArrowDown");
  await expect(input).toHaveValue("4400");
  await keys.press("ArrowDown");
  await expect(input).toHaveValue(account);
  expect(keys.spent()).toEqual({ keys: 2, texts: 0 });

  const category = field(page, "Booking category");
  await category.fill("Gra");
  await expect(page.getByRole("button", { name: /^Gravel/ })).toBeVisible();
  await category.press("ArrowDown");
  await expect(category).toHaveValue("Gravel");
  await saved(page);
  expect((await invoice(request, id)).preview_data).toMatchObject({
    booking: { account, category: "Gravel" },
  });
});
