import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { eInvoice } from "./support/e-invoice";
import { confirmedSeller, openReview, reviewable } from "./support/invoices";
import { PAGES } from "./support/pages";

const PATHS = ["/inbox?tab=all", "/inbox?q=no-such-file", ...PAGES];

let seller = 0;
test.beforeAll(async ({ request }) => {
  seller = await confirmedSeller(request);
});

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  expect(
    violations.map(({ id, impact, nodes }) => `${id} (${impact ?? ""}): ${nodes[0]?.html ?? ""}`),
  ).toEqual([]);
}

for (const theme of ["light", "dark"] as const) {
  test.describe(`in the ${theme} theme`, () => {
    test.beforeEach(async ({ page }) => {
      await page.addInitScript((name) => localStorage.setItem("theme", name), theme);
    });

    for (const path of PATHS) {
      test(`${path} has no violation`, async ({ page }) => {
        await page.goto(path.replace("SELLER", String(seller)));
        await expect(page.getByRole("heading").first()).toBeVisible();
        await expect(page.getByRole("status", { name: "Loading…" })).toHaveCount(0);
        await expectNoViolations(page);
      });
    }

    test("the filters have no violation", async ({ page }) => {
      await page.goto("/inbox?currency=EUR");
      await page.getByRole("button", { name: "Filters, 1 set" }).click();
      await expect(page.getByLabel("Dated from")).toBeVisible();
      await expectNoViolations(page);
    });

    test("confirmed lines and exports have no violation", async ({ page, request }) => {
      const id = await reviewable(
        request,
        eInvoice({ seller: `Exported ${Date.now()} Ltd`, price: "1000000000.00" }),
      );
      await request.post(`/api/invoices/${id}/confirm`);
      await request.post("/api/exports", { data: { format: "csv" } });
      await page.goto("/data?view=lines");
      await expect(page.getByRole("columnheader").first()).toBeVisible();
      await expectNoViolations(page);
      await page.keyboard.press("e");
      await expect(page.getByRole("dialog", { name: "Export to a file" })).toBeVisible();
      await expectNoViolations(page);
      await page.getByRole("button", { name: "Earlier exports" }).click();
      await expect(page.getByRole("button", { name: /^Download again/ }).first()).toBeVisible();
      await expectNoViolations(page);
      await page.keyboard.press("Escape");
      await page.setViewportSize({ width: 390, height: 844 });
      await expectNoViolations(page);
    });

    test("the review has no violation, its dialogs neither", async ({ page, request }) => {
      await openReview(page, await reviewable(request));
      await expectNoViolations(page);
      await page.getByRole("button", { name: "Reject" }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await expectNoViolations(page);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "History" }).click();
      await expectNoViolations(page);
      await page.getByRole("button", { name: "Text" }).click();
      await expectNoViolations(page);
    });
  });
}

test("nothing breaks the Content-Security-Policy, and nobody else is asked for anything", async ({
  page,
  request,
}) => {
  const broken: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy|Refused to/i.test(message.text())) broken.push(message.text());
  });
  const origin = new URL(test.info().project.use.baseURL ?? "").origin;
  const strangers: string[] = [];
  page.on("request", (sent) => {
    if (!sent.url().startsWith(origin) && !/^(blob|data):/.test(sent.url())) strangers.push(sent.url());
  });
  await openReview(page, await reviewable(request));
  for (const path of ["/inbox", "/data", "/dashboard", "/settings"]) {
    await page.goto(path);
    await expect(page.getByRole("heading").first()).toBeVisible();
  }
  expect(broken).toEqual([]);
  expect(strangers).toEqual([]);
});
