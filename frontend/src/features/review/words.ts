/** Words of a page: which lie in a box, and their text. */
import type { Box, Word } from "@/lib/api/types";
import { centre, contains } from "./geometry";

export function wordsIn(words: readonly Word[], box: Box): Word[] {
  return words.filter((word) => contains(box, centre(word.box)));
}

/** The words as lines of text: a word whose middle lies beside the line's last word belongs to that line. */
export function linesOf(words: readonly Word[]): string[] {
  const lines: Word[][] = [];
  for (const word of words) {
    const line = lines.at(-1);
    const last = line?.at(-1);
    if (line && last && sameLine(last.box, word.box)) line.push(word);
    else lines.push([word]);
  }
  return lines.map((line) => line.map(({ text }) => text).join(" "));
}

export function textOf(words: readonly Word[]): string {
  return linesOf(words).join(" ");
}

function sameLine(a: Box, b: Box): boolean {
  const overlap = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  const lower = Math.min(a[3] - a[1], b[3] - b[1]);
  return overlap > lower / 2 && b[0] >= a[0];
}
