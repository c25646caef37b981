import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { covered, cutToNothing, outside } from "./support/layout";
import { confirmedSeller, reviewable } from "./support/invoices";
import { PAGES } from "./support/pages";

const SIZES = [
  { name: "on a phone", viewport: { width: 390, height: 844 } },
  { name: "at 200 % of 1440×900", viewport: { width: 720, height: 450 } },
];
const PATHS = ["/inbox?tab=all", "/review/ID", ...PAGES];

let id = 0;
let seller = 0;
test.beforeAll(async ({ request }) => {
  seller = await confirmedSeller(request);
  // Another waits behind it: the words of the way to the next are the longest.
  await reviewable(request);
  id = await reviewable(request);
});

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path.replace("ID", String(id)).replace("SELLER", String(seller)));
  await expect(page.getByRole("heading").first()).toBeVisible();
  if (path.includes("ID")) await expect(page.getByRole("textbox").first()).toBeVisible();
  await expect(page.getByRole("status", { name: /Loading…|Cargando…/ })).toHaveCount(0);
}

for (const { name, viewport } of SIZES) {
  for (const locale of ["en-GB", "es-ES"]) {
    test.describe(`${name}, in ${locale}`, () => {
      test.use({ viewport, locale });
      for (const path of PATHS) {
        test(`${path} shows every control, legible, large enough and covered by nothing`, async ({
          page,
        }) => {
          await open(page, path);
          expect(await outside(page)).toEqual([]);
          expect(await cutToNothing(page)).toEqual([]);
          const { violations } = await new AxeBuilder({ page }).withRules(["target-size"]).analyze();
          expect(violations.flatMap(({ nodes }) => nodes.map(({ html }) => html))).toEqual([]);
          expect(await covered(page)).toEqual([]);
        });
      }
    });
  }
}

test("at 200 % of 1440×900 the total and the account are whole in the line of facts", async ({ page }) => {
  await page.setViewportSize({ width: 720, height: 450 });
  await open(page, "/review/ID");
  const facts = page.getByRole("group", { name: "The invoice at a glance" });
  for (const name of [/^Total/, /^Account/]) {
    const box = await facts.getByRole("button", { name }).boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 720) + (box?.width ?? 0)).toBeLessThanOrEqual(720);
  }
});
