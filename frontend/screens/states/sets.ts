/** The sizes, themes and languages that a state is looked at in, and how its picture is taken. */
import { expect, test, type Page } from "@playwright/test";

const FOLDER = process.env["SCREENS"] ?? "test-results/states";
const KEY = process.env["ADMIN_KEY"] ?? "";

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  // What a page that is zoomed to 200 % has of the first.
  { width: 720, height: 450 },
  { width: 390, height: 844 },
];
const THEMES = ["light", "dark"] as const;
const LOCALES = { en: "en-GB", es: "es-ES" } as const;

/** A state is brought about and waited for; `whole` takes what is below the window as well. */
export interface State {
  name: string;
  show: (page: Page) => Promise<void>;
  whole?: boolean;
  signedOut?: boolean;
}

export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading").first()).toBeVisible();
}

/** A page as it is when it is opened. */
export const at = (name: string, path: string, whole = true): State => ({
  name,
  whole,
  show: (page) => open(page, path),
});

/** One test for each picture, named "1440 light en inbox": `-g "390 dark"` takes some of them. */
export function inEverySet(states: readonly State[]): void {
  for (const viewport of SIZES)
    for (const theme of THEMES)
      for (const [language, locale] of Object.entries(LOCALES)) {
        const set = `${viewport.width} ${theme} ${language}`;
        test.describe(set, () => {
          test.use({ viewport, locale, colorScheme: theme });
          for (const state of states)
            test(state.name, async ({ page }) => {
              await page.addInitScript(
                ([shown, key]) => {
                  localStorage.setItem("theme", shown ?? "");
                  if (key) sessionStorage.setItem("invoices-api-key", key);
                },
                [theme, state.signedOut ? "" : KEY],
              );
              await state.show(page);
              await picture(page, `${set.replaceAll(" ", "-")}/${state.name}`, state.whole ?? false);
            });
        });
      }
}

async function picture(page: Page, name: string, whole: boolean): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await expect(page.getByRole("status", { name: /Loading…|Cargando…/ })).toHaveCount(0);
  await expect
    .poll(() => page.evaluate(() => [...document.images].every((image) => image.complete)))
    .toBe(true);
  // What scrolls inside the window is shown as far as a window of the page's length shows it.
  const size = page.viewportSize();
  if (whole && size) {
    const length = await page.evaluate(() =>
      Math.max(...[...document.querySelectorAll("html, main, main *")].map((one) => one.scrollHeight)),
    );
    await page.setViewportSize({
      width: size.width,
      height: Math.min(Math.max(length + 120, size.height), 4000),
    });
  }
  await page.screenshot({ path: `${FOLDER}/${name}.png`, animations: "disabled", caret: "hide" });
}
