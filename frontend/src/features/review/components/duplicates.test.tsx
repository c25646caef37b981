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
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { keys } from "@/lib/api/keys";
import type { Invoice } from "@/lib/api/types";
import { I18nProvider } from "@/lib/i18n/i18n";
import { ToastProvider } from "@/lib/ui/toasts";
import { EMPTY_DATA } from "../empty-data";
import { Duplicates } from "./duplicates";

const invoice = (
  id: number,
  number: string,
  duplicate_of: number[],
  told_apart_from: number[] = [],
): Invoice => ({
  id,
  filename: `${id}.pdf`,
  content_type: "application/pdf",
  size: 1,
  sha256: "0",
  page_count: 1,
  status: "waiting_validation",
  stage: null,
  progress: 100,
  reading: null,
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
  told_apart_from,
  suggestions: null,
  parent_id: null,
  pages: null,
  children: [],
  exported_at: null,
  exported_reference: null,
  reference: null,
  tags: [],
  company: null,
  source: {
    kind: "upload",
    sender: null,
    subject: null,
    message_id: null,
    received_at: null,
    path: null,
  },
  seller: null,
});

/** What was said to the server, which agrees. The client takes its `fetch` when it is imported: hence hoisted. */
const told = vi.hoisted(() => {
  const calls: [string, unknown][] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    if (request.method === "POST") calls.push([new URL(request.url).pathname, await request.json()]);
    return Response.json({ invoice_id: 92, status: "waiting_validation", message: "" });
  });
  return calls;
});
beforeEach(() => {
  told.length = 0;
});
afterAll(() => vi.unstubAllGlobals());

/** The invoice on its screen; the answers of the API are in the cache already. */
async function show(
  shown: Invoice,
  onReject: ((reason: string) => void) | null = null,
  actions: string[] = ["tell_apart"],
) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
  client.setQueryData(keys.invoice(67), invoice(67, "RE-2026-04518", [92]));
  client.setQueryData(keys.me, { name: "Ana", role: "reviewer", actions });
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
        <ToastProvider>
          <RouterProvider router={router} />
        </ToastProvider>
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

it("shows the likeliest of many, and the others when asked", async () => {
  const ids = Array.from({ length: 22 }, (_, index) => index + 1);
  await show(invoice(92, "RE-2026 04518", ids));
  expect(screen.getAllByRole("button", { name: /^Compare with/ })).toHaveLength(5);
  fireEvent.click(screen.getByRole("button", { name: "17 more" }));
  expect(screen.getAllByRole("button", { name: /^Compare with/ })).toHaveLength(22);
  expect(screen.queryByRole("button", { name: /more$/ })).toBeNull();
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
  expect(within(row("Total")).getAllByText("121.00")).toHaveLength(2);
  fireEvent.click(screen.getByRole("button", { name: "Reject as duplicate of no. 67" }));
  expect(reasons).toEqual(["Duplicate of no. 67"]);
});

it("offers no rejection to those who may not reject", async () => {
  await show(invoice(92, "RE-2026 04518", [67]));
  fireEvent.click(screen.getByRole("button", { name: "Compare with no. 67" }));
  expect(screen.queryByRole("button", { name: /Reject/ })).toBeNull();
});

it("tells the two apart by one key, and one more takes that back", async () => {
  await show(invoice(92, "RE-2026 04518", [67]));
  fireEvent.click(screen.getByRole("button", { name: "Compare with no. 67" }));
  fireEvent.keyDown(screen.getByRole("dialog"), { key: "n" });
  expect(screen.queryByRole("dialog", { name: /beside/ })).toBeNull();
  await screen.findAllByText("This invoice and no. 67 are two.");
  expect(told).toEqual([["/api/invoices/92/tell-apart", { invoice_id: 67, apart: true }]]);
  fireEvent.click(screen.getByRole("button", { name: "Undo" }));
  await vi.waitFor(() => expect(told).toHaveLength(2));
  expect(told[1]).toEqual(["/api/invoices/92/tell-apart", { invoice_id: 67, apart: false }]);
});

it("names those that it was told apart from, and takes that back from there", async () => {
  await show(invoice(92, "RE-2026 04518", [], [67]), () => undefined);
  expect(screen.getByText("Told apart from:")).toBeInTheDocument();
  fireEvent.click(screen.getByRole("button", { name: "Compare with no. 67" }));
  expect(screen.queryByRole("button", { name: /Reject/ })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: /It may be a duplicate/ }));
  await vi.waitFor(() => expect(told).toHaveLength(1));
  expect(told[0]).toEqual(["/api/invoices/92/tell-apart", { invoice_id: 67, apart: false }]);
});

it("says of each value whether it differs, not by a colour alone", async () => {
  await show(invoice(92, "RE-2026 04518", [67]));
  fireEvent.click(screen.getByRole("button", { name: "Compare with no. 67" }));
  expect(screen.getByRole("rowheader", { name: /^Number ?: differs$/ })).toBeInTheDocument();
  expect(screen.getByRole("rowheader", { name: /^Total ?: the same$/ })).toBeInTheDocument();
});

it("lets nobody tell them apart who may not decide", async () => {
  await show(invoice(92, "RE-2026 04518", [67]), null, []);
  fireEvent.click(screen.getByRole("button", { name: "Compare with no. 67" }));
  expect(screen.queryByRole("button", { name: /Not a duplicate/ })).toBeNull();
  fireEvent.keyDown(screen.getByRole("dialog"), { key: "n" });
  expect(told).toEqual([]);
});
