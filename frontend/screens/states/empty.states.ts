/** What a system without an invoice shows, and who is not signed in. */
import { expect } from "@playwright/test";
import { at, inEverySet } from "./sets";

inEverySet([
  {
    name: "sign-in",
    signedOut: true,
    show: async (page) => {
      await page.goto("/inbox");
      await expect(page.locator("input").first()).toBeFocused();
    },
  },
  {
    name: "first-visit",
    show: async (page) => {
      await page.goto("/inbox");
      await expect(page.getByRole("main").getByRole("listitem").nth(2)).toBeVisible();
    },
  },
  ...["dashboard", "data", "sellers", "settings/webhooks", "settings/intake"].map((path) =>
    at(`empty-${path.replace("settings/", "")}`, `/${path}`),
  ),
]);
