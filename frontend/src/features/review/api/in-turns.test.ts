import { describe, expect, it } from "vitest";
import { inTurns } from "./in-turns";

/** Work that is at hand until it is let go. */
function manyWorks(atOnce: number) {
  const run = inTurns(atOnce);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    ask: (name: string, signal = new AbortController().signal) =>
      run(
        () =>
          new Promise<string>((resolve) => {
            begun.push(name);
            ends.set(name, () => {
              resolve(name);
            });
          }),
        signal,
      ),
    end: async (name: string) => {
      ends.get(name)?.();
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

describe("work in turns", () => {
  it("is begun for so many at a time, in the order in which it was asked for", async () => {
    const { ask, end, begun } = manyWorks(2);
    const asked = ["a", "b", "c", "d"].map((name) => ask(name));
    expect(begun).toEqual(["a", "b"]);
    await end("b");
    expect(begun).toEqual(["a", "b", "c"]);
    await end("a");
    await end("c");
    await end("d");
    expect(await Promise.all(asked)).toEqual(["a", "b", "c", "d"]);
  });

  it("is never begun when it is aborted before its turn", async () => {
    const { ask, end, begun } = manyWorks(1);
    const left = new AbortController();
    const [first, second, third] = [ask("a"), ask("b", left.signal), ask("c")];
    left.abort();
    await expect(second).rejects.toThrow();
    await end("a");
    expect(begun).toEqual(["a", "c"]);
    await end("c");
    await Promise.all([first, third]);
    await expect(ask("d", left.signal)).rejects.toThrow();
    expect(begun).not.toContain("d");
  });

  it("keeps its turn until it has ended, even when it is aborted meanwhile", async () => {
    const { ask, end, begun } = manyWorks(1);
    const left = new AbortController();
    const [first, second] = [ask("a", left.signal), ask("b")];
    left.abort();
    await end("nothing");
    expect(begun).toEqual(["a"]);
    await end("a");
    await end("b");
    expect(await Promise.all([first, second])).toEqual(["a", "b"]);
  });

  it("that failed leaves its turn to the next", async () => {
    const run = inTurns(1);
    const { signal } = new AbortController();
    const failed = run(() => Promise.reject(new Error("no")), signal);
    const next = run(() => Promise.resolve("yes"), signal);
    await expect(failed).rejects.toThrow("no");
    expect(await next).toBe("yes");
  });
});
