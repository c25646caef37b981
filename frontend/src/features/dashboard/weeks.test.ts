import { expect, it } from "vitest";
import { byWeek } from "./weeks";

it("adds days up to weeks that end with the last day, and loses none", () => {
  const days = Array.from({ length: 10 }, (_, index) => ({
    date: `2026-11-${String(index + 1).padStart(2, "0")}`,
    received: 1,
    confirmed: index,
  }));
  expect(byWeek(days)).toEqual([
    { date: "2026-11-01", received: 3, confirmed: 0 + 1 + 2 },
    { date: "2026-11-04", received: 7, confirmed: 3 + 4 + 5 + 6 + 7 + 8 + 9 },
  ]);
});
