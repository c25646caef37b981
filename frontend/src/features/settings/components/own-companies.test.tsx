// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Company } from "@/lib/api/types";
import { I18nProvider } from "@/lib/i18n/i18n";
import { ToastProvider } from "@/lib/ui/toasts";
import { OwnCompanies } from "./own-companies";

const ACME = { id: 3, name: "Acme", vat_ids: ["ES1"], tax_ids: [], addresses: [] } as unknown as Company;

/** The companies of the server. The client takes its `fetch` when it is imported: hence hoisted. */
const kept = vi.hoisted(() => {
  const companies: Company[] = [];
  vi.stubGlobal("fetch", ({ method }: Request) => {
    if (method !== "DELETE") return Promise.resolve(Response.json({ companies }));
    companies.pop();
    return Promise.resolve(new Response(null, { status: 204 }));
  });
  return companies;
});
beforeAll(() => {
  localStorage.setItem("language", "en");
});
afterAll(() => vi.unstubAllGlobals());

it("removes a company after a question, and is not about to change it any more", async () => {
  kept.push(ACME);
  render(
    <QueryClientProvider client={new QueryClient()}>
      <I18nProvider>
        <ToastProvider>
          <OwnCompanies />
        </ToastProvider>
      </I18nProvider>
    </QueryClientProvider>,
  );
  fireEvent.click(await screen.findByRole("button", { name: "Change: Acme" }));
  expect(screen.getByLabelText("Name")).toHaveValue("Acme");

  fireEvent.click(screen.getByRole("button", { name: "Remove: Acme" }));
  expect(kept).toHaveLength(1);
  fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(kept).toHaveLength(1);

  fireEvent.click(screen.getByRole("button", { name: "Remove: Acme" }));
  fireEvent.click(screen.getByRole("button", { name: "Remove" }));
  expect(await screen.findByText("None yet, so this is not checked.")).toBeInTheDocument();
  expect(screen.getByLabelText("Name")).toHaveValue("");
  expect(screen.getByRole("button", { name: "Add" })).toBeEnabled();
});
