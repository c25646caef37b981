import { expect, test } from "@playwright/test";
import { eInvoice } from "./support/e-invoice";
import { reviewable } from "./support/invoices";

test.use({ viewport: { width: 1024, height: 768 } });

test("a navigation of icons names each page, and says how many invoices are to be reviewed", async ({
  page,
  request,
}) => {
  await reviewable(request);
  await page.goto("/inbox");
  const navigation = page.getByRole("navigation", { name: "Main" });
  await expect(navigation.getByRole("link", { name: /^Inbox \d+ to review$/ })).toHaveText(/\d/);
  await expect(navigation.getByText(/^\d+$/)).toBeVisible();
  await expect(navigation.getByRole("link", { name: "Data", exact: true })).toBeVisible();
});

test("the title of a review has room for seller and number beside all actions, and says them whole", async ({
  page,
  request,
}) => {
  const seller = "Pousada da Ribeira, Lda.";
  await page.goto(`/review/${await reviewable(request, eInvoice({ seller }))}`);
  const named = page.getByRole("heading", { level: 1 }).getByRole("button", { name: seller });
  await expect(named).toHaveAttribute("title", new RegExp(seller));
  expect(await named.evaluate((shown) => shown.scrollWidth <= shown.clientWidth)).toBe(true);
});
