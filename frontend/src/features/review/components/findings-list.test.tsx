// @vitest-environment jsdom
import { act, render, screen } from "@testing-library/react";
import { beforeAll, describe, expect, it } from "vitest";
import type { Finding, InvoiceData } from "@/lib/api/types";
import { I18nProvider } from "@/lib/i18n/i18n";
import { withValueAt } from "@/lib/json-pointer";
import { EMPTY_DATA } from "../empty-data";
import { reviewOf } from "../review-store.examples";
import { FindingsList } from "./findings-list";
import { ReviewContext } from "./review-context";

const WHOLE: InvoiceData = {
  ...EMPTY_DATA,
  invoice_number: "A-1",
  issue_date: "2026-10-14",
  currency: "EUR",
  seller: { ...EMPTY_DATA.seller, name: "Acme" },
  net_amount: "100.00",
  tax_amount: "21.00",
  total_amount: "121.00",
};

function show(data: InvoiceData, { findings = [] as Finding[] } = {}) {
  const store = reviewOf({ data, findings });
  render(
    <I18nProvider>
      <ReviewContext value={store}>
        <FindingsList onChoose={() => undefined} />
      </ReviewContext>
    </I18nProvider>,
  );
  return store;
}

beforeAll(() => {
  localStorage.setItem("language", "en");
});

const GREEN = "All checks passed";

describe("the sentence that all checks passed", () => {
  it("stands when everything was there to be checked, and nothing was found", () => {
    show(WHOLE);
    expect(screen.getByText(GREEN)).toBeInTheDocument();
  });

  it.each([
    ["/invoice_number", "Number"],
    ["/issue_date", "Date"],
    ["/seller/name", "Seller, Name"],
    ["/currency", "Currency"],
    ["/net_amount", "Net"],
    ["/tax_amount", "Tax"],
    ["/total_amount", "Total"],
  ])("gives way to what is missing: %s", (pointer, name) => {
    show(withValueAt(WHOLE, pointer, null));
    expect(screen.queryByText(GREEN)).toBeNull();
    expect(screen.getByText(`Not everything was checked; missing: ${name}`)).toBeInTheDocument();
  });

  it("is not said of changes that the server has not checked", () => {
    const { dispatch } = show(WHOLE);
    act(() => dispatch({ type: "typed", pointer: "/total_amount", value: "1.00" }));
    expect(screen.queryByText(GREEN)).toBeNull();
  });

  it("is not said beside the note that net and tax were not compared with the total", () => {
    const message = "Not checked: no net amount, so net + tax = total was not compared.";
    const note = {
      code: "total-not-compared",
      level: "info",
      message,
      pointers: ["/net_amount"],
      params: { fields: ["/net_amount"] },
    } as unknown as Finding;
    show({ ...WHOLE, net_amount: null }, { findings: [note] });
    expect(screen.queryByText(GREEN)).toBeNull();
    expect(
      screen.getByText(/^Not checked: no “Net”, so net \+ tax = total was not compared\.$/),
    ).toBeInTheDocument();
  });
});
