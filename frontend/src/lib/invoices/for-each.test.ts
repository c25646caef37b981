import { afterEach, expect, test, vi } from "vitest";
import { ApiError } from "@/lib/api/errors";
import { forEach } from "./for-each";

afterEach(() => {
  vi.useRealTimers();
});

test("every item is tried, and those that fail are named in their order", async () => {
  const { done, failed } = await forEach([1, 2, 3, 4, 5, 6], async (n) => {
    await new Promise((resolve) => setTimeout(resolve, 6 - n));
    if (n % 2 === 0) throw new Error(`no ${n}`);
    return n * 10;
  });
  expect([...done].sort((a, b) => a - b)).toEqual([10, 30, 50]);
  expect(failed.map(({ item, error }) => [item, error.message])).toEqual([
    [2, "no 2"],
    [4, "no 4"],
    [6, "no 6"],
  ]);
});

test("once cancelled nothing new is begun, and what was not tried is told", async () => {
  const stop = new AbortController();
  const progress: number[] = [];
  const items = Array.from({ length: 100 }, (_, index) => index);
  const { done, failed, left } = await forEach(items, (n) => Promise.resolve(n), {
    signal: stop.signal,
    onProgress: (tried) => {
      progress.push(tried);
      if (tried === 10) stop.abort();
    },
  });
  expect(progress.slice(0, 3)).toEqual([1, 2, 3]);
  expect(done.length + left.length).toBe(100);
  expect(left.length).toBeGreaterThan(80);
  expect(failed).toEqual([]);
});

test("what a busy server refuses is tried again, anything else is not", async () => {
  vi.useFakeTimers();
  const calls = new Map<string, number>();
  const outcome = forEach(["busy", "wrong"], (name) => {
    const call = (calls.get(name) ?? 0) + 1;
    calls.set(name, call);
    const code = name === "busy" ? "too-many-at-once" : "invalid-state";
    return call < 3 ? Promise.reject(new ApiError(429, { error: name, code })) : Promise.resolve(name);
  });
  await vi.runAllTimersAsync();
  expect((await outcome).done).toEqual(["busy"]);
  expect((await outcome).failed.map(({ item }) => item)).toEqual(["wrong"]);
  expect(calls.get("wrong")).toBe(1);
});
