import { describe, expect, it } from "vitest";
import { placeIn, settling, skipping, startingAgain, type Pass } from "./pass";

const NEW: Pass = { skipped: [], again: null };

describe("a way through the list", () => {
  it("keeps what was skipped, once each, until it is decided", () => {
    const passed = [4, 7, 4].reduce(skipping, NEW);
    expect(passed.skipped).toEqual([7, 4]);
    expect(settling(passed, 7).skipped).toEqual([4]);
  });

  it("goes through what was skipped in the order in which that was met, and may skip it again", () => {
    const again = startingAgain([4, 7, 9].reduce(skipping, NEW));
    expect(placeIn(again, 4)).toEqual({ previous: null, next: 7, left: 2 });
    expect(placeIn(again, 9)).toEqual({ previous: 7, next: null, left: 0 });
    expect(placeIn(skipping(again, 7), 7)).toEqual({ previous: 4, next: 9, left: 1 });
    expect(skipping(again, 7).skipped).toEqual([7]);
  });

  it("knows no place of an invoice that was opened from elsewhere", () => {
    expect(placeIn(startingAgain(skipping(NEW, 4)), 5)).toBeNull();
    expect(placeIn(NEW, 4)).toBeNull();
  });
});
