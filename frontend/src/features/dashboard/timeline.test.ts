import { describe, expect, it } from "vitest";
import { buckets, dayOf, isoOf, months, ticks } from "./timeline";

const period = (first: string, last: string) => ({ from: dayOf(first), to: dayOf(last) + 1 });
const on = (date: string, received: number, confirmed = 0) => ({
  date,
  received,
  confirmed,
  without_changes: 0,
  automatic: 0,
});

describe("a short period", () => {
  const made = buckets([on("2026-11-02", 3, 1), on("2026-11-05", 2)], period("2026-11-01", "2026-11-06"));

  it("has a place for each of its days, whether or not something happened", () => {
    expect(made.map(({ from }) => isoOf(from))).toEqual(
      ["01", "02", "03", "04", "05", "06"].map((day) => `2026-11-${day}`),
    );
    expect(made.map(({ received }) => received)).toEqual([0, 3, 0, 0, 2, 0]);
    expect(made.map(({ confirmed }) => confirmed)).toEqual([0, 1, 0, 0, 0, 0]);
  });

  it("names its Mondays", () => {
    expect(ticks(period("2026-11-01", "2026-11-30"), 10).map(isoOf)).toEqual(
      ["02", "09", "16", "23", "30"].map((day) => `2026-11-${day}`),
    );
  });
});

describe("a long period", () => {
  const quarter = period("2026-08-28", "2026-11-26");

  it("is shown by calendar weeks that lose nothing; the ends may be shorter", () => {
    const made = buckets([on("2026-08-28", 1), on("2026-08-31", 2), on("2026-09-06", 4)], quarter);
    expect(made.slice(0, 3).map(({ from, to, received }) => [isoOf(from), to - from, received])).toEqual([
      ["2026-08-28", 3, 1],
      ["2026-08-31", 7, 6],
      ["2026-09-07", 7, 0],
    ]);
    expect(made.at(-1)).toMatchObject({ from: dayOf("2026-11-23"), to: dayOf("2026-11-26") + 1 });
  });

  it("names the firsts of months, and not more than fit", () => {
    expect(ticks(quarter, 8).map(isoOf)).toEqual(["2026-09-01", "2026-10-01", "2026-11-01"]);
    expect(ticks(period("2025-11-26", "2026-11-26"), 6)).toHaveLength(6);
  });
});

it("months stand without a gap, over the end of a year, with the days that they have", () => {
  expect(months("2025-12", "2026-03").map(({ month, from, to }) => [month, to - from])).toEqual([
    ["2025-12", 31],
    ["2026-01", 31],
    ["2026-02", 28],
    ["2026-03", 31],
  ]);
});
