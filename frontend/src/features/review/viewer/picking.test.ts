import { describe, expect, it } from "vitest";
import type { Word } from "@/lib/api/types";
import { textOf } from "../words";
import { clickedWords, wordAt, wordsBetween } from "./picking";

/** Words on a square page in a grid of 100 × 50: each text stands at its column and row, one column a character. */
function printed(...rows: string[]): Word[] {
  return rows.flatMap((row, line) =>
    [...row.matchAll(/\S+/g)].map(({ 0: text, index }) => ({
      text,
      box: [index / 100, line / 50, (index + text.length) / 100, (line + 0.7) / 50] as Word["box"],
      confidence: 1,
    })),
  );
}

function clicking(pointer: string, words: readonly Word[], text: string, from: string | null = null): string {
  const at = words.findIndex((word) => word.text === text);
  const before = from === null ? null : words.findIndex((word) => word.text === from);
  return textOf(clickedWords(pointer, words, at, before, 1, "en-GB"));
}

describe("a click on a page", () => {
  const words = printed("Acme Ltd", "Main");

  it("means the word under it, or the nearest that it just misses", () => {
    expect(wordAt(words, { x: 0.02, y: 0.007 }, 1)).toBe(0);
    expect(wordAt(words, { x: 0.044, y: 0.007 }, 1)).toBe(0);
    expect(wordAt(words, { x: 0.047, y: 0.007 }, 1)).toBe(1);
  });

  it("means nothing where no word is near", () => {
    expect(wordAt(words, { x: 0.5, y: 0.007 }, 1)).toBeNull();
    expect(wordAt(words, { x: 0.02, y: 0.2 }, 1)).toBeNull();
  });
});

describe("a click on a word", () => {
  it("takes that word", () => {
    expect(clicking("/seller/name", printed("Acme Trading Ltd"), "Trading")).toBe("Trading");
  });

  it.each(["26", "October", "2026"])("takes a date whole: on %s", (word) => {
    expect(clicking("/issue_date", printed("Date: 26 October 2026   Page 1"), word)).toBe("26 October 2026");
  });

  it("takes one date of two", () => {
    expect(clicking("/due_date", printed("03/04/2026 - 09/04/2026"), "09/04/2026")).toBe("09/04/2026");
  });

  it("takes a number in groups whole, and no other number beside it", () => {
    expect(clicking("/total_amount", printed("2     1 234 567,80 EUR"), "234")).toBe("1 234 567,80");
    expect(clicking("/lines/0/quantity", printed("18      412,500.00"), "18")).toBe("18");
  });

  it("takes an account in groups whole", () => {
    expect(clicking("/payment/iban", printed("IBAN ES91 2100 0418 4502 0005 1332 BIC X"), "0418")).toBe(
      "ES91 2100 0418 4502 0005 1332",
    );
  });
});

describe("two clicks", () => {
  const address = printed(
    "Acme Ltd            Ship to",
    "12 Harbour Road     Other Street 4",
    "Second floor",
    "Bristol BS1 4QA     London",
    "Phone 123",
  );

  it("take the words between them on a line, in either order", () => {
    const words = printed("PO 4471 of 12 May");
    expect(clicking("/purchase_order", words, "4471", "PO")).toBe("PO 4471");
    expect(clicking("/purchase_order", words, "PO", "of")).toBe("PO 4471 of");
  });

  it("take the lines between them in a field of several lines, within their column", () => {
    expect(clicking("/seller/address", address, "4QA", "12")).toBe(
      "12 Harbour Road Second floor Bristol BS1 4QA",
    );
  });

  it("take another word, not all between, in a field of one line", () => {
    expect(clicking("/seller/name", address, "Bristol", "Acme")).toBe("Bristol");
  });

  it("take another value in a field of one value, and another code in a list of codes", () => {
    const words = printed("100.00 20.00 120.00");
    expect(clicking("/total_amount", words, "120.00", "100.00")).toBe("120.00");
    expect(clicking("/operation_codes", words, "120.00", "100.00")).toBe("120.00");
  });
});

describe("words between two", () => {
  it("are all on the line, however wide its gaps", () => {
    const words = printed("a         b         c");
    expect(textOf(wordsBetween(words, 2, 0, 1))).toBe("a b c");
  });
});
