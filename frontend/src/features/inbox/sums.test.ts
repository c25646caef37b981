import { expect, test } from "vitest";
import { sumsByCurrency } from "./sums";

test("each currency is added up for itself, without a rounding error, the most frequent first", () => {
  const rows = [
    { currency: "USD", total_amount: "10.00" },
    { currency: "EUR", total_amount: "0.1" },
    { currency: "EUR", total_amount: "0.2" },
    { currency: null, total_amount: "5" },
    { currency: "EUR", total_amount: null },
    { currency: "USD", total_amount: "-3.50" },
  ];
  expect(sumsByCurrency(rows)).toEqual([
    { currency: "EUR", count: 3, total: "0.3", withoutTotal: 1 },
    { currency: "USD", count: 2, total: "6.5", withoutTotal: 0 },
    { currency: null, count: 1, total: "5", withoutTotal: 0 },
  ]);
});
