import { describe, expect, it } from "vitest";
import { ApiError } from "@/lib/api/errors";
import { acceptable, hinderedIn, payable } from "./obstacles";

const refusal = new ApiError(409, {
  error: "Some of these invoices cannot be paid.",
  code: "not-payable",
  details: [
    { invoice_id: 1, obstacle: "no-iban", message: "The invoice names no IBAN.", payments: [] },
    { invoice_id: 2, obstacle: "first-account", message: "…", payments: [] },
    { invoice_id: 3, obstacle: "first-account", message: "…", payments: [] },
    { invoice_id: 3, obstacle: "already-paid", message: "…", payments: [9] },
  ],
});

describe("a refused payment", () => {
  it("leaves out what something hinders that nobody accepts", () => {
    const hindered = hinderedIn(refusal);
    expect(acceptable(hindered)).toEqual(["first-account", "already-paid"]);
    expect(payable([1, 2, 3, 4], hindered, [])).toEqual([4]);
    expect(payable([1, 2, 3, 4], hindered, ["first-account"])).toEqual([2, 4]);
    expect(payable([1, 2, 3, 4], hindered, ["first-account", "already-paid"])).toEqual([2, 3, 4]);
  });

  it("for another reason hinders no invoice", () => {
    expect(hinderedIn(new ApiError(400, { error: "…", code: "invalid-value" }))).toEqual([]);
    expect(hinderedIn(null)).toEqual([]);
  });
});
