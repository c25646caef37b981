import { describe, expect, it } from "vitest";
import type { Box, Word } from "@/lib/api/types";
import { linesOf, textOf, wordsIn } from "./words";

const word = (text: string, ...box: Box): Word => ({ text, box, confidence: 1 });
const page = [
  word("Acme", 0.1, 0.1, 0.2, 0.12),
  word("Ltd", 0.21, 0.101, 0.25, 0.121),
  word("Main", 0.1, 0.14, 0.2, 0.16),
  word("Street", 0.21, 0.14, 0.3, 0.16),
];

describe("words under a box", () => {
  it("are those whose middle lies inside", () => {
    expect(textOf(wordsIn(page, [0.05, 0.05, 0.22, 0.13]))).toBe("Acme");
    expect(textOf(wordsIn(page, [0.05, 0.05, 0.4, 0.2]))).toBe("Acme Ltd Main Street");
    expect(wordsIn(page, [0.5, 0.5, 0.6, 0.6])).toEqual([]);
  });

  it("are read line by line", () => {
    expect(linesOf(page)).toEqual(["Acme Ltd", "Main Street"]);
  });
});
