import { expect, test } from "@playwright/test";
import { field, openReview, reviewable } from "./support/invoices";

test("fields and places on the page light each other up", async ({ page, request }) => {
  await openReview(page, await reviewable(request));
  const number = field(page, "Number");
  await number.focus();
  const box = page
    .getByRole("region", { name: "Page" })
    .getByRole("button", { name: "Number, on the page", exact: true })
    .first();
  await expect(box).toHaveAttribute("data-active", "true");
  await page.getByRole("textbox", { name: "Notes" }).focus();
  await box.click();
  await expect(number).toBeFocused();
});

test("a box drawn on the page fills a field, turned or not", async ({ page, request }) => {
  await openReview(page, await reviewable(request));
  const viewer = page.getByRole("region", { name: "Page" });
  const number = field(page, "Number");
  const printed = await number.inputValue();
  const place = viewer.getByRole("button", { name: "Number, on the page", exact: true }).first();
  const order = page.getByRole("textbox", { name: "Purchase order" });

  for (const turns of [0, 1]) {
    for (let turn = 0; turn < turns; turn += 1) await viewer.getByRole("button", { name: "Rotate" }).click();
    await order.fill("");
    await place.scrollIntoViewIfNeeded();
    const box = await place.boundingBox();
    if (!box) throw new Error("The number has no place on the page.");
    await viewer.getByRole("button", { name: "Take words from the page" }).click();
    await page.mouse.move(box.x - 2, box.y - 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width + 2, box.y + box.height + 2, { steps: 4 });
    await page.mouse.up();
    await expect(order).toHaveValue(new RegExp(printed.replace(/[^\w]/g, ".")));
  }
});
