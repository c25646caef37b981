/** Decisions can be undone: within ten seconds by Undo, later by Reopen, and several at once. */
import { expect, test, type Page } from "@playwright/test";
import {
  change,
  confirmAnyway,
  deaf,
  invoice,
  openReview,
  reviewable,
  waitForStatus,
  waits,
} from "./support/invoices";

const confirmButton = (page: Page) => page.getByRole("button", { name: /^Confirm/ });

test("for ten seconds a confirmation can be undone, by a click or a key", async ({ page, request }) => {
  await reviewable(request);
  const id = await reviewable(request);
  await openReview(page, id);
  await confirmButton(page).click();
  await confirmAnyway(page, request, id);
  await expect(page).not.toHaveURL(new RegExp(`/review/${id}$`));
  await page.getByRole("button", { name: "Undo", exact: true }).last().click();
  await expect(page).toHaveURL(new RegExp(`/review/${id}`));
  await waitForStatus(request, id, "waiting_validation");

  await confirmButton(page).click();
  await confirmAnyway(page, request, id);
  await expect(page.getByText("Confirmed.", { exact: true })).toBeVisible();
  await page.keyboard.press("Alt+z");
  await waitForStatus(request, id, "waiting_validation");
  await expect(page).toHaveURL(new RegExp(`/review/${id}`));
});

test("a confirmed invoice is reopened from the menu, and the version that was final can be looked at", async ({
  page,
  request,
}) => {
  const id = await reviewable(request);
  await request.post(`/api/invoices/${id}/confirm`);
  await openReview(page, id);
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Reopen" }).click();
  await page.getByLabel("Reason").fill("wrong order number");
  await page.getByRole("dialog").getByRole("button", { name: "Reopen" }).click();
  await waitForStatus(request, id, "waiting_validation");
  await expect(confirmButton(page)).toBeVisible();

  await page.getByRole("button", { name: "History" }).click();
  await expect(page.getByText("Reopened for review: wrong order number")).toBeVisible();
  const versions = page.getByRole("region", { name: "Earlier final versions" });
  await versions.getByText(/^Version 1, withdrawn by .*: wrong order number$/).click();
  await expect(versions.getByText("7,954.08 GBP")).toBeVisible();
});

test("a rejected invoice is reopened as it was", async ({ page, request }) => {
  const id = await reviewable(request);
  await openReview(page, id);
  await page.getByRole("button", { name: "Reject" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
  await expect(page.getByText("Rejected.", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Undo", exact: true }).last().click();
  await waitForStatus(request, id, "waiting_validation");
  await expect(page).toHaveURL(new RegExp(`/review/${id}`));
});

test("many are confirmed after one question with their sum; one that is refused is named, and the rest undone", async ({
  page,
  request,
}) => {
  const ids = [await reviewable(request), await reviewable(request)];
  const [refused = 0, confirmed = 0] = ids;
  const orders = ids.map((id) => `BULK-${id}`);
  // No other invoice of the seller has this number: nothing but what the test does is found.
  for (const [index, id] of ids.entries()) await change(request, id, { invoice_number: orders[index] });
  const { filename } = await invoice(request, refused);
  await deaf(page);
  await page.goto(`/inbox?tab=waiting_validation&q=BULK-`);
  for (const order of orders) {
    await page
      .getByRole("row", { name: new RegExp(order) })
      .getByRole("checkbox")
      .check();
  }
  await page.getByRole("button", { name: "Confirm 2" }).click();
  const dialog = page.getByRole("dialog", { name: "Confirm 2 invoices?" });
  await expect(dialog.getByRole("row")).toContainText("15,908.16 GBP");
  // While the person reads the question, one of them changes.
  await change(request, refused, { total_amount: "1.00" });
  await dialog.getByRole("button", { name: "Confirm 2" }).click();

  await waitForStatus(request, confirmed, "processed");
  await expect(page.getByRole("alert")).toContainText("1 invoice left out");
  await expect(page.getByRole("alert")).toContainText(`${filename}: Somebody else changed`);
  await waits(request, refused);
  // Beside what was left out, as long as that is shown.
  await page.getByRole("alert").getByRole("button", { name: "Undo", exact: true }).click();
  await waitForStatus(request, confirmed, "waiting_validation");
});
