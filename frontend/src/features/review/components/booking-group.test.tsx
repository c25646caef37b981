// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, expect, it, vi } from "vitest";
import { I18nProvider } from "@/lib/i18n/i18n";
import { ShortcutsProvider } from "@/lib/shortcuts";
import { ToastProvider } from "@/lib/ui/toasts";
import type { Known } from "../review-store";
import { reviewOf } from "../review-store.examples";
import { GROUPS } from "../fields";
import { BookingGroup } from "./booking-group";
import { ReviewContext } from "./review-context";

beforeAll(() => {
  localStorage.setItem("language", "en");
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
});

function show(known: Partial<Known>) {
  const store = reviewOf(known);
  const fields = GROUPS.find(({ name }) => name === "booking")?.fields ?? [];
  render(
    <QueryClientProvider client={new QueryClient()}>
      <I18nProvider>
        <ShortcutsProvider>
          <ToastProvider>
            <ReviewContext value={store}>
              <BookingGroup fields={fields} />
            </ReviewContext>
          </ToastProvider>
        </ShortcutsProvider>
      </I18nProvider>
    </QueryClientProvider>,
  );
  return store;
}

const SUGGESTED = {
  "/booking/account": [{ value: "4400", invoices: 6, of: 7 }],
  "/booking/category": [{ value: "Print", invoices: 7, of: 7 }],
};

it("is a line as long as nobody books, and opens at the key", async () => {
  show({});
  expect(screen.queryByLabelText("Ledger account")).toBeNull();
  await userEvent.keyboard("{Alt>}c{/Alt}");
  expect(await screen.findByLabelText("Ledger account")).toBeInTheDocument();
});

it("shows how often each was so, books nothing by itself, and all by one key that is said and undone", async () => {
  const store = show({ suggestions: SUGGESTED });
  expect(screen.getByRole("button", { name: "4400 · 6 of 7" })).toBeInTheDocument();
  expect(store.get().data.booking).toBeNull();
  await userEvent.keyboard("{Alt>}c{/Alt}");
  expect(store.get().data.booking).toEqual({ account: "4400", category: "Print" });
  expect(screen.getAllByText("2 values booked as before.")).not.toHaveLength(0);
  await userEvent.click(screen.getByRole("button", { name: /^Undo/ }));
  expect(store.get().data.booking).toBeNull();
});

it("offers nothing where nothing may be changed", () => {
  show({ suggestions: SUGGESTED, editable: false });
  expect(screen.queryByRole("button", { name: /4400|as before/ })).toBeNull();
});
