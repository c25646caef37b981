// @vitest-environment jsdom
/** Typing in one field renders that field: counted by React's profiler around every input of the form and the tables. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Profiler, type ComponentProps } from "react";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Invoice, InvoiceData } from "@/lib/api/types";
import { I18nProvider } from "@/lib/i18n/i18n";
import { ShortcutsProvider } from "@/lib/shortcuts";
import { ToastProvider } from "@/lib/ui/toasts";
import { EMPTY_DATA } from "../empty-data";
import { EMPTY_LINE } from "../line-totals";
import { reviewOf } from "../review-store.examples";
import { DataPane } from "./data-pane";
import { inputId, ReviewContext } from "./review-context";
import type * as valueInput from "./value-input";

const renders = vi.hoisted(() => new Map<string, number>());

vi.mock("./value-input", async (original) => {
  const { ValueInput } = await original<typeof valueInput>();
  return {
    ValueInput: (props: ComponentProps<typeof ValueInput>) => (
      <Profiler
        id={props.id ?? ""}
        onRender={(id) => {
          renders.set(id, (renders.get(id) ?? 0) + 1);
        }}
      >
        <ValueInput {...props} />
      </Profiler>
    ),
  };
});

beforeAll(() => {
  localStorage.setItem("language", "en");
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
});
beforeEach(() => {
  // A table of many rows draws those that fit: here is room for some.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(500);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(900);
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(32);
  vi.spyOn(HTMLElement.prototype, "offsetWidth", "get").mockReturnValue(90);
});

const invoice = {
  id: 1,
  status: "waiting_validation",
  preview_data: EMPTY_DATA,
  duplicate_of: [],
  told_apart_from: [],
  pages: null,
  parent_id: null,
  children: [],
  source: { kind: "upload" },
  reference: null,
  tags: [],
} as unknown as Invoice;

async function open(data: InvoiceData) {
  const store = reviewOf({ data });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <I18nProvider>
        <ShortcutsProvider>
          <ToastProvider>
            <ReviewContext value={store}>
              <DataPane
                invoice={invoice}
                pane="fields"
                onPane={() => undefined}
                restored={false}
                onChoose={() => undefined}
                onReject={null}
                onSplit={null}
              />
            </ReviewContext>
          </ToastProvider>
        </ShortcutsProvider>
      </I18nProvider>
    </QueryClientProvider>,
  );
  // The words of the language have come.
  await act(async () => Promise.resolve());
  renders.clear();
  return store;
}

const longInvoice = (lines: number): InvoiceData => ({
  ...EMPTY_DATA,
  invoice_number: "A-1",
  lines: Array.from({ length: lines }, (_, index) => ({
    ...EMPTY_LINE,
    description: `Line ${index + 1}`,
    quantity: "2",
    unit_price: "3.00",
    net_amount: "6.00",
  })),
});

test("typing in a field renders that field, and none of the others", async () => {
  await open(longInvoice(5));
  await userEvent.type(screen.getByLabelText("Number"), "23");
  expect([...renders.keys()]).toEqual([inputId("/invoice_number")]);
  expect(renders.get(inputId("/invoice_number"))).toBeGreaterThanOrEqual(2);
});

test("typing in one of 600 lines renders its cell, the amount that follows it, and no other cell", async () => {
  await open(longInvoice(600));
  expect(screen.getAllByLabelText(/^Row \d+, Quantity$/).length).toBeGreaterThan(8);
  await userEvent.type(screen.getByLabelText("Row 3, Quantity"), "5");
  expect([...renders.keys()].sort()).toEqual(
    [inputId("/lines/2/net_amount"), inputId("/lines/2/quantity")].sort(),
  );
  expect(screen.getByLabelText<HTMLInputElement>("Row 3, Net").value).toBe("15.00");
});

test("a save that changes nothing renders no field", async () => {
  const store = await open(longInvoice(5));
  const { known, draft } = store.get();
  act(() => {
    store.dispatch({ type: "saved", sent: draft.present, server: draft.present, version: 2 });
    store.learn({ ...known, version: 2 });
  });
  expect([...renders.keys()]).toEqual([]);
});
