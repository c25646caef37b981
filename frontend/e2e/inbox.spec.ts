/** The inbox by keyboard: an invoice is found, all that match are confirmed and undone, a list is saved. Keys are counted. */
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type APIRequestContext, type Page } from "@playwright/test";
import { eInvoice, EINVOICE_DUE } from "./support/e-invoice";
import { change, invoice, reviewable } from "./support/invoices";
import { keystrokes } from "./support/keystrokes";

const rows = (page: Page) =>
  page.getByRole("row").filter({ has: page.getByRole("checkbox", { name: /^Select (?!all)/ }) });

const statusOf = async (request: APIRequestContext, id: number) => (await invoice(request, id)).status;

test("an invoice is found by its amount: a key, the amount, Enter", async ({ page, request }) => {
  const id = await reviewable(request, eInvoice({ price: "48211.37" }));
  await page.goto("/inbox?tab=failed"); // whichever tab is open
  await expect(page.getByRole("searchbox")).toBeVisible();
  const keys = keystrokes(page);
  await keys.press("/");
  await keys.type("48211.37");
  await keys.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/review/${id}`));
  expect(keys.spent()).toEqual({ keys: 2, texts: 1 });
});

test("hits are counted in every tab and marked in the row", async ({ page, request }) => {
  const word = `Quarzwerk${Date.now()}`;
  const waiting = await reviewable(request, eInvoice({ seller: word }));
  const confirmed = await reviewable(request, eInvoice({ seller: word }));
  await request.post(`/api/invoices/${confirmed}/confirm`);
  await page.goto("/inbox");
  await page.getByRole("searchbox").fill(word.toLowerCase());
  const tab = (name: string) =>
    page.getByRole("navigation", { name: "Invoices by status" }).getByRole("link", { name });
  await expect(tab("To review")).toHaveText(/To review\s*1$/);
  await expect(tab("Confirmed")).toHaveText(/Confirmed\s*1$/);
  await expect(tab("All")).toHaveText(/All\s*2$/);
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).getByText(word, { exact: true })).toHaveCSS("font-weight", "600");
  await expect(page.locator("mark", { hasText: word })).toBeVisible();
  await tab("Failed").click();
  await expect(page.getByText("Nothing here, but elsewhere:")).toBeVisible();
  await page.getByRole("link", { name: "Confirmed 1" }).last().click();
  await expect(rows(page)).toHaveCount(1);
  expect(await statusOf(request, waiting)).toBe("waiting_validation");
});

test("all that match, over three pages, are confirmed if they are clean, and undone", async ({
  page,
  request,
}) => {
  const seller = `Steinbruch${Date.now()}`;
  const clean = await Promise.all(
    Array.from({ length: 53 }, (_, n) => reviewable(request, eInvoice({ seller, price: `${n + 101}.10` }))),
  );
  const wrong = await reviewable(request, eInvoice({ seller, number: " " }));
  await page.goto(`/inbox?tab=waiting_validation&size=25&q=${seller}`);
  await expect(rows(page)).toHaveCount(25);
  const keys = keystrokes(page);
  await keys.press("a");
  await expect(page.getByText("25 selected")).toBeVisible();
  await keys.press("Shift+A");
  await expect(page.getByText("54 selected")).toBeVisible();
  await expect(page.getByText("1 with findings is left out: check it first.")).toBeVisible();
  await keys.press("Shift+C");
  const dialog = page.getByRole("dialog", { name: "Confirm 53 invoices?" });
  // 101.10 + … + 153.10: none is far above what the seller usually charges
  await expect(dialog.getByRole("row", { name: /53 invoices/ })).toContainText("6,736.30 EUR");
  await expect(dialog).toContainText("53 of them name accounts");
  await new AxeBuilder({ page }).analyze().then(({ violations }) => expect(violations).toEqual([]));
  await keys.press("Enter");
  const outcome = page.getByRole("alert");
  await expect(outcome).toContainText("53 invoices confirmed.");
  await expect(outcome).toContainText("1 invoice left out:");
  await expect(outcome.getByRole("listitem")).toContainText("Number is missing");
  expect(await statusOf(request, wrong)).toBe("waiting_validation");
  for (const id of clean) expect(await statusOf(request, id)).toBe("processed");
  expect(keys.spent()).toEqual({ keys: 4, texts: 0 });

  keys.reset();
  await keys.press("Alt+z");
  await expect(page.getByText("Undone: 53 invoices.")).toBeVisible();
  for (const id of clean) expect(await statusOf(request, id)).toBe("waiting_validation");
  await expect(outcome).toBeHidden();
  expect(keys.spent()).toEqual({ keys: 1, texts: 0 });
});

test("on a phone, how far a bulk action is covers none of the navigation", async ({ page, request }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const seller = `Handy${Date.now()}`;
  for (let n = 0; n < 9; n++) await reviewable(request, eInvoice({ seller }));
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  await page.route(/\/confirm\b/, (route) => finished.then(() => route.continue()));
  await page.goto(`/inbox?tab=waiting_validation&q=${seller}`);
  await expect(rows(page)).toHaveCount(9);
  for (const key of ["a", "Shift+C", "Enter"]) await page.keyboard.press(key);
  const panel = page.getByRole("region", { name: "In progress" });
  await expect(panel).toBeVisible();
  const [foot, top] = await Promise.all([
    panel.boundingBox().then((box) => (box?.y ?? 0) + (box?.height ?? 0)),
    page
      .getByRole("navigation", { name: "Main" })
      .boundingBox()
      .then((box) => box?.y ?? 0),
  ]);
  expect(foot).toBeLessThanOrEqual(top);
  finish();
  await expect(panel).toBeHidden();
});

test("at 200 % of 1440×900 what is done with the selected stays in sight, wherever the list is scrolled to", async ({
  page,
  request,
}) => {
  const seller = `Unten${Date.now()}`;
  for (let n = 0; n < 7; n++) await reviewable(request, eInvoice({ seller }));
  await page.setViewportSize({ width: 720, height: 450 });
  await page.goto(`/inbox?tab=waiting_validation&q=${seller}`);
  await expect(rows(page)).toHaveCount(7);
  await rows(page).first().getByRole("checkbox").check();
  await rows(page).last().getByRole("checkbox").check();
  await expect(page.getByRole("heading", { name: "Inbox" })).not.toBeInViewport();
  await expect(page.getByRole("button", { name: "Reject 2" })).toBeInViewport();
});

test("the list is ordered by the day when its invoices are due", async ({ page, request }) => {
  const seller = `Fällig${Date.now()}`;
  const due = ["2031-03-02", "2031-01-09", "2031-02-20"];
  for (const due_date of due)
    await change(request, await reviewable(request, eInvoice({ seller })), { due_date });
  await page.goto(`/inbox?q=${seller}`);
  await expect(rows(page)).toHaveCount(3);
  const shown = () => rows(page).locator("td:nth-child(5)").allInnerTexts();
  const head = page.getByRole("columnheader", { name: "Due" });
  await head.getByRole("button").click();
  await expect(head).toHaveAttribute("aria-sort", "descending");
  await expect.poll(shown).toEqual(["2 Mar 2031", "20 Feb 2031", "9 Jan 2031"]);
  await head.getByRole("button").click();
  await expect.poll(shown).toEqual(["9 Jan 2031", "20 Feb 2031", "2 Mar 2031"]);
});

test("a range is selected with Shift, by key and by click", async ({ page, request }) => {
  const seller = `Bereich${Date.now()}`;
  for (let n = 0; n < 4; n++) await reviewable(request, eInvoice({ seller }));
  await page.goto(`/inbox?q=${seller}`);
  await expect(rows(page)).toHaveCount(4);
  for (const key of ["j", "x", "j", "j", "Shift+X"]) await page.keyboard.press(key);
  await expect(page.getByText("3 selected")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText("3 selected")).toBeHidden();
  await rows(page).nth(3).getByRole("checkbox").click();
  await rows(page)
    .nth(0)
    .getByRole("checkbox")
    .click({ modifiers: ["Shift"] });
  await expect(page.getByText("4 selected")).toBeVisible();
});

test("a list is saved, opened again, renamed and deleted", async ({ page }) => {
  await page.goto("/inbox?tab=waiting_validation&currency=EUR&sort=issue_date&dir=asc");
  const saved = page.getByRole("button", { name: "Saved" });
  await saved.click();
  await page.getByRole("menuitem", { name: "Save this list…" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Oldest in euros");
  await page.keyboard.press("Enter");
  await page.goto("/inbox");
  await saved.click();
  await page.getByRole("menuitemcheckbox", { name: "Oldest in euros" }).click();
  await expect(page).toHaveURL(/tab=waiting_validation/);
  await expect(page).toHaveURL(/sort=issue_date&dir=asc|dir=asc&sort=issue_date/);
  await expect(page).toHaveURL(/currency=EUR/);
  await page.reload();
  await saved.click();
  await expect(page.getByRole("menuitemcheckbox", { name: "Oldest in euros" })).toBeChecked();
  await page.getByRole("menuitem", { name: "Rename or delete…" }).click();
  await page.getByLabel("Name of Oldest in euros").fill("Euros");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Name of Euros")).toBeVisible();
  await new AxeBuilder({ page }).analyze().then(({ violations }) => expect(violations).toEqual([]));
  await page.getByRole("button", { name: "Delete Euros" }).click();
  await expect(page.getByText("There are none.")).toBeVisible();
});

test("Ctrl+K finds an invoice and runs a command, anywhere", async ({ page, request }) => {
  const seller = `Palette${Date.now()}`;
  const id = await reviewable(request, eInvoice({ seller }));
  await page.goto("/dashboard");
  await expect(page.getByRole("heading").first()).toBeVisible();
  const keys = keystrokes(page);
  await keys.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Find or do" });
  await expect(palette).toBeVisible();
  await new AxeBuilder({ page }).analyze().then(({ violations }) => expect(violations).toEqual([]));
  await keys.type(seller);
  await expect(palette.getByRole("option", { name: new RegExp(seller) })).toBeVisible();
  await keys.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/review/${id}`));
  expect(keys.spent()).toEqual({ keys: 2, texts: 1 });

  await expect(page.getByRole("button", { name: "Reject" })).toBeVisible();
  keys.reset();
  await keys.press("Control+k");
  await keys.type("reject");
  await keys.press("Enter");
  await expect(page.getByRole("dialog", { name: "Reject this invoice?" })).toBeVisible();
  expect(keys.spent()).toEqual({ keys: 2, texts: 1 });
});

