import { describe, expect, it } from "vitest";
import { markedPieces } from "./marked-pieces";

describe("the pieces of an excerpt", () => {
  it("are the marked words and what is between them", () => {
    const marks = [
      { start: 0, end: 5 },
      { start: 6, end: 9 },
    ];
    expect(markedPieces({ text: "Total 1,5 EUR", marks })).toEqual([
      { text: "Total", marked: true },
      { text: " ", marked: false },
      { text: "1,5", marked: true },
      { text: " EUR", marked: false },
    ]);
    expect(markedPieces({ text: "Total", marks: [] })).toEqual([{ text: "Total", marked: false }]);
  });

  it("are counted in characters, not in halves of them", () => {
    expect(markedPieces({ text: "😀 Quince", marks: [{ start: 2, end: 8 }] })).toEqual([
      { text: "😀 ", marked: false },
      { text: "Quince", marked: true },
    ]);
  });
});
