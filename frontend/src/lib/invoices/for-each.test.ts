import { expect, test } from "vitest";
import { forEach } from "./for-each";

test("every item is tried, and those that failed are named with the reason", async () => {
  const outcome = await forEach([1, 2, 3, 4, 5, 6, 7], (n) =>
    n % 3 === 0 ? Promise.reject(new Error(`not ${n}`)) : Promise.resolve(n * 10),
  );
  expect([...outcome.done].sort((a, b) => a - b)).toEqual([10, 20, 40, 50, 70]);
  expect(outcome.failed.map(({ item, error }) => [item, error.message])).toEqual([
    [3, "not 3"],
    [6, "not 6"],
  ]);
});