test("Enter right behind a text takes what is found for it, not what was found for the text before", async ({
  page,
  request,
}) => {
  const word = `P${Date.now()}`;
  const ids = [];
  for (const n of [1, 2]) ids.push(await reviewable(request, eInvoice({ number: `${word}-${n}` })));
  await page.goto("/dashboard");
  await expect(page.getByRole("heading").first()).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type(`${word}-1`);
  const palette = page.getByRole("dialog", { name: "Find or do" });
  await expect(palette.getByRole("option", { name: new RegExp(`${word}-1`) })).toBeVisible();
  await page.keyboard.press("Backspace");
  await page.keyboard.type("2");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/review/${ids[1]}`));
});

test("what is typed right behind Ctrl+K is looked for, however long the palette takes to load", async ({
  page,
}) => {
  let load = () => {};
  const wanted = new Promise<void>((resolve) => (load = resolve));
  await page.route(/command-palette/, async (route) => {
    await wanted;
    await route.continue();
  });
  await page.goto("/inbox");
  await expect(page.getByRole("heading", { name: "Inbox" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("22 3");
  load();
  await expect(page.getByRole("dialog", { name: "Find or do" }).getByRole("combobox")).toHaveValue("22 3");
  await expect(page).toHaveURL(/\/inbox$/);
});

test("what is typed before the palette's field has the focus is its text", async ({ page }) => {
  await page.addInitScript(() => {
    const atOnce = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (draw) => window.setTimeout(() => atOnce(draw), 500);
  });
  await page.goto("/inbox");
  await expect(page.getByRole("heading", { name: "Inbox" })).toBeVisible();
  const field = page.getByRole("dialog", { name: "Find or do" }).getByRole("combobox");
  await page.keyboard.press("Control+k");
  await expect(field).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(field).toBeHidden();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("22 3");
  await expect(field).toHaveValue("22 3");
});

for (const [width, height] of [
  [1024, 768],
  [390, 844],
] as const) {
  test(`at ${width} pixels nothing that decides is cut`, async ({ page, request }) => {
    const seller = `Gemeinnützige Wohnungsbaugenossenschaft ${Date.now()}`;
    const number = "RE-2026-00004518-KORREKTUR-2";
    const upload = eInvoice({ seller, number, price: "16634838.00" });
    await reviewable(request, { ...upload, name: `from-the-scanner-of-the-second-floor-${upload.name}` });
    await page.setViewportSize({ width, height });
    await page.goto(`/inbox?q=${encodeURIComponent(seller)}`);
    await expect(rows(page)).toHaveCount(1);
    const due = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" }).format(
      new Date(EINVOICE_DUE),
    );
    for (const text of [seller, number, "16,634,838.00 EUR", due, "Account is new", /^ · (now|.+ ago)$/]) {
      const shown = rows(page).getByText(text).first();
      await expect(shown).toBeVisible();
      const isCut = await shown.evaluate(
        (element) =>
          element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflow !== "visible",
      );
      expect(isCut, String(text)).toBe(false);
      const box = await shown.boundingBox();
      expect((box?.x ?? 0) + (box?.width ?? width)).toBeLessThanOrEqual(width);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await new AxeBuilder({ page }).analyze().then(({ violations }) => expect(violations).toEqual([]));
  });
}
