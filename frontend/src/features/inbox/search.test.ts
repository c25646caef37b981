import { describe, expect, it } from "vitest";
import { countOf, inboxSearch, listQuery, withDefaults, withItsTab } from "./search";

describe("the inbox in the URL", () => {
  it("leaves defaults out and turns nonsense into defaults", () => {
    expect(inboxSearch({ tab: "nonsense", page: "-3", size: 7, sort: "created_at" })).toEqual({});
    expect(inboxSearch({ tab: "failed", page: "2", q: 2026 })).toEqual({ tab: "failed", page: 2, q: "2026" });
  });

  it("asks for what still needs somebody when the tab is open", () => {
    expect(listQuery(withDefaults({}))).toMatchObject({
      status: ["processing", "waiting_validation", "failed"],
    });
    expect(listQuery(withDefaults({ tab: "all", q: "  " }))).not.toHaveProperty("q");
    expect(listQuery(withDefaults({ findings: "error", from: "2026-10-01" }))).toMatchObject({
      findings: "error",
      issued_from: "2026-10-01",
    });
  });

  it("leaves the order of a search to the API unless one is chosen", () => {
    expect(listQuery(withDefaults({ q: "quince" }))).not.toHaveProperty("sort_by");
    expect(listQuery(withDefaults({ q: "quince", sort: "filename" }))).toMatchObject({ sort_by: "filename" });
    expect(listQuery(withDefaults({ q: " " }))).toMatchObject({ sort_by: "created_at", sort_order: "desc" });
  });

  it("goes to the confirmed ones for a filter that only those pass", () => {
    expect(withItsTab({ automation: "auto" }, "open")).toEqual({ automation: "auto", tab: "processed" });
    expect(withItsTab({ automation: "auto" }, "all")).toEqual({ automation: "auto" });
    expect(withItsTab({ automation: "seller-unknown" }, "open")).toEqual({ automation: "seller-unknown" });
  });

  it("counts the statuses of a tab together", () => {
    const summary = { processing: 1, waiting_validation: 2, processed: 4, rejected: 8, failed: 16 };
    const counts = { summary, is_exact: true, postponed: 0 };
    expect(countOf("open", counts)).toBe(19);
    expect(countOf("all", counts)).toBe(31);
    expect(countOf("rejected", counts)).toBe(8);
  });

  it("counts what is postponed in no tab of what is to be done", () => {
    const summary = { processing: 0, waiting_validation: 5, processed: 1, rejected: 0, failed: 1 };
    const counts = { summary, is_exact: true, postponed: 2 };
    expect(countOf("waiting_validation", counts)).toBe(3);
    expect(countOf("open", counts)).toBe(4);
    expect(countOf("all", counts)).toBe(7);
  });
});
