import { describe, expect, it } from "vitest";
import { formatsFor, localeOf } from "./formats";

const en = formatsFor("en-GB");
const es = formatsFor("es-ES");

describe("formats", () => {
  it("write amounts as the language does, with every digit", () => {
    expect(en.money("774578.8", "EUR")).toBe("774,578.80 EUR");
    expect(es.money("774578.8", "EUR")).toBe("774.578,80 EUR");
    expect(es.money("1234.5", null)).toBe("1.234,50");
    expect(en.number("999999999999.12345678")).toBe("999,999,999,999.12345678");
  });

  it("leave what is no number as it was typed", () => {
    expect(en.money("12,x", "EUR")).toBe("12,x EUR");
    expect(en.money(null, "EUR")).toBe("");
  });

  it("keep a date the same day everywhere", () => {
    expect(en.date("2026-03-01")).toBe("1 Mar 2026");
    expect(es.date("2026-03-01")).toBe("1 mar 2026");
  });

  it("show what is no date as it was typed, never as the day that a browser makes of it", () => {
    for (const typed of ["soon", "14-Oct-26", "2026-02-30", "1700000000"]) {
      expect(en.date(typed)).toBe(typed);
      expect(en.dateTime(typed)).toBe(typed);
    }
  });

  it("know the decimal separator", () => {
    expect(en.decimalSeparator).toBe(".");
    expect(es.decimalSeparator).toBe(",");
  });

  it("tell how long ago, never in the future", () => {
    const now = new Date("2026-11-22T12:00:00Z");
    expect(en.ago("2026-11-22T11:57:00Z", now)).toBe("3 min ago");
    expect(en.ago("2026-11-22T12:00:05Z", now)).toBe("now");
  });

  it("take the browser's region of the language", () => {
    expect(localeOf("es", ["en-US", "es-AR"])).toBe("es-AR");
    expect(localeOf("es", ["en-US"])).toBe("es-ES");
  });
});

it.each([
  ["en-GB", 20_000, "20,000"],
  ["en-GB", 2_500_000, "2.5m"],
  ["en-GB", 7_500_000_000, "7.5bn"],
  ["es-ES", 2_500_000, "2,5 M"],
  ["es-ES", 7_500_000_000, "7500 M"],
])("in %s %d takes little room beside an axis", (locale, value, text) => {
  expect(formatsFor(locale).rounded(value).replace(/\s/g, " ")).toBe(text);
});
