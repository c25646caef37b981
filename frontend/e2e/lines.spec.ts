/** The lines and taxes of an invoice, worked in with the keys of spreadsheets; what each flow costs is counted. */
import { expect, test, type Page } from "@playwright/test";
import { eInvoice } from "./support/e-invoice";
import { field, freshPdf, invoice, openReview, reviewable, saved } from "./support/invoices";
import { keystrokes } from "./support/keystrokes";

/** Each line is 12 × 1,131,548.25: amounts as wide as large invoices have. */
const withLines = (lines: number, price = "1131548.25") => eInvoice({ lines, quantity: 12, price, rate: 21 });

const table = (page: Page) => page.getByRole("table", { name: "Lines" });
const focusedName = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));

/** What a spreadsheet puts on the clipboard, pasted into the focused cell as Ctrl+V does. */
const paste = (page: Page, text: string, html = "") =>
  page.evaluate(
    ([plain, rich]) => {
      const data = new DataTransfer();
      data.setData("text/plain", plain);
      if (rich) data.setData("text/html", rich);
      document.activeElement?.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
      );
    },
    [text, html] as const,
  );

/** Whether nothing hides the focused input: neither a scroller's edge, nor the headings above. */
const focusInSight = (page: Page) =>
  page.evaluate(() => {
    const input = document.activeElement;
    if (!(input instanceof HTMLInputElement))
      return `focus on ${document.activeElement?.tagName ?? "nothing"}`;
    const box = input.getBoundingClientRect();
    const corners = [
      [box.left + 3, box.top + 3],
      [box.right - 3, box.bottom - 3],
    ] as const;
    const hidden = corners.some(([x, y]) => document.elementFromPoint(x, y) !== input);
    return hidden ? `${input.getAttribute("aria-label") ?? ""} is out of sight` : "in sight";
  });

async function cutFigures(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLInputElement>("[role=table] input.number")]
      .filter((input) => input.scrollWidth > input.clientWidth)
      .map((input) => `${input.getAttribute("aria-label") ?? ""}: ${input.value}`),
  );
}

test("a line is removed by one key, and undo brings it back by one", async ({ page, request }) => {
  const id = await reviewable(request);
  const { preview_data: before } = await invoice(request, id);
  await openReview(page, id);
  await field(page, "Row 1, Quantity").focus();
  const keys = keystrokes(page);
  await keys.press("Control+Delete");
  const second = (before?.["lines"] as { description: string }[])[1]?.description ?? "";
  await expect(field(page, "Row 1, Description")).toHaveValue(second);
  expect(await focusedName(page)).toBe("Row 1, Quantity");
  expect(keys.spent()).toEqual({ keys: 1, texts: 0 });
  await keys.press("Control+z");
  await expect(field(page, "Row 2, Description")).toHaveValue(second);
  expect(keys.spent()).toEqual({ keys: 2, texts: 0 });
});

test("a tax is split by two typed values; the other row and the taxes follow", async ({ page, request }) => {
  const id = await reviewable(request, withLines(2, "100.00"));
  await openReview(page, id);
  await expect(field(page, "Row 1, Taxable")).toHaveValue("2,400.00");
  const keys = keystrokes(page);
  await keys.press("Alt+i");
  await expect(field(page, "Row 2, Rate %")).toBeFocused();
  await keys.type("9");
  await keys.press("Tab");
  await keys.type("400");
  expect(keys.spent()).toEqual({ keys: 2, texts: 2 });
  await expect(field(page, "Row 1, Taxable")).toHaveValue("2,000.00");
  await expect(page.getByLabel("Row 1, Tax", { exact: true }).first()).toHaveValue("420.00");
  await expect(page.getByLabel("Row 2, Tax", { exact: true }).first()).toHaveValue("36.00");
  // The invoice's own tax is not changed unasked: it is offered.
  await expect(field(page, "Tax")).toHaveValue("504.00");
  await expect(page.getByRole("button", { name: "Take 456.00 from the rows" })).toBeVisible();
  await keys.press("Alt+Shift+t");
  await expect(field(page, "Tax")).toHaveValue("456.00");
  await expect(field(page, "Total")).toHaveValue("2,856.00");
  await saved(page);
  expect((await invoice(request, id)).preview_data).toMatchObject({
    tax_amount: "456.00",
    tax_breakdown: [
      { rate: "21", taxable_amount: "2000.00", tax_amount: "420.00" },
      { rate: "9", taxable_amount: "400", tax_amount: "36.00" },
    ],
  });
});

test("a table copied from a spreadsheet lands from the focused cell on, with new lines; undo is one step", async ({
  page,
  request,
}) => {
  const id = await reviewable(request);
  const before = ((await invoice(request, id)).preview_data?.["lines"] as unknown[]).length;
  await openReview(page, id);
  await field(page, `Row ${before}, Quantity`).focus();
  await paste(page, "2\tC62\t9.90\r\n3\tC62\t1,000.00\r\n");
  await expect(field(page, `Row ${before}, Quantity`)).toHaveValue("2");
  await expect(field(page, `Row ${before + 1}, Price`)).toHaveValue("1,000.00");
  await expect(field(page, `Row ${before + 1}, Net`)).toHaveValue("3,000.00");
  await expect(page.getByText("2 rows were pasted, 1 of them new.").first()).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(field(page, `Row ${before + 1}, Price`)).toBeHidden();
});

