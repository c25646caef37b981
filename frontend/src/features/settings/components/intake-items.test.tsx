// @vitest-environment jsdom
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render, screen } from "@testing-library/react";
import { beforeAll, expect, it } from "vitest";
import type { IntakeItem } from "@/lib/api/types";
import { I18nProvider } from "@/lib/i18n/i18n";
import { IntakeItems } from "./intake-items";

beforeAll(() => localStorage.setItem("language", "en"));

const MAIL: IntakeItem = {
  id: 4,
  source_id: 1,
  kind: "mail",
  outcome: "taken",
  reason: null,
  found_at: "2026-11-26T10:00:00Z",
  finished_at: "2026-11-26T10:00:01Z",
  received_at: "2026-11-26T09:59:00Z",
  size: 4096,
  name: null,
  sender: "billing@supplier.example",
  subject: "Your invoice",
  message_id: "<1@supplier.example>",
  authentication: { spf: "pass", dkim: "fail" },
  parts: [
    { filename: "a.pdf", parent: null, status: "processing", invoice_id: 7, code: null },
    { filename: "b.pdf", parent: null, status: "duplicated", invoice_id: 3, code: null },
    { filename: "c.txt", parent: null, status: "error", invoice_id: null, code: "unsupported-type" },
  ],
};

async function show(item: IntakeItem) {
  const root = createRootRoute();
  const here = createRoute({
    getParentRoute: () => root,
    path: "/",
    component: () => <IntakeItems items={[item]} />,
  });
  const router = createRouter({
    routeTree: root.addChildren([here]),
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  render(
    <I18nProvider>
      {/* Of these routes alone, not of the app's. */}
      <RouterProvider router={router as never} />
    </I18nProvider>,
  );
  await screen.findByText(item.subject ?? "Mail without a subject");
}

it("says of each document of a mail what became of it", async () => {
  await show(MAIL);
  expect(screen.getByText("Your invoice")).toBeInTheDocument();
  expect(screen.getByText(/billing@supplier\.example.*SPF: pass · DKIM: fail/)).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Invoice 7" })).toHaveAttribute("href", "/review/7");
  expect(screen.getByRole("link", { name: "Was here before: invoice 3" })).toBeInTheDocument();
  expect(screen.getByText("This is not a PDF, an image or an e-invoice.")).toBeInTheDocument();
});

it("says why nothing was taken of a mail without any document", async () => {
  await show({ ...MAIL, outcome: "refused", reason: "no-usable-document", subject: null, parts: [] });
  expect(screen.getByText("Mail without a subject")).toBeInTheDocument();
  expect(screen.getByText("It contains no document that can be read as an invoice.")).toBeInTheDocument();
});
