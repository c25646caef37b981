import { expect, test } from "@playwright/test";
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
