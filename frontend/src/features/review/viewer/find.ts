/** Where a text stands on the pages, as a browser's own search finds it: regardless of case and accents. */
import type { Box, Page, ReadText, Word } from "@/lib/api/types";
import { folded } from "@/lib/folded";
import { around } from "../geometry";
import { inLines } from "../words";

/** One hit: the words' boxes, one for each line that it stands on. */
export interface Match {
  page: number;
  boxes: readonly Box[];
}

/** A page's words as one text, each followed by a blank, and where each begins. */
interface FoldedPage {
  number: number;
  text: string;
  starts: readonly number[];
  words: readonly Word[];
}

/** More hits help nobody: the text is too short to look for. */
export const MOST_MATCHES = 2000;

export function foldedPages(text: ReadText | undefined): FoldedPage[] {
  return (text?.pages ?? []).map(foldedPage);
}

function foldedPage({ number, words }: Page): FoldedPage {
  let text = "";
  const starts: number[] = [];
  for (const word of words) {
    starts.push(text.length);
    text += `${folded(word.text)} `;
  }
  return { number, text, starts, words };
}

export function matchesOf(pages: readonly FoldedPage[], typed: string): Match[] {
  const wanted = folded(typed).trim().replace(/\s+/g, " ");
  const found: Match[] = [];
  if (wanted === "") return found;
  for (const page of pages) {
    for (let at = page.text.indexOf(wanted); at >= 0; at = page.text.indexOf(wanted, at + wanted.length)) {
      if (found.length >= MOST_MATCHES) return found;
      found.push({ page: page.number, boxes: boxesOf(page, at, at + wanted.length) });
    }
  }
  return found;
}

/** The boxes of the words from one place of the text to the other, those of a line as one. */
function boxesOf({ starts, words }: FoldedPage, from: number, to: number): Box[] {
  const hit = words.slice(wordAt(starts, from), wordAt(starts, to - 1) + 1);
  return inLines(hit)
    .map((line) => around(line.map(({ box }) => box)))
    .filter((box) => box !== null);
}

/** The last word that begins at or before that place. */
function wordAt(starts: readonly number[], place: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}
