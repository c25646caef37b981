import { describe, expect, it } from "vitest";
import type { Line } from "@/lib/api/types";
import { EMPTY_LINE } from "../line-totals";
import { columnWidths, lengthsIn, shownColumns, type Column } from "./columns";

const COLUMNS: readonly Column<Line>[] = [
  { name: "description", always: true },
  { name: "quantity", usual: true },
  { name: "unit" },
  { name: "net_amount", always: true },
  { name: "operation_codes", under: true },
];
const asWritten = (value: string) => value;
const asItStands = (_: string, code: string) => code;
const names = (lines: readonly Line[], kept: readonly string[] = []) =>
  shownColumns(COLUMNS, lengthsIn(COLUMNS, asWritten, asItStands)(lines), new Set(kept)).map(
    ({ name }) => name,
  );

describe("the columns", () => {
  it("without any value are hidden, the description and the amount excepted", () => {
    expect(names([{ ...EMPTY_LINE, net_amount: "5", unit: "" }])).toEqual(["description", "net_amount"]);
  });

  it("are found by one look at each row, however often they are asked for", () => {
    let looks = 0;
    const line: Line = {
      ...EMPTY_LINE,
      get booking() {
        looks += 1;
        return null;
      },
    };
    const columns: readonly Column<Line>[] = [...COLUMNS, { name: "booking/account" }];
    const lengthsOf = lengthsIn(columns, asWritten, asItStands);
    for (let asked = 0; asked < 3; asked += 1) lengthsOf([line, EMPTY_LINE]);
    expect(looks).toBe(1);
  });

  it("are shown when one of many rows has a value, or somebody asked for them", () => {
    const lines = [EMPTY_LINE, { ...EMPTY_LINE, operation_codes: ["443485"] }];
    expect(names(lines)).toEqual(["description", "net_amount", "operation_codes"]);
    expect(names(lines, ["unit"])).toEqual(["description", "unit", "net_amount", "operation_codes"]);
  });

  it("of a table without values are the usual ones", () => {
    expect(names([EMPTY_LINE])).toEqual(["description", "quantity", "net_amount"]);
  });
});

describe("the width of a column", () => {
  const widths = (lengths: Record<string, number>) => columnWidths(COLUMNS, lengths, (name) => `The ${name}`);

  it("is that of its widest value or of the longest word of its heading", () => {
    expect(widths({ net_amount: 16 }).get("net_amount")).toBe(16);
    expect(widths({ net_amount: 4 }).get("net_amount")).toBe("net_amount".length * 0.7);
  });

  it("holds a sign beside the word it belongs to", () => {
    const rate = columnWidths(COLUMNS, {}, () => "Rate %");
    expect(rate.get("net_amount")).toBe(Math.ceil("Rate %".length * 0.7));
  });

  it("is that of the names of codes where these are shown", () => {
    const named = (name: string, code: string) => (name === "unit" && code === "KGM" ? "kilogram" : code);
    const lengths = lengthsIn(COLUMNS, asWritten, named)([{ ...EMPTY_LINE, unit: "KGM" }]);
    expect(lengths).toEqual({ unit: "kilogram".length });
  });

  it("has an end for texts, and holds the longest number that there is", () => {
    expect(widths({ unit: 80 }).get("unit")).toBe(14);
    expect(widths({ net_amount: "-999,999,999,999.12345678".length }).get("net_amount")).toBe(25);
  });
});
