// @vitest-environment jsdom
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
  type AnyRouter,
} from "@tanstack/react-router";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeAll, expect, it } from "vitest";
import type { Finding, Invoice } from "@/lib/api/types";
import { I18nProvider } from "@/lib/i18n/i18n";
import type { Pages } from "../split-parts";
import { SplitFile, SplitNote } from "./split";

const several = (params: object): Finding =>
  ({ code: "several-invoices", level: "warning", message: "", pointers: [], params }) as unknown as Finding;

const PARTS = [
  { first: 1, last: 2, number: "A-1", confidence: 0.95 },
  { first: 3, last: 3, number: "A-2", confidence: 0.75 },
];

const invoice = (changed: Partial<Invoice> = {}): Invoice =>
  ({
    id: 12,
    filename: "post.pdf",
    page_count: 4,
    checks: [several({ reason: "numbers", parts: PARTS })],
    parent_id: null,
    pages: null,
    children: [],
    ...changed,
  }) as unknown as Invoice;

async function show(shown: ReactNode) {
  const router: AnyRouter = createRouter({
    routeTree: createRootRoute({ component: () => shown }),
    history: createMemoryHistory(),
  });
  await router.load();
  return render(
    <I18nProvider>
      <RouterProvider router={router} />
    </I18nProvider>,
  );
}

async function open(shown: Invoice) {
  const sent: (readonly Pages[])[] = [];
  await show(<SplitFile invoice={shown} onSplit={(parts) => sent.push(parts)} />);
  fireEvent.click(screen.getByRole("button", { name: "Split…" }));
  return sent;
}

const typed = (label: string, page: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value: page } });

beforeAll(() => {
  localStorage.setItem("language", "en");
});
afterEach(cleanup);

it("sends the proposed parts as a person has changed them", async () => {
  const sent = await open(invoice());
  expect(screen.getByText("Invoice A-2")).toBeInTheDocument();
  typed("Last page of part 2", "4");
  fireEvent.click(screen.getByRole("button", { name: "Split" }));
  expect(sent).toEqual([
    [
      [1, 2],
      [3, 4],
    ],
  ]);
});

it("adds and removes parts", async () => {
  const sent = await open(invoice());
  fireEvent.click(screen.getByRole("button", { name: "Add a part" }));
  fireEvent.click(screen.getByRole("button", { name: "Remove part 1" }));
  fireEvent.click(screen.getByRole("button", { name: "Split" }));
  expect(sent).toEqual([
    [
      [3, 3],
      [4, 4],
    ],
  ]);
});

it.each([
  ["share a page", "2"],
  ["end beyond the file", "5"],
  ["have no page", ""],
])("does not send parts that %s", async (_, page) => {
  await open(invoice());
  typed(page === "2" ? "First page of part 2" : "Last page of part 2", page);
  expect(screen.getByRole("button", { name: "Split" })).toBeDisabled();
  expect(screen.getByRole("alert")).toHaveTextContent("from 1 to 4");
});

it("begins with the first page and the rest where nothing was proposed", async () => {
  const sent = await open(invoice({ checks: [several({ reason: "model", count: 2, numbers: [] })] }));
  fireEvent.click(screen.getByRole("button", { name: "Split" }));
  expect(sent).toEqual([
    [
      [1, 1],
      [2, 4],
    ],
  ]);
});

it.each([
  ["one invoice", { checks: [] }],
  ["an XML file", { checks: [several({ reason: "xml", count: 2, numbers: [] })] }],
  ["a part of a file", { parent_id: 3, pages: [1, 4] as [number, number] }],
  ["a single page", { page_count: 1 }],
])("is not offered for %s", async (_, changed) => {
  const { container } = await show(<SplitFile invoice={invoice(changed)} onSplit={() => undefined} />);
  expect(container).toHaveTextContent("");
  expect(screen.queryByRole("button")).toBeNull();
});

it("says of a part which pages of which file it is, and leads there", async () => {
  await show(<SplitNote invoice={invoice({ parent_id: 3, pages: [3, 4] })} />);
  expect(screen.getByText(/^Pages 3–4 of post\.pdf/)).toHaveTextContent(
    "Pages 3–4 of post.pdf, split from no. 3",
  );
  expect(screen.getByRole("link", { name: "no. 3" })).toHaveAttribute("href", "/review/3");
});

it("says of a file what it was split into", async () => {
  const { container } = await show(
    <SplitNote invoice={invoice({ children: [13, 14], status: "rejected" })} />,
  );
  expect(container).toHaveTextContent("Split into no. 13, no. 14");
});

it("does not call a file split whose split was taken back", async () => {
  const { container } = await show(
    <SplitNote invoice={invoice({ children: [13, 14], status: "waiting_validation" })} />,
  );
  expect(container).toHaveTextContent("");
});
