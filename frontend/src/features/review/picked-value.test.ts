import { describe, expect, it } from "vitest";
import { pickedValue } from "./picked-value";

describe("words picked from the page", () => {
  it.each([
    ["/total_amount", "1.234,50", "1234.50"],
    ["/total_amount", "$ 1,234.50", "1234.50"],
    ["/total_amount", "1.234", "1234"],
    ["/total_amount", "1,234", "1234"],
    ["/total_amount", "12,5", "12.5"],
    ["/total_amount", "total", "total"],
    ["/issue_date", "03/04/2026", "2026-04-03"],
    ["/currency", "€", "EUR"],
    ["/seller/country", "es", "ES"],
    ["/seller/name", "Acme Ltd", "Acme Ltd"],
  ])("become the value of %s: %s", (pointer, words, expected) => {
    expect(pickedValue(pointer, words, null, "en-GB")).toBe(expected);
  });

  it("are added to the codes already there, once", () => {
    expect(pickedValue("/operation_codes", "OP 2", ["OP 1"], "en-GB")).toEqual(["OP 1", "OP 2"]);
    expect(pickedValue("/lines/0/operation_codes", "OP 1", ["OP 1"], "en-GB")).toEqual(["OP 1"]);
  });
});
