import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { goneOnTo, isUnseen, shown, UNSEEN_FOR } from "./unseen";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("an invoice that was gone on to counts as seen a moment after it is shown", () => {
  goneOnTo(7);
  vi.advanceTimersByTime(10 * UNSEEN_FOR);
  expect(isUnseen(7)).toBe(true);
  shown(7);
  vi.advanceTimersByTime(UNSEEN_FOR - 1);
  expect(isUnseen(7)).toBe(true);
  vi.advanceTimersByTime(1);
  expect(isUnseen(7)).toBe(false);
});

it("an invoice that was opened otherwise counts as seen", () => {
  goneOnTo(7);
  shown(8);
  expect(isUnseen(8)).toBe(false);
});
