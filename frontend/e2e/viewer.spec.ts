import { readFile } from "node:fs/promises";
import { expect, test, type Page } from "@playwright/test";
import type { ReadText } from "../src/lib/api/types";
import { field, openReview, reviewable } from "./support/invoices";
import { longInvoice, longReceipt } from "./support/pdf";

const SAMPLES = new URL("../../samples/", import.meta.url);

const viewer = (page: Page) => page.getByRole("region", { name: "Page" });
const marks = (page: Page) => viewer(page).locator("[data-mark]");
const sheet = (page: Page, number: number) => viewer(page).locator(`[data-page="${number}"]`);

/** Where a word of the page is on the screen. */
async function placeOf(page: Page, id: number, text: string, number = 1): Promise<{ x: number; y: number }> {
  const read = (await (await page.request.get(`/api/invoices/${id}/text`)).json()) as ReadText;
  const word = read.pages[number - 1]?.words.find((word) => word.text === text);
  const box = await sheet(page, number).boundingBox();
  if (!word || !box) throw new Error(`There is no “${text}” on page ${number}.`);
  const [x0, y0, x1, y1] = word.box;
  return { x: box.x + ((x0 + x1) / 2) * box.width, y: box.y + ((y0 + y1) / 2) * box.height };
}

async function click(page: Page, id: number, text: string): Promise<void> {
  const { x, y } = await placeOf(page, id, text);
  await page.mouse.click(x, y);
}

test("a click on a word fills the active field, one key takes it back", async ({ page, request }) => {
  const id = await reviewable(request, longInvoice(1));
  await openReview(page, id);
  const due = field(page, "Due");
  await due.focus();
  const before = await due.inputValue();
  await click(page, id, "October");
  await expect(due).toBeFocused();
  await expect(due).toHaveValue(/^(26.10|10.26).2026$/);
  await page.keyboard.press("Control+z");
  await expect(due).toHaveValue(before);
});

test("two clicks and a drag take several words", async ({ page, request }) => {
  const id = await reviewable(request, longInvoice(1));
  await openReview(page, id);
  const order = field(page, "Purchase order");
  await order.focus();
  await click(page, id, "Blue");
  await expect(order).toHaveValue("Blue");
  await click(page, id, "Cafe");
  await expect(order).toHaveValue("Blue Harbour Cafe");

  const [from, to] = [await placeOf(page, id, "Northwind"), await placeOf(page, id, "Ltd")];
  await page.mouse.move(from.x - 20, from.y - 4);
  await page.mouse.down();
  await page.mouse.move(to.x + 10, to.y + 4, { steps: 5 });
  await page.mouse.up();
  await expect(order).toHaveValue("Northwind Traders Ltd");
});

test("few places are marked, all while Ctrl is held, none on a page that has not come", async ({
  page,
  request,
}) => {
  const id = await reviewable(request, longInvoice(1));
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/pages/1.png*", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`/review/${id}`);
  await field(page, "Date").focus();
  await expect(sheet(page, 1)).toBeVisible();
  await expect(marks(page)).toHaveCount(0);
  release();

  const date = viewer(page).getByRole("button", { name: "Date, on the page", exact: true });
  await expect(date).toHaveAttribute("data-look", "active");
  const looks = async () => marks(page).evaluateAll((all) => all.map((mark) => mark.dataset["look"]));
  expect(await looks()).not.toContain("other");
  const few = await marks(page).count();
  await page.keyboard.down("Control");
  await expect.poll(async () => marks(page).count()).toBeGreaterThan(few + 3);
  await page.keyboard.up("Control");
  await expect(marks(page)).toHaveCount(few);
});

test("forty pages scroll one after the other, and few of them are held", async ({ page, request }) => {
  const id = await reviewable(request, longInvoice(40));
  const asked = new Set<string>();
  page.on("request", (sent) => {
    if (/pages\/\d+\.png\?.*width=(?!200$)/.test(sent.url())) asked.add(new URL(sent.url()).pathname);
  });
  await openReview(page, id);
  await expect(viewer(page).getByRole("navigation", { name: "Thumbnails" })).toBeVisible();
  const number = page.getByRole("textbox", { name: "Page number" });
  await field(page, "Number").focus();
  await page.keyboard.press("PageDown");
  await expect(number).toHaveValue("2");
  await expect(viewer(page).getByRole("img", { name: "Page 2 of 40" })).toBeVisible();
  const box = await sheet(page, 2).boundingBox();
  await page.mouse.move((box?.x ?? 0) + 100, (box?.y ?? 0) + 300);
  await page.mouse.wheel(0, 1500);
  await expect.poll(async () => Number(await number.inputValue())).toBeGreaterThan(2);
  await number.fill("30");
  await number.press("Enter");
  await expect(viewer(page).getByRole("img", { name: "Page 30 of 40" })).toBeVisible();
  expect(await viewer(page).locator("[data-page]").count()).toBeLessThan(6);
  // Those that were looked at and their neighbours: none of the pages between.
  expect(asked.size).toBeLessThan(14);
  // A value on the last page is gone to by its field.
  await field(page, "Total").first().focus();
  await expect(number).toHaveValue("40");
});

