/** Every state of the app with invoices in it. Each picture is looked at by a person: nothing is compared. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect, request as requests, test, type Page } from "@playwright/test";
import { prepare, type Prepared } from "./prepared";
import { at, inEverySet, open, type State } from "./sets";

/** By file name, the samples that `python -m tests.e2e.screens` has sent. */
const SAMPLES = JSON.parse(process.env["SAMPLES"] ?? "{}") as Record<string, number>;
const HEADERS = { Authorization: `Bearer ${process.env["ADMIN_KEY"] ?? ""}` };

const PREPARED = process.env["PREPARED"] ?? "test-results/prepared.json";
let made: Prepared;

test.beforeAll(async ({ baseURL }) => {
  // Prepared once, whatever fails meanwhile.
  if (existsSync(PREPARED)) {
    made = JSON.parse(readFileSync(PREPARED, "utf8")) as Prepared;
    return;
  }
  const api = await requests.newContext({ baseURL: baseURL ?? "", extraHTTPHeaders: HEADERS });
  made = await prepare(api);
  await api.dispose();
  writeFileSync(PREPARED, JSON.stringify(made));
});

/** The fields, or what the file cannot be read for; the page's picture where it is in sight. */
async function review(page: Page, id: number | undefined): Promise<void> {
  await open(page, `/review/${id ?? 0}`);
  await expect(
    page.getByRole("textbox").or(page.locator("main button")).filter({ visible: true }).first(),
  ).toBeVisible();
}

const button = (page: Page, name: RegExp) => page.getByRole("button", { name }).first();
const reviewOf = (
  name: string,
  id: () => number | undefined,
  then?: (page: Page) => Promise<void>,
): State => ({
  name,
  show: async (page) => {
    await review(page, id());
    await then?.(page);
  },
});

inEverySet([
  at("inbox", "/inbox?tab=all"),
  at("inbox-search", "/inbox?tab=all&q=2026", false),
  at("inbox-nothing", "/inbox?q=nobody+at+all", false),
  {
    name: "inbox-filters",
    show: async (page) => {
      await open(page, "/inbox?automation=too-few-confirmed");
      await button(page, /^(Filters|Filtros)/).click();
      await expect(page.getByRole("dialog")).toBeVisible();
    },
  },
  {
    name: "inbox-selected",
    show: async (page) => {
      await open(page, "/inbox?tab=waiting_validation");
      const boxes = page.getByRole("checkbox");
      await expect(boxes.nth(3)).toBeVisible();
      await boxes.nth(1).check();
      await boxes.nth(3).check();
    },
  },
  {
    name: "palette",
    show: async (page) => {
      await open(page, "/inbox");
      await page.keyboard.press("Control+k");
      await page.keyboard.type("2026");
      await expect(page.getByRole("option").first()).toBeVisible();
    },
  },
  reviewOf("review-clean", () => made.clean),
  reviewOf("review-doubtful", () => SAMPLES["two-invoices.pdf"]),
  reviewOf("review-scan", () => SAMPLES["taller-scan-es.pdf"]),
  reviewOf("review-confirmed", () => SAMPLES["hotel-pt.pdf"]),
  reviewOf("review-rejected", () => SAMPLES["design-studio-en.pdf"]),
  reviewOf("review-failed", () => made.broken),
  reviewOf("review-password", () => made.locked),
  reviewOf("review-e-invoice", () => SAMPLES["fietsen-ubl-nl.xml"]),
  { ...reviewOf("review-whole", () => SAMPLES["agencia-publicidad-es.pdf"]), whole: true },
  reviewOf(
    "review-60-lines",
    () => made.long,
    async (page) => {
      const cells = page.getByRole("textbox", { name: /30/ });
      if (await cells.first().isVisible()) await cells.first().focus();
    },
  ),
  reviewOf(
    "review-split",
    () => SAMPLES["two-invoices.pdf"],
    async (page) => {
      await button(page, /^(Split|Dividir|Separar)/).click();
      await expect(page.getByRole("dialog")).toBeVisible();
    },
  ),
  reviewOf(
    "review-duplicates",
    () => made.copy,
    async (page) => {
      await button(page, /^(Compare with|Comparar con)/).click();
      await expect(page.getByRole("dialog")).toBeVisible();
    },
  ),
  reviewOf(
    "review-history",
    () => SAMPLES["radio-station-us.pdf"],
    (page) => button(page, /^(History|Historial)$/).click(),
  ),
  reviewOf(
    "review-offline",
    () => SAMPLES["agencia-publicidad-es.pdf"],
    async (page) => {
      await page.context().setOffline(true);
      await page.getByRole("textbox", { name: /^(Notes|Notas)$/ }).fill("typed while nobody listened");
      await page.keyboard.press("Tab");
      await expect(page.getByRole("alert").or(page.getByRole("status")).first()).toBeVisible();
      await page.waitForTimeout(1500);
    },
  ),
  {
    name: "review-undo",
    show: async (page) => {
      await review(page, made.clean);
      await page.keyboard.press("Control+Enter");
      await expect(button(page, /^(Undo|Deshacer).*/)).toBeVisible();
      const anyway = button(page, /^(Confirm anyway|Confirmar de todos modos)$/);
      await page.waitForTimeout(500);
      if (await anyway.isVisible()) await anyway.click();
      await page.waitForTimeout(1500);
      await page.request.post(`/api/invoices/${made.clean}/reopen`, { headers: HEADERS });
    },
  },
  at("data", "/data"),
  at("data-lines", "/data?view=lines"),
  {
    name: "data-export",
    show: async (page) => {
      await open(page, "/data");
      // There once it is known who asks.
      await expect(button(page, /^(Export|Exportar)$/)).toBeVisible();
      await page.keyboard.press("e");
      await expect(page.getByRole("dialog")).toBeVisible();
    },
  },
  at("dashboard", "/dashboard"),
  at("sellers", "/sellers"),
  { name: "seller", whole: true, show: (page) => open(page, `/sellers/${made.seller}`) },
  at("settings", "/settings"),
  at("automation", "/settings/automation"),
  at("people", "/settings/people"),
  at("intake", "/settings/intake"),
  at("webhooks", "/settings/webhooks"),
  at("health", "/settings/health"),
  {
    name: "api-docs",
    show: async (page) => {
      await page.goto("/api/docs#rejectInvoice");
      await expect(page.locator(".responses-inner")).toBeVisible();
    },
  },
]);
