import { describe, expect, it } from "vitest";
import { steps } from "./scale";

describe("an axis", () => {
  it.each([
    [9, [0, 5, 10]],
    [99, [0, 25, 50, 75, 100]],
    [4, [0, 1, 2, 3, 4]],
    [0.3, [0, 1]],
    [1, [0, 1]],
    [41_999, [0, 20_000, 40_000, 60_000]],
  ])("up to %d has round steps", (highest, expected) => {
    expect(steps(highest)).toEqual(expected);
  });

  it("has one step when there is nothing", () => {
    expect(steps(0)).toEqual([0, 1]);
  });
});