test("while pages fly past, the server draws few at a time, and then the one that is looked at", async ({
  page,
  request,
}) => {
  const id = await reviewable(request, longInvoice(40));
  let drawing = 0;
  let most = 0;
  await page.route(/pages\/\d+\.png/, async (route) => {
    drawing += 1;
    most = Math.max(most, drawing);
    // As long as a page takes that was never drawn before, whether or not anybody still waits for it.
    await new Promise((drawn) => setTimeout(drawn, 300));
    drawing -= 1;
    await route.continue().catch(() => undefined);
  });
  await openReview(page, id);
  const box = await sheet(page, 1).boundingBox();
  await page.mouse.move((box?.x ?? 0) + 100, (box?.y ?? 0) + 300);
  for (let turn = 0; turn < 25; turn += 1) {
    await page.mouse.wheel(0, 1000);
    await page.waitForTimeout(60);
  }
  const number = await page.getByRole("textbox", { name: "Page number" }).inputValue();
  await expect(viewer(page).getByRole("img", { name: `Page ${number} of 40` })).toBeVisible();
  expect(most).toBeLessThan(5);
});

test("a receipt of a metre can be read", async ({ page, request }) => {
  const id = await reviewable(request, longReceipt());
  await openReview(page, id);
  const box = await sheet(page, 1).boundingBox();
  expect(box?.width).toBeGreaterThan(300);
  expect((box?.height ?? 0) / (box?.width ?? 1)).toBeCloseTo(2835 / 227, 0);
});

test("words are found over all pages, which are read in parts as they are needed", async ({
  page,
  request,
}) => {
  const id = await reviewable(request, longInvoice(30));
  const asked = new Set<string | null>();
  page.on("request", (sent) => {
    const url = new URL(sent.url());
    if (url.pathname.endsWith(`/${id}/text`)) asked.add(url.searchParams.get("pages"));
  });
  await openReview(page, id);
  await expect(viewer(page).getByRole("img", { name: "Page 1 of 30" })).toBeVisible();
  expect([...asked]).toEqual(["1-25"]);
  await field(page, "Number").focus();
  await page.keyboard.press("Control+f");
  const search = page.getByRole("textbox", { name: "Find in the pages" });
  await expect(search).toBeFocused();
  await page.keyboard.type("sheet 1");
  await expect(page.getByText("1 of 11", { exact: true })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Page number" })).toHaveValue("10");
  expect([...asked]).toEqual(["1-25", "26-50"]);
  await page.keyboard.press("Escape");
  await expect(search).toBeHidden();
  await expect(field(page, "Number")).toBeFocused();
});

test("an e-invoice is shown as an invoice, and its values light up both ways", async ({ page, request }) => {
  const xml = (await readFile(new URL("fietsen-ubl-nl.xml", SAMPLES), "utf8")).replace(
    "2026-10447",
    `2026-${Date.now()}`,
  );
  const upload = { name: "fietsen.xml", mimeType: "application/xml", buffer: Buffer.from(xml) };
  const id = await reviewable(request, upload);
  await openReview(page, id);
  const read = (await (await request.get(`/api/invoices/${id}/text`)).json()) as ReadText;
  const words = read.pages[0]?.words.map(({ text }) => text).join(" ") ?? "";
  expect(words).toContain("INVOICE");
  expect(words).toContain("33,071.48");
  expect(words).not.toContain("cbc");

  await field(page, "Date").focus();
  const date = viewer(page).getByRole("button", { name: "Date, on the page", exact: true });
  await expect(date).toHaveAttribute("data-look", "active");
  await page.keyboard.press("Escape");
  await click(page, id, "2026-11-23");
  await expect(field(page, "Due")).toBeFocused();

  const download = page.waitForEvent("download");
  await viewer(page).getByRole("button", { name: "Download the XML" }).click();
  expect(await readFile(await (await download).path(), "utf8")).toBe(xml);
});
