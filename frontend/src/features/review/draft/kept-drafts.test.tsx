// @vitest-environment jsdom
import { cleanup, renderHook } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { InvoiceData } from "@/lib/api/types";
import { EMPTY_DATA } from "../empty-data";
import { EMPTY_LINE } from "../line-totals";
import type { ReviewStore } from "../review-store";
import { reviewOf } from "../review-store.examples";
import { keptDraft, useKeptDraft } from "./kept-drafts";

const linesOf = (count: number): InvoiceData["lines"] =>
  Array.from({ length: count }, (_, index) => ({ ...EMPTY_LINE, description: `Bicycle, line ${index + 1}` }));

function open(lines = 3): ReviewStore {
  const data = { ...EMPTY_DATA, lines: linesOf(lines), operation_codes: ["OP 1", "OP 2"] };
  const store = reviewOf({ data });
  renderHook(() => useKeptDraft(7, store));
  return store;
}

const type = (store: ReviewStore, value: string, pointer = "/lines/1/quantity") =>
  store.dispatch({ type: "typed", pointer, value });
const hidePage = () => dispatchEvent(new Event("pagehide"));

beforeEach(() => {
  sessionStorage.clear();
  vi.useFakeTimers();
});

describe("a draft that is kept in the tab", () => {
  it("is written while the typing goes on, without a pause", () => {
    const store = open();
    for (const text of ["1", "12", "123"]) {
      type(store, text);
      vi.advanceTimersByTime(80);
    }
    expect(keptDraft(7)?.present.lines[1]?.quantity).toBe("12");
  });

  it("is written at the latest when the page goes", () => {
    type(open(), "1");
    hidePage();
    expect(keptDraft(7)?.present.lines[1]?.quantity).toBe("1");
  });

  it("costs a key no more of each other line than its number", () => {
    const perKey = [3, 600].map((lines) => {
      const store = open(lines);
      type(store, "1");
      hidePage();
      const set = vi.spyOn(Storage.prototype, "setItem");
      type(store, "12");
      hidePage();
      const written = set.mock.calls.reduce((sum, [, text]) => sum + text.length, 0);
      set.mockRestore();
      cleanup();
      return written;
    });
    expect((perKey[1] ?? 0) - (perKey[0] ?? 0)).toBeLessThan(600 * ",599".length);
  });

  it.each<[string, (data: InvoiceData) => Partial<InvoiceData>]>([
    ["a line that was removed", ({ lines }) => ({ lines: lines.slice(1) })],
    ["lines that changed places", ({ lines }) => ({ lines: lines.toReversed() })],
    ["a line that was added between others", ({ lines }) => ({ lines: lines.toSpliced(1, 0, EMPTY_LINE) })],
    ["a code that was added", ({ operation_codes: codes }) => ({ operation_codes: [...codes, "OP 3"] })],
    ["codes that were emptied", () => ({ operation_codes: [] })],
    ["a seller's name", ({ seller }) => ({ seller: { ...seller, name: "Acme" } })],
    ["an amount that was deleted", () => ({ total_amount: null })],
  ])("comes back with %s", (_, change) => {
    const store = open();
    type(store, "5.00", "/total_amount");
    const { present } = store.get().draft;
    store.dispatch({ type: "changed", data: { ...present, ...change(present), notes: "changed" } });
    hidePage();
    expect(keptDraft(7)).toMatchObject({ version: 1, original: store.get().original });
    expect(keptDraft(7)?.present).toEqual(store.get().draft.present);
  });

  it("is one with the version that it was made on, also when that has just become another", () => {
    const store = open();
    type(store, "1");
    hidePage();
    const sent = store.get().draft.present;
    type(store, "2");
    store.dispatch({ type: "saved", sent, server: { ...sent, notes: "normalised" }, version: 2 });
    hidePage();
    expect(keptDraft(7)).toMatchObject({ version: 2, original: { notes: "normalised" } });
    expect(keptDraft(7)?.present.lines[1]?.quantity).toBe("2");
    expect(Object.keys(sessionStorage)).toHaveLength(2);
  });

  it("is gone when nothing differs any more, and comes again with the next change", () => {
    const store = open();
    type(store, "1");
    hidePage();
    store.dispatch({ type: "undone" });
    hidePage();
    expect(sessionStorage).toHaveLength(0);
    store.dispatch({ type: "redone" });
    hidePage();
    expect(keptDraft(7)?.present.lines[1]?.quantity).toBe("1");
  });

  it.each(["", "null", "[1]", '{"version":1}', '{"version":1,"changes":{}}'])(
    "is none where the storage says %j",
    (kept) => {
      sessionStorage.setItem("draft-7", kept);
      expect(keptDraft(7)).toBeNull();
    },
  );
});
