import { describe, expect, it } from "vitest";
import { parseDate, typedDate } from "./dates";

describe("parseDate", () => {
  it.each([
    ["2026-03-01", "en-GB", "2026-03-01"],
    ["01/03/2026", "en-GB", "2026-03-01"],
    ["01/03/2026", "en-US", "2026-01-03"],
    ["25/03/2026", "en-US", "2026-03-25"],
    ["03/25/2026", "en-GB", "2026-03-25"],
    ["1.3.26", "es-ES", "2026-03-01"],
    ["010326", "es-ES", "2026-03-01"],
    ["1 de marzo de 2026", "en-GB", "2026-03-01"],
    ["March 1, 2026", "es-ES", "2026-03-01"],
    ["1. März 2026", "en-GB", "2026-03-01"],
  ])("reads %s (%s) as %s", (text, locale, expected) => {
    expect(parseDate(text, locale)).toBe(expected);
  });

  it.each(["", "soon", "31/02/2026", "2026"])("refuses %j", (text) => {
    expect(parseDate(text, "en-GB")).toBeNull();
  });

  it("reads back what it shows for editing", () => {
    for (const locale of ["en-GB", "en-US", "es-ES", "es-AR"]) {
      expect(parseDate(typedDate("2026-03-04", locale), locale)).toBe("2026-03-04");
    }
  });
});
