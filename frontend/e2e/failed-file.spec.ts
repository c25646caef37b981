/** A file that could not be read is given its password, or another one takes its place. */
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { brokenPdf, failed, freshPdf, invoice, waitForStatus } from "./support/invoices";

const PROTECTED = new URL("../../samples/bad/encrypted.pdf", import.meta.url);

test("a protected PDF is read with its password", async ({ page, request }) => {
  const id = await failed(request, {
    name: `protected-${randomUUID().slice(0, 8)}.pdf`,
    mimeType: "application/pdf",
    buffer: Buffer.concat([await readFile(PROTECTED), Buffer.from(`\n% ${randomUUID()}\n`)]),
  });
  await page.goto(`/review/${id}`);
  await expect(page.getByText("The file could not be read. The original can be downloaded.")).toBeVisible();
  const password = page.getByLabel("Password of the PDF");
  await password.fill("wrong");
  await password.press("Enter");
  await expect(page.getByText("This password does not open the document.")).toBeVisible();
  await expect(password).toHaveValue("");
  await password.fill("a password nobody gave");
  await password.press("Enter");
  await expect(page).not.toHaveURL(new RegExp(`/review/${id}$`));
  const other = Number(/\/review\/(\d+)/.exec(page.url())?.[1]);
  expect(await invoice(request, id)).toMatchObject({
    status: "rejected",
    reject_reason: `Replaced by no. ${other}`,
  });
});

test("another file takes the place of a broken one", async ({ page, request }) => {
  const id = await failed(request, brokenPdf());
  await page.goto(`/review/${id}`);
  await expect(page.getByText("There is no image of this page.")).toBeVisible();
  await expect(page.getByRole("toolbar")).toHaveCount(0);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Replace the file…" }).click();
  await (await chooser).setFiles(await freshPdf());
  await expect(page.getByText(/^Replaced by no\. \d+\.$/)).toBeVisible();
  expect((await invoice(request, id)).status).toBe("rejected");
  const other = Number(/\/review\/(\d+)/.exec(page.url())?.[1]);
  await waitForStatus(request, other, "waiting_validation");
});
