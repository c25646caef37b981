/** Each picture shows what it is about: it is taken once that stands on the page, and the pictures in it have loaded. */
import { expect, test, type Page } from "@playwright/test";

const FOLDER = process.env["SCREENS"] ?? "test-results/screens";
/** By file name, the samples that `python -m tests.e2e.screens` has sent. */
const IDS = JSON.parse(process.env["SAMPLES"] ?? "{}") as Record<string, number>;
const PHONE = { width: 390, height: 844 };

function id(sample: string): number {
  const found = IDS[sample];
  if (found === undefined) throw new Error(`${sample} was not sent`);
  return found;
}

/** Waits until fonts and pictures are there and nothing is being fetched, and writes the picture. */
async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await expect
    .poll(() =>
      page.evaluate(() => [...document.images].every((image) => image.complete && image.naturalWidth > 0)),
    )
    .toBe(true);
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  // Messages that pass ("Connected again.") have passed.
  await expect(page.locator("[data-kind=info], [data-kind=error]")).toHaveCount(0);
  await page.mouse.move(0, 0);
  await page.screenshot({ path: `${FOLDER}/${name}.png`, animations: "disabled", caret: "hide" });
}

/** The page's own picture, not its place: the first picture of the README once showed an empty sheet. */
async function review(page: Page, sample: string): Promise<void> {
  await page.goto(`/review/${id(sample)}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  // Where there is no room for both, the page stands behind the fields.
  const onPhone = page.getByRole("button", { name: "Page", exact: true });
  if (await onPhone.isVisible()) await onPhone.click();
  const sheet = page.getByRole("img", { name: /^Page 1 of/ });
  await expect
    .poll(() => sheet.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth))
    .toBeGreaterThan(400);
}

for (const theme of ["light", "dark"] as const) {
  const suffix = theme === "dark" ? "-dark" : "";

  test.describe(`in the ${theme} theme`, () => {
    test.beforeEach(async ({ page }) => {
      await page.addInitScript((name) => localStorage.setItem("theme", name), theme);
    });

    test("an invoice under review, a field and its place marked", async ({ page }) => {
      await review(page, "agencia-publicidad-es.pdf");
      await page.getByRole("textbox", { name: "Total", exact: true }).focus();
      await picture(page, `review${suffix}`);
    });

    test("the inbox, with work in every state", async ({ page }) => {
      await page.goto("/inbox");
      await expect(page.getByRole("link", { name: "maschinenbau-de.pdf" })).toBeVisible();
      await picture(page, `inbox${suffix}`);
    });

    test("the dashboard, with its charts", async ({ page }) => {
      await page.goto("/dashboard");
      await expect(page.getByRole("img").first()).toBeVisible();
      await picture(page, `dashboard${suffix}`);
    });

    test("the settings", async ({ page }) => {
      await page.goto("/settings");
      await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
      await picture(page, `settings${suffix}`);
    });
  });
}

test("confirmed data", async ({ page }) => {
  await page.goto("/data");
  await expect(page.getByText(/\d+ confirmed/)).toBeVisible();
  await picture(page, "data");
});

test("the history of an invoice that a person corrected", async ({ page }) => {
  await review(page, "radio-station-us.pdf");
  await page.getByRole("button", { name: "History", exact: true }).click();
  await expect(page.getByRole("group", { name: "History" })).toBeVisible();
  await picture(page, "history");
});

test.describe("on a phone", () => {
  test.use({ viewport: PHONE });

  test("the inbox", async ({ page }) => {
    await page.goto("/inbox");
    await expect(page.getByRole("link", { name: "maschinenbau-de.pdf" })).toBeVisible();
    await picture(page, "phone");
  });

  test("the page of an invoice", async ({ page }) => {
    await review(page, "osteria-photo-it.jpg");
    await picture(page, "phone-review");
  });
});
