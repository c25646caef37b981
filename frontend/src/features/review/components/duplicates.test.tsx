// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
  type AnyRouter,
} from "@tanstack/react-router";
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeAll, expect, it } from "vitest";
import { keys } from "@/lib/api/keys";
import type { Invoice } from "@/lib/api/types";
import { I18nProvider } from "@/lib/i18n/i18n";
import { EMPTY_DATA } from "../empty-data";
import { Duplicates } from "./duplicates";

const invoice = (id: number, number: string, duplicate_of: number[]): Invoice => ({
  id,
  filename: `${id}.pdf`,
  content_type: "application/pdf",
  size: 1,
  sha256: "0",
  page_count: 1,
  status: "waiting_validation",
  stage: null,
  progress: 100,
  created_at: "2026-11-02T00:00:00Z",
  updated_at: "2026-11-02T00:00:00Z",
  confirmed_at: null,
  postponed_until: null,
  error: null,
  reject_reason: null,
  preview_data: { ...EMPTY_DATA, invoice_number: number, total_amount: "121.00", currency: "EUR" },
  final_data: null,
  evidence: null,
  checks: [],
  agent_response: null,
  extractor: "local",
  version: 1,
  duplicate_of,
  confirmed_automatically: false,
  blockers: null,
  suggestions: null,
  parent_id: null,
  pages: null,
  children: [],
  exported_at: null,
  exported_reference: null,
  seller: null,
});

/** The invoice on its screen; the answers of the API are in the cache already. */
async function show(shown: Invoice, onReject: ((reason: string) => void) | null = null) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
  client.setQueryData(keys.invoice(67), invoice(67, "RE-2026-04518", [92]));
  const router: AnyRouter = createRouter({
    routeTree: createRootRoute({
      component: () => <Duplicates invoice={shown} onReject={onReject} />,
    }),
    history: createMemoryHistory(),
  });
  await router.load();
  return render(
    <QueryClientProvider client={client}>
      <I18nProvider>
        <RouterProvider router={router} />
      </I18nProvider>
    </QueryClientProvider>,
  );
}

beforeAll(() => {
  localStorage.setItem("language", "en");
});
afterEach(cleanup);

it("says nothing of an invoice that is here once", async () => {
  const { container } = await show(invoice(92, "RE-2026 04518", []));
  expect(container.textContent).toBe("");
});

it("shows both side by side, marks what differs, and rejects with the other's number as the reason", async () => {
  const reasons: string[] = [];
  await show(invoice(92, "RE-2026 04518", [67]), (reason) => reasons.push(reason));
  fireEvent.click(screen.getByRole("button", { name: "Compare with no. 67" }));
  const row = (name: string) => screen.getByRole("row", { name: new RegExp(`^${name}`) });
  expect(within(row("Number")).getByText("RE-2026 04518")).toBeInTheDocument();
  expect(within(row("Number")).getByText("RE-2026-04518")).toBeInTheDocument();
  expect(row("Number")).toHaveAttribute("data-differs", "true");
  expect(row("Total")).toHaveAttribute("data-differs", "false");
  fireEvent.click(screen.getByRole("button", { name: "Reject as duplicate of no. 67" }));
  expect(reasons).toEqual(["Duplicate of no. 67"]);
});

it("offers no rejection to those who may not reject", async () => {
  await show(invoice(92, "RE-2026 04518", [67]));
  fireEvent.click(screen.getByRole("button", { name: "Compare with no. 67" }));
  expect(screen.queryByRole("button", { name: /Reject/ })).toBeNull();
});
