import { expect, test } from "@playwright/test";
import { field, invoice, openReview, reviewable, waitForStatus } from "./support/invoices";

test("rejecting keeps the reason, reading again brings the invoice back", async ({ page, request }) => {
  const id = await reviewable(request);
  await openReview(page, id);
  await page.getByRole("button", { name: "Reject" }).click();
  await page.getByLabel("Reason").fill("Not addressed to us");
  await page.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
  await expect.poll(async () => (await invoice(request, id)).reject_reason).toBe("Not addressed to us");

  await page.goto(`/review/${id}`);
  await expect(page.getByText("Not addressed to us")).toBeVisible();
  await page.getByRole("button", { name: "Read again" }).click();
  await waitForStatus(request, id, "waiting_validation");
  // Nobody reloads: the live events tell the page.
  await expect(page.getByRole("button", { name: /^Confirm/ })).toBeVisible();
});

test("several are rejected and read again at once", async ({ page, request }) => {
  const ids = [await reviewable(request), await reviewable(request)];
  await page.goto("/inbox?tab=waiting_validation");
  // The newest come first. A row under the live events is drawn anew: each box is looked for when it is its turn.
  const boxes = page.getByRole("checkbox", { name: /^Select design/ });
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await page.getByRole("button", { name: "Reject 2" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
  await expect(page.getByRole("alert").getByText("2 invoices rejected.")).toBeVisible();
  for (const id of ids) await waitForStatus(request, id, "rejected");
});

test("the last value is undone and done again", async ({ page, request }) => {
  await openReview(page, await reviewable(request));
  const number = field(page, "Number");
  const before = await number.inputValue();
  await number.fill("WRONG");
  await page.keyboard.press("Control+z");
  await expect(number).toHaveValue(before);
  await page.keyboard.press("Control+Shift+z");
  await expect(number).toHaveValue("WRONG");
});
