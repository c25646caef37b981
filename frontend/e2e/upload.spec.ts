import { expect, test } from "@playwright/test";
import { brokenPdf, freshPdf, reviewable, textFile } from "./support/invoices";

test("a duplicate is explained and leads to the earlier one", async ({ page, request }) => {
  const upload = await freshPdf();
  const id = await reviewable(request, upload);
  await page.goto("/inbox");
  await page.locator('input[type="file"]').setInputFiles([upload]);
  const queue = page.getByRole("region", { name: "Uploads" });
  await expect(queue.getByText("Already here")).toBeVisible();
  await expect(queue.getByRole("link", { name: "Open the earlier one" })).toHaveAttribute(
    "href",
    `/review/${id}`,
  );
  await queue.getByRole("button", { name: "Upload anyway" }).click();
  await expect(queue.getByText("Ready to review")).toBeVisible({ timeout: 90_000 });
});

test("a file that is no document is refused in place, and does not stop the others", async ({ page }) => {
  await page.goto("/inbox");
  const good = await freshPdf();
  await page.locator('input[type="file"]').setInputFiles([textFile(), good]);
  const queue = page.getByRole("region", { name: "Uploads" });
  await expect(queue.getByText("Not accepted")).toBeVisible();
  await expect(page.getByRole("link", { name: good.name })).toBeVisible();
});

test("a broken PDF ends in a sentence that a person understands", async ({ page }) => {
  const broken = brokenPdf();
  await page.goto("/inbox");
  await page.locator('input[type="file"]').setInputFiles([broken]);
  const item = page.getByRole("region", { name: "Uploads" }).getByRole("listitem");
  await expect(item.getByText(/^(Failed|Not accepted)$/)).toBeVisible({ timeout: 90_000 });
  await expect(item).toContainText(/PDF|document|read/i);
});

test("files are taken wherever they are dropped", async ({ page }) => {
  await page.goto("/settings");
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  const { name, mimeType, buffer } = await freshPdf();
  const transfer = await page.evaluateHandle(
    ({ name, type, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], name, { type }));
      return data;
    },
    { name, type: mimeType, base64: buffer.toString("base64") },
  );
  await page.dispatchEvent("body", "dragenter", { dataTransfer: transfer });
  await expect(page.getByText("Drop to upload")).toBeVisible();
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
  await expect(page.getByRole("region", { name: "Uploads" }).getByText(name)).toBeVisible();
});
