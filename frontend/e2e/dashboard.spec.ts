import AxeBuilder from "@axe-core/playwright";
import { expect, test, type APIRequestContext, type Page } from "@playwright/test";
import { eInvoice } from "./support/e-invoice";
import { change, invoice, reviewable } from "./support/invoices";

interface Statistics {
  waiting: { currency: string; count: number; by_age: { count: number }[] }[];
  by_day: { received: number; confirmed: number }[];
  top_sellers: { seller_name: string; currency: string; count: number }[];
  untouched: { confirmed: number; without_changes: number };
  corrected_fields: { field: string; count: number }[];
  corrected_sellers: { seller_name: string; confirmed: number; corrected: number }[];
  people: { name: string; confirmed: number; corrected: number; rejected: number }[];
}

async function confirmed(
  request: APIRequestContext,
  changes: object | null,
  seller = `Untouched ${Date.now()} Ltd`,
): Promise<void> {
  const id = await reviewable(request, eInvoice({ seller, price: "1000000000.00" }));
  if (changes) await change(request, id, changes);
  expect((await request.post(`/api/invoices/${id}/confirm`)).status()).toBe(200);
  expect((await invoice(request, id)).status).toBe("processed");
}

async function statistics(request: APIRequestContext): Promise<Statistics> {
  const answer = await request.get("/api/invoices/statistics?days=90&currency=EUR");
  return (await answer.json()) as Statistics;
}

const panel = (page: Page, title: string) =>
  page.locator("section").filter({ has: page.getByRole("heading", { name: title, exact: true }) });

/** Of each bar of a panel: its name and its figure. */
const bars = (page: Page, title: string) =>
  panel(page, title)
    .getByRole("listitem")
    .evaluateAll((items) =>
      items.map((item) => [item.children[0]?.textContent ?? "", item.children[1]?.textContent ?? ""]),
    );

const figure = (number: number) => number.toLocaleString("en-GB");

test.beforeAll(async ({ request }) => {
  const seller = `Corrected ${Date.now()} Ltd`;
  await confirmed(request, null);
  await confirmed(request, { notes: "corrected", purchase_order: "PO-1" }, seller);
  await confirmed(request, { notes: "corrected" }, seller);
  await reviewable(request, eInvoice());
});

test("the figures are those that the API counts, after what was confirmed and corrected", async ({
  page,
  request,
}) => {
  await page.addInitScript(() => localStorage.setItem("dashboard-currency", "EUR"));
  const counted = await statistics(request);
  const { untouched } = counted;
  // What this test did is among them.
  expect(untouched.confirmed - untouched.without_changes).toBeGreaterThanOrEqual(2);
  expect(counted.corrected_fields.length).toBeGreaterThanOrEqual(2);

  await page.goto("/dashboard");
  await expect(panel(page, "Confirmed without changes")).toContainText(
    `${Math.round((100 * untouched.without_changes) / untouched.confirmed)}`,
  );
  expect(await bars(page, "Confirmed without changes")).toEqual([
    ["As they were read", figure(untouched.without_changes)],
    ["Corrected by a person", figure(untouched.confirmed - untouched.without_changes)],
  ]);
  expect((await bars(page, "Fields corrected most")).map(([, count]) => count)).toEqual(
    counted.corrected_fields.map(({ count }) => figure(count)),
  );
  expect(await bars(page, "Fields corrected most")).toContainEqual([
    "Notes",
    figure(counted.corrected_fields.find(({ field }) => field === "/notes")?.count ?? 0),
  ]);
  expect(await bars(page, "Sellers corrected most")).toEqual(
    counted.corrected_sellers.map((one) => [
      one.seller_name,
      `${figure(one.corrected)} of ${figure(one.confirmed)}`,
    ]),
  );
  const waiting = counted.waiting.find(({ currency }) => currency === "EUR");
  expect((await bars(page, "Waiting for review")).map(([, count]) => count)).toEqual(
    waiting?.by_age.map(({ count }) => figure(count)),
  );
  expect((await bars(page, "Top sellers")).map(([seller]) => seller)).toEqual(
    counted.top_sellers.slice(0, 10).map(({ seller_name }) => seller_name),
  );
  const rows = panel(page, "Who did what").getByRole("row");
  await expect(rows).toHaveText(
    [["Person", "Confirmed", "Values corrected", "Rejected"]]
      .concat(
        counted.people.map((one) => [
          one.name,
          figure(one.confirmed),
          figure(one.corrected),
          figure(one.rejected),
        ]),
      )
      .map((cells) => cells.join("")),
  );
});

for (const theme of ["light", "dark"]) {
  test(`with figures in every panel it has no violation in the ${theme} theme`, async ({ page }) => {
    await page.addInitScript((name) => localStorage.setItem("theme", name), theme);
    await page.goto("/dashboard");
    await expect(panel(page, "Fields corrected most").getByRole("listitem").first()).toBeVisible();
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  });
}

test("at 1024 pixels every panel holds what it shows", async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.goto("/dashboard");
  await expect(panel(page, "Who did what").getByRole("row").nth(1)).toBeVisible();
  const wider = await page
    .locator("section")
    .evaluateAll((panels) =>
      panels.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent),
    );
  expect(wider).toEqual([]);
});
