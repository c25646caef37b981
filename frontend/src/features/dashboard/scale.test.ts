import { describe, expect, it } from "vitest";
import { labelled, ticks } from "./scale";

describe("an axis", () => {
  it.each([
    [9, [0, 2.5, 5, 7.5, 10]],
    [4, [0, 1, 2, 3, 4]],
    [0.3, [0, 0.1, 0.2, 0.3]],
    [41_999, [0, 20_000, 40_000, 60_000]],
  ])("up to %d has round steps", (highest, expected) => {
    expect(ticks(highest)).toEqual(expected);
  });

  it("has one step when there is nothing", () => {
    expect(ticks(0)).toEqual([0, 1]);
  });

  it("always labels its last entry", () => {
    const shown = labelled(90, 6);
    const indexes = Array.from({ length: 90 }, (_, index) => index).filter(shown);
    expect(indexes.at(-1)).toBe(89);
    expect(indexes.length).toBeLessThanOrEqual(6);
  });
});
