import { describe, expect, it } from "vitest";
import type { Box, ReadText, Word } from "@/lib/api/types";
import { foldedPages, matchesOf } from "./find";

const word = (text: string, ...box: Box): Word => ({ text, box, confidence: 1 });
const page = (number: number, words: Word[]): ReadText["pages"][number] => ({
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
const text: ReadText = {
  page_count: 2,
  pages: [
    page(1, [word("Café", 0.1, 0.1, 0.2, 0.12), word("Total", 0.1, 0.9, 0.2, 0.92)]),
    page(2, [
      word("TOTAL", 0.1, 0.1, 0.2, 0.12),
      word("due:", 0.21, 0.1, 0.3, 0.12),
      word("12", 0.1, 0.2, 0.2, 0.22),
    ]),
  ],
};
const pages = foldedPages(text);
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