test("a first row that names the columns says where they go, in either notation", async ({
  page,
  request,
}) => {
  const id = await reviewable(request);
  await openReview(page, id);
  const rows = page.getByRole("row").filter({ has: page.getByLabel(/^Row \d+, Description$/) });
  const before = await rows.count();
  await page.getByRole("button", { name: "Add a line" }).focus();
  await paste(
    page,
    "",
    "<table><tr><th>Importe<th>Color<th>Concepto<th>Cant.</tr><tr><td>1.234,50<td>rojo<td>Papel<td>3</tr></table>",
  );
  await expect(rows).toHaveCount(before + 1);
  await expect(field(page, `Row ${before + 1}, Description`)).toHaveValue("Papel");
  await expect(field(page, `Row ${before + 1}, Net`)).toHaveValue("1,234.50");
  await expect(page.getByText("1 column has no place here and stayed out.").first()).toBeVisible();
});

test("more rows than can be pasted at once are refused with the figures, and nothing is pasted", async ({
  page,
  request,
}) => {
  const id = await reviewable(request);
  await openReview(page, id);
  await field(page, "Row 1, Description").focus();
  await paste(page, "Paper\t1\n".repeat(2001));
  await expect(
    page.getByText("2001 rows were copied. At most 2000 can be pasted at once").first(),
  ).toBeVisible();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
});

test("Ctrl+D takes the cell above, Ctrl+Shift+D fills the column, Alt+Shift+D duplicates the row", async ({
  page,
  request,
}) => {
  const id = await reviewable(request, withLines(4, "10.00"));
  await openReview(page, id);
  await field(page, "Row 1, Quantity").fill("7");
  await field(page, "Row 2, Quantity").focus();
  await page.keyboard.press("Control+d");
  await expect(field(page, "Row 2, Quantity")).toHaveValue("7");
  await expect(field(page, "Row 2, Net")).toHaveValue("70.00");
  await expect(field(page, "Row 3, Quantity")).toHaveValue("12");
  await page.keyboard.press("Control+Shift+d");
  await expect(field(page, "Row 4, Net")).toHaveValue("70.00");
  await page.keyboard.press("Alt+Shift+d");
  await expect(field(page, "Row 3, Quantity")).toBeFocused();
  await expect(field(page, "Row 5, Quantity")).toHaveValue("7");
});

for (const lines of [60, 600]) {
  test(`Enter through ${lines} lines keeps the focused cell in sight`, async ({ page, request }) => {
    test.setTimeout(180_000);
    const id = await reviewable(request, withLines(lines));
    await page.goto(`/review/${id}`);
    await field(page, "Row 1, Price").focus();
    for (let row = 2; row <= lines; row += 1) {
      await page.keyboard.press("Enter");
      // Each of 60; of 600 the first and last ones, and some between.
      if (lines > 100 && row > 40 && row < lines - 5 && row % 25 !== 0) continue;
      await expect.poll(() => focusedName(page)).toBe(`Row ${row}, Price`);
      expect(await focusInSight(page)).toBe("in sight");
    }
    await page.keyboard.press("Control+Home");
    await expect.poll(() => focusedName(page)).toBe("Row 1, Description");
    await expect.poll(() => focusInSight(page)).toBe("in sight");
    await page.keyboard.press("Control+End");
    await expect.poll(() => focusedName(page)).toBe(`Row ${lines}, Net`);
    await expect.poll(() => focusInSight(page)).toBe("in sight");
  });
}

for (const [width, height] of [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const) {
  test(`at ${width} no amount is cut, nor does the screen grow wider`, async ({ page, request }) => {
    await page.setViewportSize({ width, height });
    const id = await reviewable(request, withLines(30));
    await page.goto(`/review/${id}`);
    if (width < 800) await page.getByRole("button", { name: "Fields", exact: true }).click();
    await field(page, "Row 1, Net").scrollIntoViewIfNeeded();
    await expect(field(page, "Row 1, Net")).toHaveValue("13,578,579.00");
    expect(await cutFigures(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    const bin = page.getByRole("button", { name: "Remove row 1" }).last();
    await expect(bin).toBeVisible();
    const box = await bin.boundingBox();
    expect((box?.x ?? width) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
  });
}

test("the drawer has the lines across the whole width; a key opens and closes it, the focus stays in its cell", async ({
  page,
  request,
}) => {
  const id = await reviewable(request, withLines(60));
  await page.goto(`/review/${id}`);
  await field(page, "Row 1, Price").focus();
  await page.keyboard.press("Control+ArrowDown");
  await expect(field(page, "Row 60, Price")).toBeFocused();
  const among = (await table(page).boundingBox())?.width ?? 0;
  await page.keyboard.press("Alt+d");
  await expect.poll(async () => (await table(page).boundingBox())?.width ?? 0).toBeGreaterThan(1.7 * among);
  await expect(field(page, "Row 60, Price")).toBeFocused();
  expect(await focusInSight(page)).toBe("in sight");
  await page.keyboard.press("Alt+d");
  await expect.poll(async () => (await table(page).boundingBox())?.width ?? 0).toBe(among);
  await expect(field(page, "Row 60, Price")).toBeFocused();
});

test("empty columns are hidden; one is brought back to be typed into", async ({ page, request }) => {
  const id = await reviewable(request, await freshPdf());
  await openReview(page, id);
  await expect(field(page, "Row 1, Operation codes")).toBeHidden();
  await page.locator("[data-lines]").getByRole("button", { name: "Column" }).click();
  await page.getByRole("menuitem", { name: "Operation codes" }).click();
  await expect(field(page, "Row 1, Operation codes")).toBeFocused();
});
