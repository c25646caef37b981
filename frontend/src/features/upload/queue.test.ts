// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { resultsIn } from "./api/upload-file";
import { reduce, startable, type Item } from "./queue";

const file = (name: string, size = 10) => new File(["x".repeat(size)], name);

function added(...files: File[]): readonly Item[] {
  return reduce([], { type: "added", files, firstKey: 1, maxBytes: 100, tooLarge: "too large" });
}

describe("upload queue", () => {
  it("refuses a file over the limit without sending it", () => {
    const items = added(file("a.pdf"), file("b.pdf", 101));
    expect(items.map(({ state, message }) => [state, message])).toEqual([
      ["waiting", null],
      ["refused", "too large"],
    ]);
    expect(startable(items).map(({ key }) => key)).toEqual([1]);
  });

  it("sends two at a time", () => {
    let items = added(file("a"), file("b"), file("c"));
    for (const { key } of startable(items)) items = reduce(items, { type: "started", key });
    expect(startable(items)).toEqual([]);
    items = reduce(items, { type: "broke", key: 1, message: "gone" });
    expect(startable(items).map(({ key }) => key)).toEqual([3]);
  });

  it("keeps the earlier invoice of a duplicate, and sends it anyway on request", () => {
    let items = added(file("a"));
    const result = {
      filename: "a",
      status: "duplicated",
      invoice_id: 7,
      code: null,
      message: "seen",
      parent: null,
      invoice: null,
    } as const;
    items = reduce(items, { type: "answered", key: 1, result, message: "seen", parts: [] });
    expect(items[0]).toMatchObject({ state: "duplicate", invoiceId: 7, message: null });
    items = reduce(items, { type: "again", key: 1, allowDuplicates: true });
    expect(startable(items)[0]).toMatchObject({ allowDuplicates: true });
  });

  it("clears what is finished, not what is on its way", () => {
    let items = added(file("a"), file("b"));
    items = reduce(items, { type: "broke", key: 1, message: "gone" });
    expect(reduce(items, { type: "cleared" }).map(({ key }) => key)).toEqual([2]);
  });
});

describe("the server's answer", () => {
  const refused = { filename: "a.txt", invoice_id: null, status: "error", code: "x", message: "No." };

  it("is found in a 202's array and in a 400's details", () => {
    expect(resultsIn([refused])).toEqual({ result: refused, parts: [] });
    expect(resultsIn({ error: "No file.", code: "bad-request", details: [refused] })?.result).toEqual(
      refused,
    );
  });

  it("is the accepted part of an e-mail, with all its parts", () => {
    const skipped = { ...refused, status: "skipped", code: "inline-picture", parent: "a.eml" };
    const taken = { ...refused, status: "processing", invoice_id: 7, code: null, parent: "a.eml" };
    expect(resultsIn([skipped, taken])).toEqual({ result: taken, parts: [skipped, taken] });
  });

  it("is the mail itself where nothing in it was accepted", () => {
    const text = { ...refused, status: "skipped", code: "mail-text", parent: "a.eml" };
    const mail = { ...refused, code: "no-document-inside" };
    expect(resultsIn({ details: [text, mail] })).toEqual({ result: mail, parts: [text] });
  });

  it("is none when the server speaks of something else", () => {
    expect(resultsIn({ error: "No.", code: "unauthorized" })).toBeNull();
    expect(resultsIn(null)).toBeNull();
  });
});
