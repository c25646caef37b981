import { expect, test } from "@playwright/test";
import { field, openReview, reviewable } from "./support/invoices";

test("fields and places on the page light each other up", async ({ page, request }) => {
  await openReview(page, await reviewable(request));
  const date = field(page, "Date");
  await date.focus();
  const box = page
    .getByRole("region", { name: "Page" })
    .getByRole("button", { name: "Date, on the page", exact: true })
    .first();
  await expect(box).toHaveAttribute("data-look", "active");
  await page.getByRole("textbox", { name: "Notes" }).focus();
  await expect(box).toBeHidden();
  // While Ctrl is held every place is marked, and a click on a mark opens its field.
  await page.keyboard.down("Control");
  await expect(box).toHaveAttribute("data-look", "other");
  await box.click();
  await page.keyboard.up("Control");
  await expect(date).toBeFocused();
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
    await number.focus();
    const box = await place.boundingBox();
    if (!box) throw new Error("The number has no place on the page.");
    await order.focus();
    await page.mouse.move(box.x - 2, box.y - 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width + 2, box.y + box.height + 2, { steps: 4 });
    await page.mouse.up();
    await expect(order).toHaveValue(new RegExp(printed.replace(/[^\w]/g, ".")));
  }
});
