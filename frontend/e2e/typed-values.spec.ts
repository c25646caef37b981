import { expect, test, type Page } from "@playwright/test";
import { field, invoice, openReview, reviewable, saved } from "./support/invoices";

const notes = (page: Page, name: string) =>
  page.locator("[data-pointer]", { has: field(page, name) }).locator("p[data-level=error]");

async function retype(page: Page, name: string, text: string): Promise<void> {
  await field(page, name).click();
  await field(page, name).fill(text);
}

for (const [text, reason] of [
  ["100-20", "Is this a calculation? Start it with =, as in =100-20."],
  ["1e3", "Powers of ten are not accepted: type all the digits."],
  ["7.954.08", "The points and commas do not group the digits in threes."],
] as const) {
  test(`${text} is refused as a total, with the reason, and never saved`, async ({ page, request }) => {
    const id = await reviewable(request);
    const before = await invoice(request, id);
    await openReview(page, id);
    await retype(page, "Total", text);
    await expect(notes(page, "Total")).toHaveText([reason]);
    await page.keyboard.press("Tab");
    await expect(field(page, "Total")).toHaveValue(text);
    await page.keyboard.press("Control+Enter");
    await expect(page.getByText("1 value must be corrected before it can be saved").first()).toBeVisible();
    // Longer than a change waits for its save.
    await page.waitForTimeout(2_000);
    expect(await invoice(request, id)).toMatchObject({ status: before.status, version: before.version });
  });
}

test("a calculation is shown before it is taken, and its result saved", async ({ page, request }) => {
  const id = await reviewable(request);
  await openReview(page, id);
  await retype(page, "Total", "=6628.40+1325.68");
  await expect(page.getByRole("status").filter({ hasText: "= 7,954.08" })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(field(page, "Total")).toHaveValue("7,954.08");
  await saved(page);
  expect((await invoice(request, id)).preview_data).toMatchObject({ total_amount: "7954.08" });
});

test("14-Oct-26 is the fourteenth, whatever the time zone", async ({ page, request }) => {
  const id = await reviewable(request);
  await openReview(page, id);
  await retype(page, "Date", "14-Oct-26");
  await page.keyboard.press("Tab");
  await expect(field(page, "Date")).toHaveValue("14 Oct 2026");
  await saved(page);
  expect((await invoice(request, id)).preview_data).toMatchObject({ issue_date: "2026-10-14" });
  await retype(page, "Date", "31-Feb-26");
  await expect(notes(page, "Date")).toHaveText(["This day does not exist in the calendar."]);
  await page.keyboard.press("Tab");
  await expect(field(page, "Date")).toHaveValue("31-Feb-26");
});

test("without a line's amount there are no computed totals; without a net amount nothing passed", async ({
  page,
  request,
}) => {
  const id = await reviewable(request);
  await openReview(page, id);
  await expect(page.getByText("add up")).toBeVisible();
  await retype(page, "Row 1, Net", "");
  await expect(page.getByText("add up")).toBeHidden();
  await expect(page.getByText("Computed from the lines")).toBeHidden();
  await retype(page, "Net", "");
  await saved(page);
  await expect(page.getByText("All checks passed")).toBeHidden();
  await expect(
    page.getByText("Not checked: no “Net”, so net + tax = total was not compared.").first(),
  ).toBeVisible();
});

test("the summary follows a corrected total", async ({ page, request }) => {
  const id = await reviewable(request);
  await openReview(page, id);
  await retype(page, "Total", "4711");
  await saved(page);
  await expect(page.getByRole("textbox", { name: "Summary" })).toHaveValue(/4,711\.00/);
});
