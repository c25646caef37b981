import { describe, expect, it } from "vitest";
import type { Alternative, Evidence } from "@/lib/api/types";
import { alternativesOf, taken } from "./alternatives";

const other = (value: string): Alternative => ({
  value,
  page: 1,
  box: [0, 0, 0.1, 0.1],
  text: value,
  confidence: 0.2,
});
const read = "2026-07-05";
const evidence: Evidence = {
  ...other("05/07/2026"),
  source: "text_layer",
  alternatives: [other("2026-05-07"), other("2026-08-01")],
};
const values = (value: string) =>
  alternativesOf({ value, original: read, evidence }).map((alternative) => alternative.value);

describe("the alternatives of a field", () => {
  it("are the document's other readings, the next one first", () => {
    expect(values(read)).toEqual(["2026-05-07", "2026-08-01"]);
  });

  it("go round: after the last one stands what was read first", () => {
    expect(values("2026-05-07")).toEqual(["2026-08-01", "2026-07-05"]);
    expect(values("2026-08-01")).toEqual(["2026-07-05", "2026-05-07"]);
  });

  it("are all of them when something else was typed", () => {
    expect(values("2026-12-24")).toEqual(["2026-07-05", "2026-05-07", "2026-08-01"]);
  });

  it("are none where the document has one reading", () => {
    expect(alternativesOf({ value: read, original: read, evidence: undefined })).toEqual([]);
    expect(
      alternativesOf({ value: read, original: read, evidence: { ...evidence, alternatives: [] } }),
    ).toEqual([]);
  });

  it("take their place on the page along", () => {
    expect(taken("/issue_date", other("2026-05-07"))).toMatchObject({
      type: "picked",
      value: "2026-05-07",
      place: { page: 1, text: "2026-05-07" },
    });
    expect(taken("/currency", { ...other("CLP"), page: null, box: null })).toMatchObject({
      type: "typed",
      value: "CLP",
    });
  });
});
