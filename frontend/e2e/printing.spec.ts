/** What comes out of Ctrl+P: all of a list and of an invoice's data, not only what the screen has room for. */
import { expect, test, type Page } from "@playwright/test";
import { eInvoice } from "./support/e-invoice";
import { openReview, reviewable } from "./support/invoices";

/** The bottom of the last row, and how high the paper is that the page wants: in pixels. */
const ends = (page: Page, rows: string) =>
  page.evaluate((selector) => {
    const clipped = [...document.querySelectorAll("main, main *")].filter(
      (box) => /auto|scroll/.test(getComputedStyle(box).overflowY) && box.scrollHeight > box.clientHeight + 1,
    );
    const last = [...document.querySelectorAll(selector)].at(-1)?.getBoundingClientRect().bottom ?? NaN;
    return { clipped: clipped.length, below: last > innerHeight, inside: last <= document.body.scrollHeight };
  }, rows);

test("the data of an invoice and the lists are printed whole, without the navigation", async ({
  page,
  request,
}) => {
  await page.setViewportSize({ width: 1000, height: 500 });
  await openReview(
    page,
    await reviewable(request, eInvoice({ lines: 20, quantity: 1, price: "10.00", rate: 21 })),
  );
  await expect(page.getByRole("button", { name: "Remove row 20" })).toBeAttached();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
  expect(await ends(page, "[data-pointer]")).toEqual({ clipped: 0, below: true, inside: true });

  for (let more = 0; more < 6; more += 1)
    await reviewable(request, eInvoice({ lines: 1, quantity: 1, price: "10.00", rate: 21 }));
  await page.setViewportSize({ width: 1000, height: 300 });
  await page.goto("/inbox?tab=all");
  await expect(page.getByRole("row").nth(6)).toBeVisible();
  expect(await ends(page, "main tbody tr")).toEqual({ clipped: 0, below: true, inside: true });
});
