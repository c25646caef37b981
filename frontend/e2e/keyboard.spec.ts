import { expect, test } from "@playwright/test";
import { field, invoice, reviewable } from "./support/invoices";

test("an invoice is found, corrected and confirmed without a mouse", async ({ page, request }) => {
  const id = await reviewable(request);
  await page.goto("/inbox");
  await expect(page.getByRole("row").nth(1)).toBeVisible();
  await page.keyboard.press("2");
  await expect(page).toHaveURL(/tab=waiting_validation/);
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByText("1 selected")).toBeVisible();
  await page.keyboard.press("x");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/review/${id}`));

  await expect(field(page, "Number")).toBeVisible();
  // A field that is to be checked has the focus, and would take the key for a text.
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();

  const notes = page.getByRole("textbox", { name: "Notes" });
  await notes.focus();
  await page.keyboard.type("by keyboard");
  // Words of the page into the field, by keyboard alone.
  await page.getByRole("textbox", { name: "Purchase order" }).focus();
  await page.keyboard.press("Alt+b");
  await expect(page.getByRole("application")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Purchase order" })).toBeFocused();
  await expect(page.getByRole("textbox", { name: "Purchase order" })).not.toHaveValue("");

  await page.keyboard.press("Control+Enter");
  const anyway = page.getByRole("button", { name: "Confirm anyway" });
  await expect(async () => {
    if (await anyway.isVisible()) {
      await anyway.focus();
      await page.keyboard.press("Enter");
    }
    expect((await invoice(request, id)).status).toBe("processed");
  }).toPass({ timeout: 30_000 });
  expect((await invoice(request, id)).final_data).toMatchObject({ notes: "by keyboard" });
});
