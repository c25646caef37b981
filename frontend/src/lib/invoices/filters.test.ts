import { describe, expect, it } from "vitest";
import { dueQuery, filterQuery, filtersIn } from "./filters";

describe("filters in the URL", () => {
  it("keep what they understand, as text, and leave out what they do not", () => {
    expect(
      filtersIn({
        q: 2026,
        from: "2026-10-01",
        to: "yesterday",
        currency: "eur",
        findings: "error",
        page: 3,
      }),
    ).toEqual({ q: "2026", from: "2026-10-01", currency: "EUR", findings: "error" });
    expect(filtersIn({ q: "", from: "2026-13-01", currency: "EURO", findings: "all" })).toEqual({});
  });

  it("ask the API for what is set only", () => {
    expect(filterQuery({ q: " mill ", to: "2026-10-31" })).toEqual({ q: "mill", issued_to: "2026-10-31" });
    expect(filterQuery({ q: "  " })).toEqual({});
    const filed = filtersIn({ tag: 2026, reference: " PO-4711 ", company: "7" });
    expect(filterQuery(filed)).toEqual({ tag: ["2026"], reference: "PO-4711", company: 7 });
    expect(filtersIn({ tag: " ", company: "seven" })).toEqual({});
  });

  it("ask who confirmed, or what stopped that, by one name in the URL", () => {
    expect(filtersIn({ automation: "seller-unknown" })).toEqual({ automation: "seller-unknown" });
    expect(filtersIn({ automation: "other" })).toEqual({});
    expect(filterQuery({ automation: "auto" })).toEqual({ automatic: true });
    expect(filterQuery({ automation: "person" })).toEqual({ automatic: false });
    expect(filterQuery({ automation: "read-again" })).toEqual({ blocker: "read-again" });
  });

  it("leave out what is postponed from what is due, and show only that on request", () => {
    expect(filtersIn({ postponed: true })).toEqual({ postponed: true });
    expect(filtersIn({ postponed: "false" })).toEqual({});
    expect(dueQuery({ currency: "EUR" })).toEqual({ postponed: false, currency: "EUR" });
    expect(dueQuery({ postponed: true })).toEqual({ postponed: true });
  });
});
