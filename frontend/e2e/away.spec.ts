import { expect, test } from "@playwright/test";
import { invoice, openReview, reviewable, saved } from "./support/invoices";

test("the server goes away and comes back, and what was typed is saved", async ({ page, request }) => {
  const id = await reviewable(request);
  await openReview(page, id);
  await page.context().setOffline(true);
  const notes = page.getByRole("textbox", { name: "Notes" });
  await notes.fill("typed while nobody listened");
  await notes.blur();
  await expect(page.getByText("The server cannot be reached. What you typed is kept")).toBeVisible();
  await expect(page.getByText("Kept in this tab only")).toBeVisible();

  await page.context().setOffline(false);
  await expect(page.getByText("Connected again.")).toBeVisible();
  await saved(page);
  expect((await invoice(request, id)).preview_data).toMatchObject({ notes: "typed while nobody listened" });
});

test("unsaved changes outlive a reload", async ({ page, request }) => {
  const id = await reviewable(request);
  await openReview(page, id);
  await page.route(`**/api/invoices/${id}/preview`, (route) => route.abort());
  await page.getByRole("textbox", { name: "Notes" }).fill("kept");
  await expect(page.getByText("Kept in this tab only")).toBeVisible();
  page.on("dialog", (dialog) => void dialog.accept());
  await page.reload();
  await expect(page.getByText("Your unsaved changes from before are back.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Notes" })).toHaveValue("kept");
});
