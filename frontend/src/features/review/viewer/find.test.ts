import { describe, expect, it } from "vitest";
import type { Box, Page, Word } from "@/lib/api/types";
import { firstFrom, matchesOf } from "./find";

const word = (text: string, ...box: Box): Word => ({ text, box, confidence: 1 });
const page = (number: number, words: Word[]): Page => ({
  number,
  width: 595,
  height: 842,
  source: "text_layer",
  rotation: 0,
  words,
  codes: [],
  hidden: [],
  unjudged: false,
});
const pages = [
  page(1, [word("Café", 0.1, 0.1, 0.2, 0.12), word("Total", 0.1, 0.9, 0.2, 0.92)]),
  page(2, [
    word("TOTAL", 0.1, 0.1, 0.2, 0.12),
    word("due:", 0.21, 0.1, 0.3, 0.12),
    word("12", 0.1, 0.2, 0.2, 0.22),
  ]),
];
const pagesOf = (typed: string) => matchesOf(pages, typed).map((match) => match.page);

describe("find in the pages", () => {
  it("finds in all pages, regardless of case and accents", () => {
    expect(pagesOf("total")).toEqual([1, 2]);
    expect(pagesOf("CAFE")).toEqual([1]);
    expect(pagesOf("nothing")).toEqual([]);
  });

  it("finds nothing for nothing", () => {
    expect(pagesOf("  ")).toEqual([]);
  });

  it("finds several words, also over the end of a line, and gives a box for each line", () => {
    expect(matchesOf(pages, "total due")).toEqual([{ page: 2, boxes: [[0.1, 0.1, 0.3, 0.12]] }]);
    expect(matchesOf(pages, "due: 12")[0]?.boxes).toHaveLength(2);
  });

  it("gives the box of the word for a part of it", () => {
    expect(matchesOf(pages, "ota").map(({ boxes }) => boxes)).toEqual([
      [[0.1, 0.9, 0.2, 0.92]],
      [[0.1, 0.1, 0.2, 0.12]],
    ]);
  });
});

describe("the hit that is gone to by itself", () => {
  const at = (...numbers: number[]) => numbers.map((number) => ({ page: number, boxes: [] }));
  const first = (from: number, read: number[], hits: number[]) =>
    firstFrom(from, 6, (number) => read.includes(number), at(...hits))?.page ?? null;

  it("is the first from the page that is looked at on", () => {
    expect(first(3, [1, 2, 3, 4, 5, 6], [1, 4, 6])).toBe(4);
  });

  it("is none behind a page that has not been read", () => {
    expect(first(3, [1, 2, 3], [2, 6])).toBeNull();
    expect(first(3, [1, 2, 3, 6], [2, 6])).toBeNull();
    expect(first(3, [1, 2, 3, 4], [2, 4])).toBe(4);
  });

  it("comes round the end", () => {
    expect(first(3, [1, 3, 4, 5, 6], [1])).toBe(1);
    expect(first(3, [1, 2, 3, 4, 5, 6], [])).toBeNull();
  });

  it("is found on a page behind the last one that the document was said to have", () => {
    expect(first(3, [1, 2, 3, 4, 5, 6, 7], [7])).toBe(7);
  });
});
