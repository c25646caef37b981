// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
  type AnyRouter,
} from "@tanstack/react-router";
import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Seller, SellerKey } from "@/lib/api/types";
import { I18nProvider } from "@/lib/i18n/i18n";
import { newStore, useSelected } from "@/lib/store";
import { ToastProvider } from "@/lib/ui/toasts";
import { SplitDialog } from "./split-dialog";

/** What the server was asked for. The client takes its `fetch` when it is imported: hence hoisted. */
const asked = vi.hoisted(() => {
  const bodies: unknown[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    bodies.push(await request.json());
    return Response.json({ id: 8 });
  });
  return bodies;
});
beforeAll(() => {
  localStorage.setItem("language", "en");
});
afterAll(() => vi.unstubAllGlobals());

const name = (printed: string, invoices: number): SellerKey => ({
  kind: "name",
  printed,
  invoices,
  is_kept: false,
});
const [north, south] = [name("North Ltd", 3), name("South Ltd", 2)];
const seller = (keys: SellerKey[]) =>
  ({ id: 7, name: "North Ltd", invoices: 5, keys, newest: [] }) as unknown as Seller;

it("parts the invoices with the key that was chosen, wherever it stands by then among the others", async () => {
  const shown = newStore(seller([north, south]));
  function Page() {
    return <SplitDialog seller={useSelected(shown, (now) => now)} onClose={() => undefined} />;
  }
  const router: AnyRouter = createRouter({
    routeTree: createRootRoute({ component: Page }),
    history: createMemoryHistory(),
  });
  await router.load();
  render(
    <QueryClientProvider client={new QueryClient()}>
      <I18nProvider>
        <ToastProvider>
          <RouterProvider router={router} />
        </ToastProvider>
      </I18nProvider>
    </QueryClientProvider>,
  );
  const choice = screen.getByLabelText<HTMLSelectElement>("Invoices with");
  const option = screen.getByRole<HTMLOptionElement>("option", { name: /South Ltd/ });
  fireEvent.change(choice, { target: { value: option.value } });
  act(() => shown.set(seller([south, north]))); // fetched again
  fireEvent.click(screen.getByRole("button", { name: "Split off 2 invoices" }));
  await waitFor(() => expect(asked).toMatchObject([{ key: { kind: "name", printed: "South Ltd" } }]));
});
