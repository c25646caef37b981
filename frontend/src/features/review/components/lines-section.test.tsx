// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { InvoiceData } from "@/lib/api/types";
import { I18nProvider } from "@/lib/i18n/i18n";
import { ShortcutsProvider } from "@/lib/shortcuts";
import { ToastProvider } from "@/lib/ui/toasts";
import { EMPTY_DATA } from "../empty-data";
import { EMPTY_LINE } from "../line-totals";
import { LinesSection } from "./lines-section";
import { reviewOf } from "../review-store.examples";
import { ReviewContext, useReview } from "./review-context";

const LINES: InvoiceData = {
  ...EMPTY_DATA,
  net_amount: "29.80",
  tax_amount: "5.66",
  total_amount: "35.46",
  lines: [
    {
      ...EMPTY_LINE,
      description: "Paper",
      quantity: "2",
      unit_price: "9.90",
      tax_rate: "19",
      net_amount: "19.80",
    },
    {
      ...EMPTY_LINE,
      description: "Ink",
      quantity: "1",
      unit_price: "10.00",
      tax_rate: "19",
      net_amount: "10.00",
    },
  ],
};

/** The table over a real store: what is typed goes through the same reducer as in the app. */
function Table({ data = LINES, readOnly = false }: { data?: InvoiceData; readOnly?: boolean }) {
  const [store] = useState(() => reviewOf({ data, editable: !readOnly }));
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <I18nProvider>
        <ShortcutsProvider>
          <ToastProvider>
            <ReviewContext value={store}>
              <LinesSection />
              <Total />
              <button onClick={() => store.dispatch({ type: "undone" })}>undo</button>
            </ReviewContext>
          </ToastProvider>
        </ShortcutsProvider>
      </I18nProvider>
    </QueryClientProvider>
  );
}

const Total = () => <output>{useReview(({ data }) => data.total_amount)}</output>;

beforeAll(() => {
  localStorage.setItem("language", "en");
  // No value was used before.
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
});

const cell = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
const retype = async (name: string, text: string) => {
  await userEvent.clear(cell(name));
  await userEvent.type(cell(name), text);
};

describe("the lines table", () => {
  it("shows the amounts as the language writes them, and how they add up", () => {
    render(<Table />);
    expect(cell("Row 1, Net").value).toBe("19.80");
    expect(screen.getByText(/add up/)).toBeInTheDocument();
    expect(screen.queryByText("Computed from the lines")).toBeNull();
  });

  it("recomputes a line's amount and the totals while a quantity is typed", async () => {
    render(<Table />);
    await retype("Row 1, Quantity", "3");
    expect(cell("Row 1, Net").value).toBe("29.70");
    expect(screen.getByText("39.70")).toBeInTheDocument();
    expect(screen.getByText("differs by -9.90")).toBeInTheDocument();
    expect(screen.queryByText(/add up/)).toBeNull();
  });

  it("puts the computed totals into the invoice on request", async () => {
    render(<Table />);
    await retype("Row 1, Quantity", "3");
    await userEvent.click(screen.getByRole("button", { name: "Use the computed totals" }));
    expect(screen.getByRole("status")).toHaveTextContent("47.24");
    expect(screen.queryByRole("button", { name: "Use the computed totals" })).toBeNull();
  });

  it("offers no totals while a line has no amount", async () => {
    render(<Table />);
    await userEvent.clear(cell("Row 2, Net"));
    expect(screen.queryByText("Computed from the lines")).toBeNull();
    expect(screen.queryByRole("button", { name: "Use the computed totals" })).toBeNull();
    await userEvent.keyboard("{Alt>}t{/Alt}");
    expect(screen.getByText("35.46")).toBeInTheDocument();
  });

  it("computes what is typed after =, and shows the result before the cell is left", async () => {
    render(<Table />);
    await retype("Row 2, Price", "=100-20");
    expect(screen.getByText("= 80.00")).toBeInTheDocument();
    expect(cell("Row 2, Net").value).toBe("80.00");
    await userEvent.tab();
    expect(cell("Row 2, Price").value).toBe("80.00");
    expect(screen.queryByText("= 80.00")).toBeNull();
  });

  it("takes numbers with either separator and marks what is none", async () => {
    render(<Table />);
    await retype("Row 2, Price", "1.234,5");
    await userEvent.tab();
    expect(cell("Row 2, Price").value).toBe("1,234.50");
    await retype("Row 2, Price", "ten");
    expect(cell("Row 2, Price")).toBeInvalid();
    expect(screen.getByText("This is not a number.")).toBeInTheDocument();
    await retype("Row 2, Price", "100-20");
    expect(cell("Row 2, Price")).toBeInvalid();
    expect(screen.getByText(/^Is this a calculation\?/)).toBeInTheDocument();
  });

  it("adds and removes lines; undo brings one back", async () => {
    render(<Table />);
    await userEvent.click(screen.getByRole("button", { name: "Add a line" }));
    expect(cell("Row 3, Tax %").value).toBe("19");
    await userEvent.click(screen.getByRole("button", { name: "Remove row 1" }));
    expect(cell("Row 1, Description").value).toBe("Ink");
    await userEvent.click(screen.getByRole("button", { name: "undo" }));
    expect(cell("Row 1, Description").value).toBe("Paper");
  });

  it("shows a line's booking, each value on its own, and takes it down the column", async () => {
    const [paper, ink] = LINES.lines;
    const booked = { account: "4400", cost_center: null, tax_code: null, category: null };
    const lines = [{ ...EMPTY_LINE, ...paper, booking: booked }, ...(ink ? [ink] : [])];
    render(<Table data={{ ...LINES, lines }} />);
    expect(cell("Row 1, Ledger account").value).toBe("4400");
    expect(screen.queryByLabelText("Row 1, Cost center")).toBeNull();
    await userEvent.type(cell("Row 1, Ledger account"), "10{Enter}");
    expect(cell("Row 2, Ledger account")).toHaveFocus();
    await userEvent.keyboard("{Control>}d{/Control}");
    expect(cell("Row 2, Ledger account").value).toBe("440010");
    expect(cell("Row 2, Net").value).toBe("10.00");
  });

  it("goes down the column with Enter and up with Shift+Enter", async () => {
    render(<Table />);
    cell("Row 1, Quantity").focus();
    await userEvent.keyboard("{Enter}");
    expect(cell("Row 2, Quantity")).toHaveFocus();
    await userEvent.keyboard("{Shift>}{Enter}{/Shift}");
    expect(cell("Row 1, Quantity")).toHaveFocus();
  });

  it("is a form for the browser row by row, and none is sent", () => {
    const sent = vi.fn();
    render(
      <div onSubmit={(event) => void sent(event.defaultPrevented)}>
        <Table />
      </div>,
    );
    expect(cell("Row 1, Quantity").form).toBe(cell("Row 1, Net").form);
    expect(cell("Row 1, Quantity").form).not.toBe(cell("Row 2, Quantity").form);
    cell("Row 2, Quantity").form?.requestSubmit();
    expect(sent).toHaveBeenCalledExactlyOnceWith(true);
  });

  it("offers nothing to change when it may only be read", () => {
    render(<Table readOnly />);
    expect(cell("Row 1, Net")).toHaveAttribute("readonly");
    expect(within(screen.getByRole("table")).queryByRole("button")).toBeNull();
  });
});
