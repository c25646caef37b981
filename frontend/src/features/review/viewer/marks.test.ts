import { describe, expect, it } from "vitest";
import type { Box, Evidence } from "@/lib/api/types";
import { marksOf, placeAt, placesOn, type Marked } from "./marks";

const at = (page: number | null, box: Box | null): Evidence => ({
  page,
  box,
  text: null,
  confidence: 1,
  source: "text_layer",
  alternatives: [],
});
const evidence = {
  "/invoice_number": at(1, [0.5, 0.1, 0.6, 0.12]),
  "/total_amount": at(1, [0.5, 0.8, 0.6, 0.82]),
  "/due_date": at(1, [0.5, 0.2, 0.6, 0.22]),
  "/operation_codes/0": at(1, [0.1, 0.4, 0.2, 0.42]),
  "/seller/address": at(1, [0.1, 0.1, 0.6, 0.3]),
  "/net_amount": at(2, [0.5, 0.8, 0.6, 0.82]),
  "/summary": at(null, null),
};
const places = placesOn(evidence, 1);
const nothing: Marked = { active: null, hovered: null, doubtful: new Set(), all: false };
const looks = (marked: Partial<Marked>) =>
  marksOf(places, { ...nothing, ...marked }).map(({ pointer, look }) => `${pointer} ${look}`);

describe("marks on a page", () => {
  it("are none while no field is active, pointed at or to check", () => {
    expect(looks({})).toEqual([]);
  });

  it("are those of the active, the hovered and the doubtful fields, each with its look", () => {
    const marked = { active: "/invoice_number", hovered: "/due_date", doubtful: new Set(["/total_amount"]) };
    expect(looks(marked).toSorted()).toEqual([
      "/due_date hovered",
      "/invoice_number active",
      "/total_amount doubtful",
    ]);
  });

  it("show what is worked on rather than that it is to check", () => {
    expect(looks({ active: "/total_amount", doubtful: new Set(["/total_amount"]) })).toEqual([
      "/total_amount active",
    ]);
  });

  it("stand at every code of a list that is active", () => {
    expect(looks({ active: "/operation_codes" })).toEqual(["/operation_codes/0 active"]);
  });

  it("are all of the page, and of no other one, while the key is held", () => {
    expect(looks({ all: true })).toHaveLength(5);
  });

  it("can be hit where a large one holds a small one", () => {
    expect(placeAt(places, 0.55, 0.21)?.pointer).toBe("/due_date");
    expect(placeAt(places, 0.2, 0.21)?.pointer).toBe("/seller/address");
    expect(placeAt(places, 0.9, 0.9)).toBeNull();
  });
});
