/** Words of a page: which lie in a box, and their text. */
import type { Box, Word } from "@/lib/api/types";
import { centre, contains } from "./geometry";

export function wordsIn(words: readonly Word[], box: Box): Word[] {
  return words.filter((word) => contains(box, centre(word.box)));
}

/** The words line by line: a word whose middle lies beside the line's last word belongs to that line. */
export function inLines(words: readonly Word[]): Word[][] {
  const lines: Word[][] = [];
  for (const word of words) {
    const line = lines.at(-1);
    const last = line?.at(-1);
    if (line && last && sameLine(last.box, word.box)) line.push(word);
    else lines.push([word]);
  }
  return lines;
}

/** The words as lines of text. */
export function linesOf(words: readonly Word[]): string[] {
  return inLines(words).map((line) => line.map(({ text }) => text).join(" "));
}

/** The words on the line of one of them, by their numbers, from left to right. */
export function lineOf(words: readonly Word[], at: number): number[] {
  const word = words[at];
  if (!word) return [];
  return words
    .map((_, index) => index)
    .filter((index) => overlap(words[index]?.box ?? word.box, word.box) > 0.5)
    .sort((a, b) => (words[a]?.box[0] ?? 0) - (words[b]?.box[0] ?? 0));
}

export function textOf(words: readonly Word[]): string {
  return linesOf(words).join(" ");
}

function sameLine(a: Box, b: Box): boolean {
  return overlap(a, b) > 0.5 && b[0] >= a[0];
}

/** How much of the lower one of two boxes is beside the other, 0..1. */
function overlap(a: Box, b: Box): number {
  const lower = Math.min(a[3] - a[1], b[3] - b[1]);
  return lower > 0 ? Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1])) / lower : 0;
}
