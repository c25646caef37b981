import { describe, expect, it } from "vitest";
import { totalsByCurrency } from "./totals";

const invoice = (currency: string | null, total: string, credit = false) => ({
  currency,
  document_type: credit ? ("credit_note" as const) : ("invoice" as const),
  net_amount: total,
  tax_amount: null,
  total_amount: total,
});

describe("totals by currency", () => {
  it("never mix currencies, nor lose the invoices without one", () => {
    const totals = totalsByCurrency([
      invoice("EUR", "0.10"),
      invoice("EUR", "0.20"),
      invoice("USD", "5"),
      invoice(null, "7"),
    ]);
    expect(totals.map(({ currency, total }) => [currency, total])).toEqual([
      ["EUR", "0.30"],
      ["USD", "5.00"],
      [null, "7.00"],
    ]);
  });

  it("take credit notes away, printed with a minus or without", () => {
    const totals = totalsByCurrency([
      invoice("EUR", "10"),
      invoice("EUR", "3", true),
      invoice("EUR", "-2", true),
    ]);
    expect(totals[0]?.total).toBe("5.00");
  });
});
